import BraidText
import Testing

struct SpanEncodingTests {
  static let spans = [
    LabeledSpan(0..<2, label: "NP"), LabeledSpan(2..<3, label: "NP"), LabeledSpan(4..<7, label: "VP"),
  ]

  @Test(arguments: [
    (SpanEncoding.iob1, ["I-NP", "I-NP", "B-NP", "O", "I-VP", "I-VP", "I-VP", "O"]),
    (.iob2, ["B-NP", "I-NP", "B-NP", "O", "B-VP", "I-VP", "I-VP", "O"]),
    (.bioes, ["B-NP", "E-NP", "S-NP", "O", "B-VP", "I-VP", "E-VP", "O"]),
  ])
  func `each encoding spells spans its own way and reads them back`(encoding: SpanEncoding, tags: [String]) {
    let written = encoding.tags(for: Self.spans, in: 0..<8)
    #expect(written.tags == tags)
    #expect(written.leftOut == 0)
    let read = encoding.spans(of: tags)
    #expect(read.spans == Self.spans)
    #expect(read.broken.isEmpty)
    #expect(SpanEncoding.detected(in: tags) == encoding)
  }

  @Test(arguments: [
    (
      SpanEncoding.iob2, ["O", "I-NP", "I-VP"], [1, 2],
      [LabeledSpan(1..<2, label: "NP"), LabeledSpan(2..<3, label: "VP")]
    ),
    (.bioes, ["B-NP", "O"], [1], [LabeledSpan(0..<1, label: "NP")]),
    (.bioes, ["B-NP"], [0], [LabeledSpan(0..<1, label: "NP")]),
    (.bioes, ["E-NP", "I-NP", "E-NP"], [0, 1], [LabeledSpan(0..<1, label: "NP"), LabeledSpan(1..<3, label: "NP")]),
    (.iob1, ["B-NP", "I-NP"], [0], [LabeledSpan(0..<2, label: "NP")]),
  ])
  func `broken tags are listed and read as the likeliest spans`(
    encoding: SpanEncoding, tags: [String], broken: [Int], spans: [LabeledSpan]
  ) {
    let read = encoding.spans(of: tags)
    #expect(read.broken == broken)
    #expect(read.spans == spans)
  }

  @Test func `positions count from the sentence's first token`() {
    #expect(SpanEncoding.iob2.spans(of: ["O", "B-X"], first: 10).spans == [LabeledSpan(11..<12, label: "X")])
    #expect(SpanEncoding.iob2.tags(for: [LabeledSpan(11..<12, label: "X")], in: 10..<12).tags == ["O", "B-X"])
  }

  @Test func `a missing tag is outside and not broken`() {
    let read = SpanEncoding.iob2.spans(of: [nil, "B-X", nil])
    #expect(read.spans == [LabeledSpan(1..<2, label: "X")])
    #expect(read.broken.isEmpty)
  }

  @Test func `spans that overlap are left out and counted`() {
    let written = SpanEncoding.iob2.tags(
      for: [LabeledSpan(1..<3, label: "A"), LabeledSpan(0..<2, label: "B"), LabeledSpan(3..<9, label: "C")], in: 0..<4)
    #expect(written.tags == ["B-B", "I-B", "O", "O"])
    #expect(written.leftOut == 2)
  }

  @Test func `a sentence without spans does not tell the encoding`() {
    #expect(SpanEncoding.detected(in: ["O", nil, "O"]) == nil)
  }

  @Test func `a tag that is none is in no span and listed apart`() {
    let read = SpanEncoding.iob2.spans(of: ["NN", "B-NP"])
    #expect(read.spans == [LabeledSpan(1..<2, label: "NP")])
    #expect(read.unknown == [0])
    #expect(read.broken.isEmpty)
  }

  @Test(arguments: [
    (["B-NP", "I-NP", "O", "B-VP"], SpanNotation.markFirst(.hyphen), SpanEncoding.iob2),
    (["B_NP", "I_NP", "O", "B_VP"], .markFirst(.underscore), .iob2),
    (["NP-B", "NP-I", "O", "VP-B"], .markLast(.hyphen), .iob2),
    (["NP_I", "NP_I", "O", "VP_I"], .markLast(.underscore), .iob1),
    (["B-NP", "L-NP", "O", "U-VP"], .markFirst(.hyphen), .bioes),
    (["B/NP", "E/NP", "O", "S/VP"], .markFirst(.slash), .bioes),
    (["B-NP", "E-NP", "O", "W-VP"], .markFirst(.hyphen), .bioes),
    (["NP", "NP", "O", "VP"], .labelOnly, .iob1), (["I-NP", "I-NP", "O", "I-VP"], .markFirst(.hyphen), .iob1),
  ])
  func `marks and labels are joined in many ways, and say the same`(
    tags: [String], notation: SpanNotation, encoding: SpanEncoding
  ) {
    #expect(SpanNotation.detected(in: tags) == notation)
    #expect(SpanEncoding.detected(in: tags, notation: notation) == encoding)
    let read = encoding.spans(of: tags, notation: notation)
    #expect(read.spans == [LabeledSpan(0..<2, label: "NP"), LabeledSpan(3..<4, label: "VP")])
    #expect(read.broken.isEmpty && read.unknown.isEmpty)
  }

  @Test func `marks alone are spans without a label`() {
    #expect(SpanNotation.detected(in: ["B", "I", "O", "B"]) == .markOnly)
    let read = SpanEncoding.iob2.spans(of: ["B", "I", "O", "B"], notation: .markOnly)
    #expect(read.spans == [LabeledSpan(0..<2, label: ""), LabeledSpan(3..<4, label: "")])
    #expect(SpanNotation.detected(in: ["O", nil, "O"]) == nil)
  }
}
