import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Files in other encodings are read as text, by what the options say or by their byte order mark.
struct EncodingTests {
  private func read(_ bytes: [UInt8], _ options: ReadOptions) throws -> ([Document], Ledger) {
    let scratch = try Scratch()
    return try BraidCorporaTests.read([scratch.file("input", Data(bytes))], options)
  }

  @Test func `a byte order mark of UTF-8 goes before the encoding that the options name`() throws {
    var options = ReadOptions(format: .lines)
    for encoding in [TextEncoding.latin1, .windows1252, .utf8] {
      options.encoding = encoding
      let (documents, ledger) = try read(Array("\u{FEFF}é\n".utf8), options)
      #expect(documents.map(\.text) == ["é"])
      #expect(ledger.entries.count == (encoding == .utf8 ? 0 : 1))
    }
  }

  // Bytes: Python's `"pos\\tDvořák ň\\n".encode(…)` and the like.
  @Test(
    arguments: [
      (TextEncoding.windows1250, "Dvořák", [0x44, 0x76, 0x6F, 0xF8, 0xE1, 0x6B]),
      (.latin2, "Dvořák", [0x44, 0x76, 0x6F, 0xF8, 0xE1, 0x6B]),
      (.windows1251, "Привет", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]),
      (.koi8R, "Привет", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4]),
      (.windows1252, "5 € “x”", [0x35, 0x20, 0x80, 0x20, 0x93, 0x78, 0x94]),
      (.latin9, "5 €", [0x35, 0x20, 0xA4]),
      (.gb18030, "你好😀", [0xC4, 0xE3, 0xBA, 0xC3, 0x94, 0x39, 0xFC, 0x36]),
      (.big5, "你好", [0xA7, 0x41, 0xA6, 0x6E]),
      (.shiftJIS, "テスト", [0x83, 0x65, 0x83, 0x58, 0x83, 0x67]),
      (.eucJP, "テスト", [0xA5, 0xC6, 0xA5, 0xB9, 0xA5, 0xC8]),
      (.eucKR, "안녕", [0xBE, 0xC8, 0xB3, 0xE7]),
      (TextEncoding(rawValue: "KOI8-U"), "Єя", [0xB4, 0xD1]),
      (TextEncoding(rawValue: "iso-2022-jp"), "テ", [0x1B, 0x24, 0x42, 0x25, 0x46, 0x1B, 0x28, 0x42]),
      (TextEncoding(rawValue: "ibm-437"), "ü", [0x81]), (TextEncoding(rawValue: "cp866"), "Я", [0x9F]),
      (TextEncoding(rawValue: "tis-620"), "ก", [0xA1]), (TextEncoding(rawValue: "Latin4"), "ā", [0xE0]),
      (TextEncoding(rawValue: "gb2312"), "你", [0xC4, 0xE3]),
      (.utf16LittleEndian, "é😀", [0xE9, 0x00, 0x3D, 0xD8, 0x00, 0xDE]),
      (.utf16BigEndian, "é😀", [0x00, 0xE9, 0xD8, 0x3D, 0xDE, 0x00]),
    ] as [(TextEncoding, String, [UInt8])])
  func `a file is read in the encoding that the options name`(
    encoding: TextEncoding, text: String, bytes: [UInt8]
  ) throws {
    var options = ReadOptions(format: .lines)
    options.encoding = encoding
    let (documents, ledger) = try read(bytes, options)
    #expect(documents.map(\.text) == [text])
    #expect(ledger.entries.isEmpty)
    #expect(ledger.read[.characters] == text.unicodeScalars.count)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x70, 0, 0x09, 0, 0xE9, 0, 0x0A, 0, 0x6E, 0, 0x09, 0, 0x78, 0], "utf-16"),
      ([0xFE, 0xFF, 0, 0x70, 0, 0x09, 0, 0xE9, 0, 0x0A, 0, 0x6E, 0, 0x09, 0, 0x78], "utf-16"),
    ] as [([UInt8], String)])
  func `a byte order mark says what a table is, and is said`(bytes: [UInt8], name: String) throws {
    var options = ReadOptions(format: .tsv)
    options.columns = ["label": 1, "text": 2]
    let (documents, ledger) = try read(bytes, options)
    #expect(documents.map(\.text) == ["é", "x"])
    #expect(documents.map { $0.labels["label"]?.first?.name } == ["p", "n"])
    #expect(ledger.entries.map(\.reason) == ["\(name), by its byte order mark"])
  }

  @Test(arguments: [
    ("UTF8", "utf-8"), ("latin1", "iso-8859-1"), ("cp1252", "windows-1252"), ("Shift-JIS", "shift_jis"),
    ("gbk", "gb18030"),
    ("KOI8-R", "koi8-r"), ("IBM-437", "ibm437"), ("mac", "macintosh"), ("utf_16_le", "utf-16le"),
    ("nonsense", "nonsense"),
    ("", ""), ("iso-8859-1,swaplfnl", "iso-8859-1,swaplfnl"), ("$HOME", "$HOME"),
  ])
  func `an encoding has any of its names, and is called by one`(name: String, standard: String) {
    let encoding = TextEncoding(rawValue: name)
    #expect(encoding.rawValue == standard)
    #expect(encoding.isKnown == !["nonsense", "", "iso-8859-1,swaplfnl", "$HOME"].contains(name))
    #expect(TextEncoding(rawValue: standard) == encoding)
  }

  @Test func `the encodings with names of their own are called so by standards`() {
    let all: [TextEncoding] = [
      .utf8, .latin1, .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .windows1250, .windows1251, .windows1252,
      .windows1253, .windows1254, .windows1255, .windows1256, .windows1257, .windows1258, .latin2, .latinCyrillic,
      .latinGreek, .latin5, .latin9, .koi8R, .macintosh, .gb18030, .big5, .shiftJIS, .eucJP, .eucKR,
    ]
    #expect(all.allSatisfy { $0.isKnown && TextEncoding(rawValue: $0.rawValue) == $0 })
  }

  @Test func `text of any length comes through, whatever the pieces`() throws {
    let text = (0..<40_000).map { "línea \($0) 😀" }.joined(separator: "\n")
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let (documents, _) = try read(bytes, ReadOptions(format: .lines))
    #expect(documents.count == 40_000)
    #expect(documents.map(\.text).joined(separator: "\n").utf8.elementsEqual(text.utf8))
  }

  @Test func `bytes that are not in the encoding are an error, or replaced and counted`() throws {
    var options = ReadOptions(format: .lines)
    options.encoding = .shiftJIS
    let error = #expect(throws: CorpusError.self) { try read([0x61, 0x83, 0x0A], options) }
    #expect(error?.errorDescription?.contains("found bytes that are not shift_jis") == true)
    options.replaceInvalid = true
    let (documents, ledger) = try read([0x61, 0x83, 0x0A], options)
    #expect(documents[0].text.unicodeScalars.contains("\u{FFFD}"))
    #expect(ledger.count(.repaired, .characters) == 1)
  }

  @Test func `a catalogue is read in the character set of its header`() throws {
    let po = """
      msgid ""
      msgstr "Content-Type: text/plain; charset=ISO-8859-2\\n"

      msgid "cut"
      msgstr "X"

      """
    let bytes = Array(po.utf8).flatMap { $0 == 0x58 ? [0xF8, 0x65, 0x7A] : [$0] }
    let (documents, _) = try read(bytes, ReadOptions(format: .po))
    #expect(documents.map { $0.translations["target"]?.text } == ["řez"])
  }
}
