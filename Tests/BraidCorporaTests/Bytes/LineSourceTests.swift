import BraidCorpora
import BraidFiles
import BraidTestSupport
import Foundation
import Testing

struct LineSourceTests {
  private func lines(
    _ bytes: [UInt8], encoding: TextEncoding = .utf8, replaceInvalid: Bool = false, limit: Int = 1 << 20,
    cuts: Bool = false
  ) throws -> (lines: [String], ledger: Ledger) {
    let scratch = try Scratch()
    let source = LineSource(
      try ByteSource(try scratch.file("x", Data(bytes))), encoding: encoding, replaceInvalid: replaceInvalid,
      limit: limit,
      cutsLongLines: cuts)
    var ledger = Ledger()
    var lines: [String] = []
    while try source.advance(into: &ledger) { lines.append("\(source.number):\(source.string)") }
    return (lines, ledger)
  }

  @Test(arguments: [
    ("", []), ("a", ["1:a"]), ("a\n", ["1:a"]), ("a\r\nb\r\n", ["1:a", "2:b"]), ("\n\na", ["1:", "2:", "3:a"]),
    ("\u{FEFF}a\nb", ["1:a", "2:b"]), ("a\rb", ["1:a\rb"]), ("\n", ["1:"]),
  ])
  func `lines end at LF, CR LF and the end of the file`(text: String, expected: [String]) throws {
    #expect(try lines(Array(text.utf8)).lines == expected)
  }

  @Test func `lines that end with carriage returns only are an error, not one long line`() throws {
    #expect(throws: CorpusError.self) { try lines(Array("a\rb\rc\r".utf8)) }
    #expect(try lines(Array("a\rb\rc\n".utf8)).lines == ["1:a\rb\rc"])
  }

  @Test func `a line longer than the buffer is read whole`() throws {
    let long = String(repeating: "ab ", count: 400_000)
    #expect(try lines(Array((long + "\nc").utf8), limit: 1 << 24).lines == ["1:" + long, "2:c"])
  }

  @Test func `a line beyond the limit is an error, or cut after white space`() throws {
    let text = String(repeating: "x", count: 60) + " yy zzz"
    #expect(throws: CorpusError.self) { try lines(Array(text.utf8), limit: 64) }
    #expect(
      try lines(Array(text.utf8), limit: 64, cuts: true).lines
        == ["1:" + String(repeating: "x", count: 60) + " yy ", "1:zzz"])
  }

  @Test func `a cut never goes through a character`() throws {
    let text = String(repeating: "ö", count: 100)
    let parts = try lines(Array(text.utf8), limit: 65, cuts: true).lines
    #expect(parts.map { $0.dropFirst(2).count } == [32, 32, 32, 4])
  }

  @Test func `bytes that are not UTF-8 are refused with their place and offset`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("x", Data([0x61, 10, 0x62, 0xFF, 10]))
    let source = LineSource(try ByteSource(path))
    var ledger = Ledger()
    #expect(try source.advance(into: &ledger))
    #expect(
      throws: CorpusError.invalidUTF8(BraidFiles.SourceLocation(file: path, line: 2, column: 2), byte: 0xFF, offset: 3)
    ) {
      try source.advance(into: &ledger)
    }
    // The mark of the order of bytes is in no column, but in the file.
    let marked = LineSource(try ByteSource(try scratch.file("y", Data([0xEF, 0xBB, 0xBF, 0x62, 0xFF, 10]))))
    #expect(
      throws: CorpusError.invalidUTF8(
        BraidFiles.SourceLocation(file: scratch.path("y"), line: 1, column: 2), byte: 0xFF, offset: 4)
    ) {
      try marked.advance(into: &ledger)
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "1:a\u{FFFD}b", 1), ([0xE2, 0x82], "1:\u{FFFD}", 1),
      ([0xED, 0xA0, 0x80], "1:\u{FFFD}\u{FFFD}\u{FFFD}", 3), ([0xF0, 0x9F, 0x92, 0x61], "1:\u{FFFD}a", 1),
      ([0xC0, 0xAF], "1:\u{FFFD}\u{FFFD}", 2), ([0xF4, 0x90, 0x80, 0x80], "1:\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 4),
    ] as [([UInt8], String, Int)])
  func `bytes that are not UTF-8 are replaced as Unicode recommends, and counted`(
    bytes: [UInt8], expected: String, count: Int
  ) throws {
    let read = try lines(bytes, replaceInvalid: true)
    #expect(read.lines == [expected])
    #expect(read.lines == ["1:" + String(decoding: bytes, as: UTF8.self)])
    #expect(read.ledger.count(.repaired, .characters) == count)
  }

  @Test func `ISO-8859-1 becomes UTF-8`() throws {
    #expect(try lines([0x63, 0x61, 0x66, 0xE9, 10, 0xFF], encoding: .latin1).lines == ["1:café", "2:ÿ"])
  }

  @Test func `a UTF-16 file is recognized by its byte order mark`() throws {
    let read = try lines([0xFF, 0xFE, 0x61, 0])
    #expect(read.lines == ["1:a"])
    #expect(read.ledger.entries.map(\.reason) == ["utf-16, by its byte order mark"])
  }

  @Test func `lines over several buffers are the same whatever their ends, with and without bytes that are replaced`()
    throws
  {
    // 300,000 lines of 6 to 8 bytes: more than the buffer holds.
    var bytes: [UInt8] = []
    var expected: [String] = []
    for number in 1...300_000 {
      let isBad = number == 250_000
      bytes += Array("é\(number % 1000)".utf8) + (isBad ? [0xFF] : []) + (number % 3 == 0 ? [13, 10] : [10])
      expected.append("\(number):é\(number % 1000)" + (isBad ? "\u{FFFD}" : ""))
    }
    let (found, ledger) = try lines(bytes, replaceInvalid: true)
    #expect(found == expected)
    #expect(ledger.count(.repaired, .characters) == 1)
    #expect(ledger.read[.lines] == 300_000)
  }
}
