import BraidTasks
import BraidText
import BraidVocabularies
import Testing

@Suite struct TargetVocabularyTests {
  static let specials = [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
  let text = AlignedText(
    "Ein Hund, ein Ball", tokens: [Token(0..<3), Token(4..<8), Token(8..<9), Token(10..<13), Token(14..<18)])

  @Test func `words are written with spaces where people put them`() throws {
    let words = Vocabulary(words: ["ein", "hund", ","], specials: Self.specials)
    let target = try TargetVocabulary(.symbols(words), task: "de")
    let ids = target.encode(text, lowercase: true)
    #expect(ids == [3, 4, 5, 3, 0])
    let spelled = target.spell(ids, detokenizer: Detokenizer(language: "de")) { $0 == 4 ? "ball" : nil }
    #expect(spelled.text == "ein hund, ein ball")
    #expect(spelled.symbols == [0..<3, 4..<8, 8..<9, 10..<13, 14..<18])
    #expect(target.spell(ids, detokenizer: nil) { _ in nil }.text == "ein hund , ein <unk>")
  }

  @Test func `characters spell a text with its spaces`() throws {
    let characters = Vocabulary(words: ["e", "i", "n", " "], specials: Self.specials, kind: "characters")
    let target = try TargetVocabulary(.symbols(characters), task: "de")
    let ids = target.encode(AlignedText("Ein ein"), lowercase: true)
    #expect(ids == [3, 4, 5, 6, 3, 4, 5])
    let spelled = target.spell(ids, detokenizer: nil) { _ in nil }
    #expect(spelled.text == "ein ein")
    #expect(spelled.symbols == (0..<7).map { $0..<$0 + 1 })
  }

  @Test func `pieces spell a text with its spaces`() throws {
    var counter = WordCounter()
    try counter.add(text.tokens, in: text.text.lowercased(), unit: .subwords)
    let bpe = try BPE(training: counter, options: BPEOptions(size: 24, specials: Self.specials))
    let target = try TargetVocabulary(.pieces(bpe), task: "de")
    let ids = target.encode(text, lowercase: true)
    let spelled = target.spell(ids, detokenizer: nil) { _ in nil }
    #expect(spelled.text == "ein hund, ein ball")
    #expect(spelled.symbols.last?.upperBound == 18)
  }

  @Test func `a vocabulary without the symbols of a sequence is refused`() {
    let words = Vocabulary(words: ["ein"])
    #expect(throws: TaskError.badVocabulary(task: "de", reason: "it has no <unk>, <s> or </s>")) {
      _ = try TargetVocabulary(.symbols(words), task: "de")
    }
  }
}
