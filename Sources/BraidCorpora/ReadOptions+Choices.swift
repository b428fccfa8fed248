import BraidFiles

/// How the bytes of a corpus file spell characters. A byte order mark of UTF-16 or UTF-32 goes before what is asked for.
public enum TextEncoding: String, CaseIterable, Sendable, Codable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// ISO-8859-1: each byte is the code point of the same number.
  case latin1 = "iso-8859-1"
  /// UTF-16, by its byte order mark; without one big-endian.
  case utf16 = "utf-16"
  /// UTF-16, the low byte first.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, the high byte first.
  case utf16BigEndian = "utf-16be"
  /// UTF-32, by its byte order mark; without one big-endian.
  case utf32 = "utf-32"
  /// Central European languages.
  case windows1250 = "windows-1250"
  /// Cyrillic.
  case windows1251 = "windows-1251"
  /// Western European languages.
  case windows1252 = "windows-1252"
  /// Greek.
  case windows1253 = "windows-1253"
  /// Turkish.
  case windows1254 = "windows-1254"
  /// Hebrew.
  case windows1255 = "windows-1255"
  /// Arabic.
  case windows1256 = "windows-1256"
  /// Baltic languages.
  case windows1257 = "windows-1257"
  /// Vietnamese.
  case windows1258 = "windows-1258"
  /// Central European languages.
  case latin2 = "iso-8859-2"
  /// Cyrillic.
  case latinCyrillic = "iso-8859-5"
  /// Greek.
  case latinGreek = "iso-8859-7"
  /// Turkish.
  case latin5 = "iso-8859-9"
  /// Western European languages, with the euro sign.
  case latin9 = "iso-8859-15"
  /// Russian.
  case koi8R = "koi8-r"
  /// Old Macintosh files.
  case macintosh = "macintosh"
  /// Chinese, GBK and GB2312 included.
  case gb18030 = "gb18030"
  /// Chinese, traditional characters.
  case big5 = "big5"
  /// Japanese.
  case shiftJIS = "shift_jis"
  /// Japanese.
  case eucJP = "euc-jp"
  /// Korean.
  case eucKR = "euc-kr"

  /// The encoding whose byte order mark stands at the start of a file, other than UTF-8.
  init?(byteOrderMark bytes: Bytes) {
    guard bytes.count >= 2 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE):
      self = bytes.count >= 4 && bytes[2] == 0 && bytes[3] == 0 ? .utf32 : .utf16
    case (0xFE, 0xFF): self = .utf16
    case (0, 0) where bytes.count >= 4 && bytes[2] == 0xFE && bytes[3] == 0xFF: self = .utf32
    default: return nil
    }
  }
}

/// What makes one document of a column file.
public enum DocumentBoundary: String, CaseIterable, Sendable, Codable {
  /// Each sentence is a document: what training wants.
  case sentence
  /// The file's own markers: `# newdoc`, `#begin document`, `-DOCSTART-`, a change of the document column.
  case marker
}
