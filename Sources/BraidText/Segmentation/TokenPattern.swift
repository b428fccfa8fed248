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
