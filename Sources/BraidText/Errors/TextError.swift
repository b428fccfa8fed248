/// What can go wrong between characters and documents.
public enum TextError: Error, Sendable, Hashable {
  /// A locale that is not a BCP 47 language tag.
  case invalidLocale(String)
  /// ICU refused something; `code` is the name of its error.
  case icu(operation: String, code: String)
  /// A text of `bytes` UTF-8 bytes; offsets reach up to `limit`.
  case textTooLong(bytes: Int, limit: Int)
  /// An abbreviation or a kept word that no text can match.
  case invalidRule(String, reason: String)
}
