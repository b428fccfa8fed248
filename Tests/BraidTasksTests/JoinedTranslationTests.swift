import BraidTasks
import BraidText
import Testing

@Suite struct JoinedTranslationTests {
  /// Sentences with what stands before, between and behind them.
  func document(_ sentences: [[String]], spaces: [String]) -> Document {
    Document(joining: sentences.map { Document(words: [$0]) }, spaces: spaces)
  }

  @Test func `what breaks a line between sentences is found, other white space is not`() {
    let document = document([["a", "b"], ["c"], ["d"], ["e"]], spaces: ["\n", "\n\n", "  ", " \r\n  ", "\n"])
    #expect(document.text == "\na b\n\nc  d \r\n  e\n")
    #expect((0...5).map(document.lineBreak) == [nil, nil, "\n\n", nil, " \r\n  ", nil])
  }

  @Test func `a space with a mark on it is no white space, and breaks of any kind break a line`() {
    for (gap, isBreak) in [
      ("\n \u{301}", false), ("\n\u{200D}", false), ("\u{2028}", true), ("\u{B}", true), ("\u{85}\u{A0}", true),
      ("\r", true),
    ] {
      var document = Document(text: "a\(gap)b")
      let end = document.text.utf8.count
      document.tokens = [Token(0..<1), Token(end - 1..<end)]
      #expect(document.lineBreak(before: 1) == (isBreak ? gap : nil), "\(gap.unicodeScalars.map(\.value))")
    }
  }

  @Test func `sentences are translated line by line where the text has lines`() throws {
    var first = AlignedText("Eins.", tokens: [Token(0..<4), Token(4..<5)], score: -0.5)
    first.attention = [[1, 0], [0, 1]]
    var second = AlignedText("Zwei", tokens: [Token(0..<4)], score: -0.25)
    second.attention = [[1, 0]]
    let joined = try #require(
      AlignedText(joining: [first, second, AlignedText("Drei", score: -1)], breaks: [nil, "\n\n", nil]))
    #expect(joined.text == "Eins.\n\nZwei Drei")
    #expect(joined.tokens.map(\.range) == [0..<4, 4..<5, 7..<11])
    #expect(joined.attention.count == 3 && joined.score == -1.75)
  }

  @Test(
    arguments: [
      (["一。", "二。"], nil, "一。二。"), (["一。", "二。"], "\n", "一。\n二。"), (["", "b"], "\n", "b"), (["a", ""], "\n", "a"),
      (["a", "b"], nil, "a b"),
    ] as [([String], String?, String)])
  func `nothing is broken where a sentence has no translation`(
    texts: [String], lineBreak: String?, expected: String
  ) {
    #expect(AlignedText(joining: texts.map { AlignedText($0) }, breaks: [nil, lineBreak])?.text == expected)
  }
}
