public import Foundation

/// What can go wrong between characters and documents.
public enum TextError: Error, Sendable, Hashable {
  /// A locale that is not a BCP 47 language tag, or that ICU does not know.
  case invalidLocale(String)
  /// ICU refused something; `code` is the name of its error.
  case icu(operation: String, code: String)
  /// A text of `bytes` UTF-8 bytes; offsets reach up to `limit`.
  case textTooLong(bytes: Int, limit: Int)
  /// An abbreviation or a kept word that no text can match.
  case invalidRule(String, reason: String)
}

extension TextError: LocalizedError {
  /// What was found and what was expected.
  public var errorDescription: String? { text.problem }

  /// One imperative sentence on what to change.
  public var recoverySuggestion: String? { text.advice }

  /// Both sentences; the only place that turns errors of this module into words.
  private var text: (problem: String, advice: String) {
    switch self {
    case .invalidLocale(let locale):
      let nearest = TextLocale.nearest(to: locale).map { "Did you mean \($0)?" }
      return ("found the locale `\(locale)`, expected \(TextLocale.expected)", nearest ?? "Correct the locale.")
    case .icu(let operation, let code):
      return ("ICU could not \(operation): \(code)", "Check the installation of ICU and its data.")
    case .textTooLong(let bytes, let limit):
      return (
        "found a text of \(bytes) bytes, expected at most \(limit)",
        "Cut the text into documents, for example by line or by paragraph."
      )
    case .invalidRule(let rule, let reason):
      return ("found the rule \"\(rule)\": \(reason)", "Correct or remove the rule.")
    }
  }
}
