/// How a text is split into sentences.
public enum SentenceSplitting: String, Codable, CaseIterable, Sendable {
  /// By ICU's rules for the locale, without the boundaries that abbreviations and kept patterns forbid.
  case icu
  /// One sentence a line.
  case newline
  /// The whole text is one sentence.
  case none
}
