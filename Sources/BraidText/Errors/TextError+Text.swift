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
    case .invalidUTF8(let byte, let offset):
      let hex = String(byte, radix: 16, uppercase: true)
      return (
        "found byte 0x\(hex) at offset \(offset), expected UTF-8",
        "Convert the text to UTF-8, or let invalid UTF-8 be replaced."
      )
    case .invalidRule(let rule, let reason):
      return ("found the rule \"\(rule)\": \(reason)", "Correct or remove the rule.")
    }
  }
}
