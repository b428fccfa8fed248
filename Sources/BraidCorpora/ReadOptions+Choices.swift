import BraidFiles
import BraidText

/// How the bytes of a corpus file spell characters: any encoding that ICU converts, by any of its names. A byte order mark of
/// UTF-16 or UTF-32 goes before what is asked for.
public struct TextEncoding: RawRepresentable, Sendable, Hashable, Codable {
  /// The name by which standards call it, MIME's before IANA's, in small letters; a name that is not known, as it was given.
  public let rawValue: String

  /// An encoding by one of its names; ask `isKnown` whether there is one.
  public init(rawValue: String) {
    self.rawValue =
      switch rawValue.utf8.map({ 65...90 ~= $0 ? $0 | 0x20 : $0 }) {
      // Files by these names hold the characters of the larger set all the same.
      case Array("gbk".utf8), Array("gb2312".utf8): "gb18030"
      default: ICUConverter.standardName(rawValue) ?? rawValue
      }
  }

  private init(standard: StaticString) { rawValue = "\(standard)" }

  /// Whether ICU converts it.
  public var isKnown: Bool { ICUConverter.standardName(rawValue) != nil }

  /// UTF-8, with or without a byte order mark.
  public static let utf8 = Self(standard: "utf-8")
  /// The byte order mark of UTF-8.
  package static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// ISO-8859-1: each byte is the code point of the same number.
  public static let latin1 = Self(standard: "iso-8859-1")
  /// UTF-16, by its byte order mark; without one big-endian.
  public static let utf16 = Self(standard: "utf-16")
  /// UTF-16, the low byte first.
  public static let utf16LittleEndian = Self(standard: "utf-16le")
  /// UTF-16, the high byte first.
  public static let utf16BigEndian = Self(standard: "utf-16be")
  /// UTF-32, by its byte order mark; without one big-endian.
  public static let utf32 = Self(standard: "utf-32")
  /// Central European languages.
  public static let windows1250 = Self(standard: "windows-1250")
  /// Cyrillic.
  public static let windows1251 = Self(standard: "windows-1251")
  /// Western European languages.
  public static let windows1252 = Self(standard: "windows-1252")
  /// Greek.
  public static let windows1253 = Self(standard: "windows-1253")
  /// Turkish.
  public static let windows1254 = Self(standard: "windows-1254")
  /// Hebrew.
  public static let windows1255 = Self(standard: "windows-1255")
  /// Arabic.
  public static let windows1256 = Self(standard: "windows-1256")
  /// Baltic languages.
  public static let windows1257 = Self(standard: "windows-1257")
  /// Vietnamese.
  public static let windows1258 = Self(standard: "windows-1258")
  /// Central European languages.
  public static let latin2 = Self(standard: "iso-8859-2")
  /// Cyrillic.
  public static let latinCyrillic = Self(standard: "iso-8859-5")
  /// Greek.
  public static let latinGreek = Self(standard: "iso-8859-7")
  /// Turkish.
  public static let latin5 = Self(standard: "iso-8859-9")
  /// Western European languages, with the euro sign.
  public static let latin9 = Self(standard: "iso-8859-15")
  /// Russian.
  public static let koi8R = Self(standard: "koi8-r")
  /// Old Macintosh files.
  public static let macintosh = Self(standard: "macintosh")
  /// Chinese, GBK and GB2312 included.
  public static let gb18030 = Self(standard: "gb18030")
  /// Chinese, traditional characters.
  public static let big5 = Self(standard: "big5")
  /// Japanese.
  public static let shiftJIS = Self(standard: "shift_jis")
  /// Japanese.
  public static let eucJP = Self(standard: "euc-jp")
  /// Korean.
  public static let eucKR = Self(standard: "euc-kr")

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
