import BraidText
import Testing

/// é as one code point and as two: canonically equivalent, with other bytes.
private let composed = "\u{E9}"
private let decomposed = "e\u{301}"

@Suite struct ExactDocumentTests {
  @Test func `documents whose strings only look alike differ`() {
    let changes: [(inout Document, String) -> Void] = [
      { $0.id = $1 }, { $0.text = $1 }, { $0.labels["label"] = [Label($1)] },
      { $0.probabilities["label"] = [Label($1)] }, { $0.tags["upos"] = [$1, nil] },
      { $0.spans["entity"] = [LabeledSpan(0..<1, label: $1)] }, { $0.frames = [Frame(predicate: 0, sense: $1)] },
      { $0.frames = [Frame(predicate: 0, arguments: [Argument(role: $1, tokens: 0..<1)])] },
      { $0.translations["de"] = AlignedText($1) }, { $0.fields["author"] = $1 },
      { $0.sentences = [Sentence(tokens: 0..<0, comments: [$1])] },
      { $0.sentences = [Sentence(tokens: 0..<0, multiwords: [MultiwordToken(0..<0, form: $1)])] },
      {
        let node = EmptyNode(position: 0, index: 1, form: "x", tags: ["a": $1])
        $0.sentences = [Sentence(tokens: 0..<0, emptyNodes: [node])]
      },
      { $0.tagAlternatives["upos"] = [AlternativeTags(0..<1, tags: [$1], score: 1)] },
    ]
    for (number, change) in changes.enumerated() {
      func document(_ string: String) -> Document {
        var document = Document(text: "x")
        change(&document, string)
        return document
      }
      #expect(document(composed) == document(composed), "\(number)")
      #expect(document(composed) != document(decomposed), "\(number)")
      #expect(Set([document(composed), document(decomposed), document(composed)]).count == 2, "\(number)")
    }
  }

  @Test func `a span ends where the next tag's label only looks alike`() {
    let spans = SpanEncoding.iob2.spans(of: ["B-\(composed)", "I-\(composed)", "I-\(decomposed)"] as [String?])
    #expect(spans.spans == [LabeledSpan(0..<2, label: composed), LabeledSpan(2..<3, label: decomposed)])
    #expect(spans.broken == [2])
  }

  @Test(
    arguments: [
      ("a \u{301}b", ["a", "\u{301}b"]), ("a\u{A0}b c", ["a", "b", "c"]), ("", []), (" a\t\nb ", ["a", "b"]),
    ])
  func `words of a text without tokens stand between spaces, whatever follows these`(_ text: String, _ words: [String])
  {
    #expect(AlignedText(text).words.map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  @Test(
    arguments: [
      ("ABC", "abc"), ("\u{39F}\u{394}\u{39F}\u{3A3}", "\u{3BF}\u{3B4}\u{3BF}\u{3C2}"), ("\u{3A3}", "\u{3C3}"),
      ("\u{3A3}\u{391}\u{3A3} \u{3A3}", "\u{3C3}\u{3B1}\u{3C2} \u{3C3}"), ("\u{130}", "i\u{307}"), ("\u{C9}", "\u{E9}"),
      ("", ""),
    ])
  func `lower case knows the final sigma`(_ text: String, _ lower: String) {
    #expect(Array(text.inLowerCase.utf8) == Array(lower.utf8))
  }
}
