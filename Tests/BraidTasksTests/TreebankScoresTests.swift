import BraidCorpora
import BraidTasks
import BraidText
import Foundation
import Testing

/// Scores of treebanks against what `udeval` of udtools 0.2.9 counts: see References/treebank.
@Suite struct TreebankScoresTests {
  /// The documents of a CoNLL-U file beside the tests.
  static func documents(_ name: String) throws -> [Document] {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Parity"))
    let reader = try CorpusReader([url.path], options: ReadOptions(format: .conllu))
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  static func scores(_ gold: [Document], _ predicted: [Document]) throws -> TreebankScores {
    var values = TreebankValues()
    func text(_ name: String, _ documents: [Document]) throws -> TreebankText {
      var text = TreebankText(name: name)
      for document in documents { try text.add(document, &values) }
      return text
    }
    return try TreebankScores(gold: text("gold", gold), predicted: text("predicted", predicted))
  }

  @Test func `every count is that of udeval, with other tokens, words and sentences than gold`() throws {
    let url = try #require(Bundle.module.url(forResource: "treebank.json", withExtension: nil, subdirectory: "Parity"))
    let expected = try JSONDecoder().decode([String: [Int?]].self, from: Data(contentsOf: url))
    let scores = try Self.scores(Self.documents("treebank.gold.conllu"), Self.documents("treebank.predicted.conllu"))
    #expect(scores.measures.map(\.name).sorted() == expected.keys.sorted())
    for measure in scores.measures {
      let counts = [measure.correct, measure.gold, measure.predicted, measure.aligned]
      let all = (expected[measure.name] ?? []).map { $0 ?? 0 }
      #expect(counts.map { $0 ?? 0 } == all, "\(measure.name)")
    }
  }

  @Test func `a treebank agrees with itself in everything`() throws {
    let gold = try Self.documents("treebank.gold.conllu")
    let scores = try Self.scores(gold, gold)
    #expect(scores.measures.count == 13)
    #expect(scores.measures.allSatisfy { $0.f1 == 100 })
  }

  /// A document of one sentence.
  func document(_ words: [String], heads: [String?]? = nil) -> Document {
    var document = Document(id: "d", words: [words])
    document.tags["upos"] = words.map { _ in "X" }
    if let heads { document.tags["head"] = heads }
    return document
  }

  @Test func `without trees in both the measures of trees are left out`() throws {
    let scores = try Self.scores([document(["a", "b"], heads: ["0", "1"])], [document(["ab"])])
    #expect(
      scores.measures.map(\.name)
        == ["Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "AllTags", "Lemmas"])
    #expect(scores["Words"]?.f1 == 0)
    #expect(scores["Sentences"]?.f1 == 100)
  }

  @Test(arguments: [
    (["0", "0"], "found 2 roots, expected one"), (["2", "1"], "found 0 roots, expected one"),
    (["0", "2"], "its heads go around in a circle"),
    (["0", "3"], "word 2 has head `3`, expected a number from 0 to 2"),
    (["0", "x"], "word 2 has head `x`, expected a number from 0 to 2"),
    (["0", nil], "word 2 has head `_`, expected a number from 0 to 2"),
  ])
  func `heads that are no tree are refused with their place`(heads: [String?], problem: String) throws {
    #expect(throws: TaskError.badTreebank(file: "predicted", sentence: "d", problem: problem)) {
      try Self.scores([document(["a", "b"])], [document(["a", "b"], heads: heads)])
    }
  }

  @Test func `other characters are refused where they begin to differ`() throws {
    #expect(
      throws: TaskError.otherCharacters(
        gold: "gold", predicted: "predicted", sentence: "d", expected: "def", found: "xef")
    ) { try Self.scores([document(["abc", "def"])], [document(["ab", "cxef"])]) }
  }

  @Test func `a token of spaces only is refused`() throws {
    #expect(
      throws: TaskError.badTreebank(
        file: "gold", sentence: "d", problem: "a token has no character other than spaces")
    ) { try Self.scores([document([" "])], [document(["a"])]) }
  }
}

