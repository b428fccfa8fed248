/// How the bytes of a corpus file spell characters.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// ISO-8859-1: each byte is the code point of the same number.
  case latin1 = "iso-8859-1"
}
