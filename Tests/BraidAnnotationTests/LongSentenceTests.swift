import BraidTasks
import BraidText
import Synchronization
import Testing

/// Texts without a full stop: sentences that some heads read in parts.
@Suite struct LongSentenceTests {
  let model: JointModel
  let predictor: Predictor

  init() throws {
    model = try ToyModel.make()
    predictor = Predictor(model, threads: 1)
  }

  var all: [Int] { Array(model.names.indices) }

  /// One sentence of so many tokens.
  func sentence(_ tokens: Int) -> Document {
    Document(words: [(0..<tokens).map { ToyModel.words[($0 * 7 + $0 / 5) % 9] }])
  }

  @Test func `sentences that are too long are counted`() {
    let documents = [sentence(512), sentence(513), Document(words: [["a"], Array(repeating: "b", count: 600)])]
    #expect(predictor.sentencesReadInParts(documents, tasks: all) == 2)
    let pos = model.names.indices.filter { model.names[$0] == "pos" }
    #expect(predictor.sentencesReadInParts(documents, tasks: pos) == 0)
  }

  @Test func `the pairs of tokens that heads look at follow the text, not its square`() {
    #expect(predictor.tokenPairs(sentence(100), tasks: all) == 100 * 100)
    #expect(predictor.tokenPairs(sentence(100_000), tasks: all) == 100_000 * 1024)
    let pos = model.names.indices.filter { model.names[$0] == "pos" }
    #expect(predictor.tokenPairs(sentence(100), tasks: pos) == 0)
  }

  @Test(arguments: [
    (0..<512, 511, 0..<512), (0..<513, 0, 0..<128), (0..<513, 512, 385..<513), (100..<9_000, 5_000, 4_936..<5_064),
    (100..<9_000, 101, 100..<228), (100..<9_000, 8_990, 8_872..<9_000),
  ])
  func `a predicate reads its sentence, or of a long one the tokens around it`(
    sentence: Range<Int>, predicate: Int, expected: Range<Int>
  ) {
    #expect(PredicateReading.tokens(of: sentence, around: predicate) == expected)
  }

  @Test func `readings are worked on in pieces of a stated number of rows, none left out`() {
    let readings = (0..<500).map {
      PredicateReading(document: 0, frame: $0, predicate: $0, sentence: 0..<1 + ($0 * 37) % 512)
    }
    let pieces = PredicateReading.pieces(readings)
    #expect(pieces.allSatisfy { $0.reduce(0) { $0 + $1.sentence.count } <= ReadingLimit.rows })
    #expect(pieces.joined().compactMap(\.frame).sorted() == Array(0..<500))
    #expect(pieces.count < 100)
  }

  @Test func `a text of several parts has one translation, and tags for every token`() {
    let document = predictor.annotate([sentence(1_500)], tasks: all.filter { model.names[$0] != "roles" })[0]
    #expect(document.tags["pos"]?.count == 1_500)
    #expect(document.translations["de"] != nil)
  }

  @Test func `lines of a text are lines of its translation`() {
    let words = [["ann", "sees", "the", "boat"], ["bob", "likes", "ann", "today"]]
    let texts = predictor.annotate(words.map { Document(words: [$0]) }, tasks: all).map {
      $0.translations["de"]?.text ?? ""
    }
    let isBroken = !texts.contains("")
    for lineBreak in ["\n", "\r\n\r\n"] {
      let document = Document(joining: words.map { Document(words: [$0]) }, spaces: ["", lineBreak, ""])
      let found = predictor.annotate([document], tasks: all)[0].translations["de"]?.text
      #expect(found == texts.joined(separator: isBroken ? lineBreak : ""))
    }
  }

  @Test func `sentences that are read in several pieces have the predictions of those that are read alone`() {
    let documents = (0..<14).map { sentence(20 + 4 * $0) }
    let together = predictor.annotate(documents, tasks: all)
    #expect(together == documents.map { predictor.annotate([$0], tasks: all)[0] })
  }

  @Test func `a text is left in its middle when nobody waits for it any more`() {
    let asked = Atomic<Int>(0)
    predictor.isStopped = { asked.add(1, ordering: .relaxed).newValue > 3 }
    let document = predictor.annotate([sentence(9_000)], tasks: all)[0]
    #expect(document.tags.isEmpty && document.frames == nil && document.translations.isEmpty)
    // Each part of the text asks once more at most, the three windows and the loops of two heads.
    #expect(asked.load(ordering: .relaxed) <= 3 + 3 * 3)
  }
}
