public import Foundation

extension TextError: LocalizedError {
  /// What was found and what was expected.
  public var errorDescription: String? { text.problem }

  /// One imperative sentence on what to change.
  public var recoverySuggestion: String? { text.advice }

  /// Both sentences; the only place that turns errors of this room into words.
  private var text: (problem: String, advice: String) {
    switch self {
    case .invalidLocale(let locale):
      return ("found locale \"\(locale)\", expected a BCP 47 language tag", "Write a tag such as en, de-AT or zh-Hant.")
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
