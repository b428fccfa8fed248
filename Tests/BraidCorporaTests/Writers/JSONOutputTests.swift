import BraidCorpora
import BraidText
import Testing

@Suite struct JSONOutputTests {
  @Test(arguments: [
    0, 1, 9, 10, 99, 100, 9_999, 10_000, 1_234_567, 9_999_999, 10_000_000, 99_999_999, 100_000_000, 2_147_483_647, -1,
    -99_999_999, .max, .min,
  ])
  func `numbers are written in decimal`(number: Int) {
    var output = JSONOutput()
    output.array { output in
      output.number(number)
      output.number(7)
    }
    #expect(String(decoding: output.bytes, as: UTF8.self) == "[\(number),7]")
  }

  @Test func `what is written in pieces is what is written at once`() {
    var document = Document(text: String(repeating: "Ein \"Satz\"\n\u{1}\tmit ü. ", count: 100))
    document.tokens = (0..<1000).map { Token($0..<$0 + 1, kind: $0 % 3 == 0 ? .number : .word) }
    document.fields["name"] = String(repeating: "x", count: 300)
    var whole = JSONOutput()
    whole.append(document)
    for limit in [1, 64, 1000] {
      var pieces: [UInt8] = []
      var output = JSONOutput(limit: limit) { pieces += $0 }
      output.append(document)
      #expect(pieces + output.bytes == whole.bytes)
    }
    #expect(whole.bytes == document.jsonLine)
  }
}