/// Scores of layers that two sets of documents share.
@Suite struct LayerScoresTests {
  func document(_ words: [String]) -> Document {
    var document = Document(id: "d", words: [words])
    document.labels["topic"] = [Label("x")]
    document.tags["upos"] = words.map { _ in "X" }
    document.tags["head"] = ["0"] + words.dropFirst().map { _ in "1" }
    document.tags["deprel"] = ["root"] + words.dropFirst().map { _ in "nsubj:pass" }
    document.tags["misc"] = words.map { _ in "A=B" }
    document.spans["chunk"] = [LabeledSpan(0..<1, label: "NP")]
    document.frames = [Frame(predicate: 0, arguments: [Argument(role: "ARG0", tokens: 1..<2)])]
    return document
  }

  @Test func `a layer of spans or predicates that is empty on both sides has no score`() throws {
    var gold = document(["a", "b"])
    gold.spans["chunk"] = []
    gold.frames = []
    let scores = try LayerScores(gold: [gold], predicted: [gold], resamples: 0)
    #expect(scores.entries.map(\.name) == ["labels:topic", "tags:upos", "trees"])
    #expect(scores.empty == ["frames", "spans:chunk"])
    // One that is predicted is wrong, and there is something to score.
    var predicted = gold
    predicted.spans["chunk"] = [LabeledSpan(0..<1, label: "NP")]
    let wrong = try LayerScores(gold: [gold], predicted: [predicted], resamples: 0)
    #expect(wrong.entries.first { $0.name == "spans:chunk" }?.score.value == 0 && wrong.empty == ["frames"])
  }

  @Test func `every layer that both have is scored by the measure of its kind`() throws {
    let gold = document(["a", "b", "c", "d"])
    var predicted = gold
    predicted.labels["topic"] = [Label("y")]
    predicted.tags["upos"] = ["X", "X", "X", "Y"]
    predicted.tags["deprel"] = ["root", "nsubj", "obj", "nsubj:pass"]
    predicted.tags["xpos"] = ["1", "2", "3", "4"]
    let scores = try LayerScores(gold: [gold], predicted: [predicted], resamples: 0)
    #expect(scores.entries.map(\.name) == ["frames", "labels:topic", "spans:chunk", "tags:upos", "trees"])
    #expect(scores.entries.map(\.score.metric) == ["F1", "accuracy", "F1", "accuracy", "LAS"])
    #expect(scores.entries.map(\.score.value) == [100, 0, 100, 75, 75])
    #expect(scores.entries[4].score.secondary == ["UAS": 100, "LAS with subtypes": 50])
    let few = try LayerScores(gold: [gold], predicted: [predicted], tags: false, resamples: 0)
    #expect(few.entries.map(\.name) == ["frames", "labels:topic", "spans:chunk"])
  }

  @Test func `other documents and characters are refused`() {
    let gold = document(["a", "b"])
    #expect(throws: TaskError.otherDocuments(document: nil, expected: "1 document", found: "0")) {
      try LayerScores(gold: [gold], predicted: [])
    }
    #expect(throws: TaskError.otherDocuments(document: "d", expected: "2 tokens", found: "0")) {
      try LayerScores(gold: [gold, gold], predicted: [gold, Document(id: "d", text: "a b")])
    }
    #expect(throws: TaskError.otherDocuments(document: "d", expected: "the text `a b`", found: "`a c`")) {
      try LayerScores(gold: [gold], predicted: [document(["a", "c"])])
    }
    var (first, second) = (Document(text: "A good film."), Document(text: "A bad film."))
    first.labels["topic"] = [Label("x")]
    second.labels["topic"] = [Label("x")]
    #expect(
      throws: TaskError.otherDocuments(
        document: "document 1", expected: "the text `A good film.`", found: "`A bad film.`")
    ) { try LayerScores(gold: [first], predicted: [second]) }
  }
}
