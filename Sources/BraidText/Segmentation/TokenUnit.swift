/// What a token is.
public enum TokenUnit: String, Sendable, Codable, CaseIterable {
  /// What stands between two word boundaries.
  case word
  /// A character as people see it, a grapheme cluster: what lemmas and transliterations are spelled from. White space is
  /// none.
  case character

  /// The boundaries between such tokens.
  var boundaries: ICUBreaker.Kind { self == .word ? .word : .grapheme }
}

/// How a text is split into sentences.
public enum SentenceSplitting: String, Codable, CaseIterable, Sendable {
  /// By ICU's rules for the locale, without the boundaries that abbreviations and kept patterns forbid.
  case icu
  /// One sentence a line.
  case newline
  /// The whole text is one sentence.
  case none
}

/// A kind of text that stays one token although the word rules would cut it.
public enum TokenPattern: String, Codable, CaseIterable, Sendable {
  /// `https://example.org/a?b=c`, `ftp://…`, `www.example.org/…`; closing punctuation behind it stays outside.
  case url
  /// `first.last@example.org`.
  case email
  /// `@name`, after anything but a letter or digit.
  case mention
  /// `#tag`, after anything but a letter or digit.
  case hashtag
  /// A number with what belongs to it, without white space between: `20%`, `$3.50`, `5€`, `-3.5°C`, `120km/h`, `10,000`.
  case quantity
}
