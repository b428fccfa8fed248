import BraidTasks
import BraidText
import Testing

/// Predictions about other tokens than gold's.
@Suite struct OtherTokensTests {
  /// A document whose tokens are the pieces of a text between bars; bars are no part of the text.
  func document(_ marked: String) -> Document {
    var text = ""
    var tokens: [Token] = []
    for (index, word) in marked.split(separator: " ").enumerated() {
      if index > 0 { text += " " }
      for piece in word.split(separator: "|") {
        let start = text.utf8.count
        text += piece
        tokens.append(Token(start..<text.utf8.count))
      }
    }
    return Document(id: "d", text: text, tokens: tokens, sentences: [Sentence(tokens: 0..<tokens.count)])
  }

  func aligned(
    _ metric: some DocumentMetric, _ gold: Document, _ predicted: Document...
  ) throws -> AlignedPredictions {
    try AlignedPredictions(metric, gold: [gold], predicted: predicted.map { [$0] })
  }

  /// A layer of tags or heads, the measure of the treebank, and where it stands among the values of the metric. Some words of
  /// the treebank have no XPOS: udeval counts two of them as the same, this one counts words that have a tag.
  @Test(arguments: [("upos", "UPOS", 0), ("head", "LAS", 0), ("head", "UAS", 4)])
  func `words are counted as udeval counts them`(layer: String, measure: String, place: Int) throws {
    let gold = try TreebankScoresTests.documents("treebank.gold.conllu")
    let predicted = try TreebankScoresTests.documents("treebank.predicted.conllu")
    let expected = try #require(try TreebankScoresTests.scores(gold, predicted)[measure])
    let metric: any DocumentMetric =
      layer == "head" ? DependencyMetric(heads: "head", labels: "deprel") : TagMetric(layer: layer)
    let aligned = try AlignedPredictions(
      metric, gold: [Document(joining: gold)], predicted: [[Document(joining: predicted)]])
    #expect(aligned.words[0].aligned == expected.aligned)
    #expect(aligned.words[0].gold == expected.gold && aligned.words[0].predicted == expected.predicted)
    let counts = try #require(
      aligned.metric.statistics(gold: aligned.gold[0], predicted: aligned.predicted[0][0]))
    let value = aligned.metric.values(counts)[place].value
    #expect(abs(value - expected.f1) < 1e-9, "\(value), expected \(expected.f1)")
  }

  @Test func `spans are the same where their characters are, whatever the tokens`() throws {
    var gold = document("in New York|-|based firms")
    gold.spans["entity"] = [
      LabeledSpan(1..<3, label: "LOC"), LabeledSpan(3..<5, label: "X"), LabeledSpan(5..<6, label: "ORG"),
    ]
    var predicted = document("in New York|-based firms")
    predicted.spans["entity"] = [
      LabeledSpan(1..<3, label: "LOC"), LabeledSpan(3..<4, label: "X"), LabeledSpan(3..<5, label: "ORG"),
    ]
    let aligned = try aligned(SpanMetric(layer: "entity"), gold, predicted)
    let score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: 0)
    // Two of three are right.
    #expect(abs(score.value - 200.0 / 3) < 1e-9)
    #expect(aligned.words == [AlignedWords(aligned: 4, gold: 6, predicted: 5)])
    let texts = aligned.metric.descriptions(gold: aligned.gold[0], predicted: aligned.predicted[0][0])
    #expect(texts.gold == "in [LOC New York] [X - based] [ORG firms]")
  }

  @Test func `arguments are compared by characters, predicates by where they begin`() throws {
    var gold = document("Ann did|n't see it")
    gold.frames = [
      Frame(
        predicate: 3, sense: "see.01",
        arguments: [
          Argument(role: "A0", tokens: 0..<1), Argument(role: "NEG", tokens: 2..<3),
          Argument(role: "A1", tokens: 4..<5),
        ])
    ]
    var predicted = document("Ann didn't see it")
    predicted.frames = [
      Frame(
        predicate: 2, sense: "see.01",
        arguments: [
          Argument(role: "A0", tokens: 0..<1), Argument(role: "NEG", tokens: 1..<2),
          Argument(role: "A1", tokens: 3..<4),
        ])
    ]
    let aligned = try aligned(RoleMetric(found: "predicate"), gold, predicted)
    let score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: 0)
    #expect(abs(score.value - 200.0 / 3) < 1e-9)
    #expect(score.secondary["predicates F1"] == 100 && score.secondary["sense accuracy"] == 100)
  }

  @Test func `words that only one side has are missed or made up`() throws {
    var gold = document("I do|n't go")
    gold.tags["pos"] = ["P", "V", nil, "V"]
    var predicted = document("I don't go")
    predicted.tags["pos"] = ["P", "V", "N"]
    let aligned = try aligned(TagMetric(layer: "pos"), gold, predicted)
    let score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: 0)
    // Of three gold tags one is right, of three predicted ones too; of two on common words one.
    #expect(score.metric == "F1" && abs(score.value - 100.0 / 3) < 1e-9)
    #expect(score.secondary["aligned accuracy"] == 50)
    let outcomes = aligned.metric.outcomes(gold: aligned.gold[0], predicted: aligned.predicted[0][0])
    #expect(
      outcomes == [
        LabelOutcome(gold: "P", predicted: "P"), LabelOutcome(gold: "V", predicted: nil),
        LabelOutcome(gold: "V", predicted: "N"), LabelOutcome(gold: nil, predicted: "V"),
      ])
    let texts = aligned.metric.descriptions(gold: aligned.gold[0], predicted: aligned.predicted[0][0])
    #expect(texts.gold == "I do[V] n't go[V]" && texts.predicted == "I do[-] n't go[N]")
  }

  @Test func `a word without features counts as one with none, and is right only where there is a word`() throws {
    var gold = document("a b|c")
    gold.tags["feats"] = ["X=1", nil, nil]
    var predicted = document("a bc")
    predicted.tags["feats"] = ["X=1", nil]
    let aligned = try aligned(TagMetric(layer: "feats", countsEmpty: true), gold, predicted)
    let score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: 0)
    #expect(abs(score.value - 40) < 1e-9, "one of three, and one of two")
  }

  @Test func `several systems with tokens of their own are compared on one gold standard`() throws {
    var gold = document("a b|c")
    gold.tags["pos"] = ["A", "B", "C"]
    var (first, second) = (document("a bc"), document("a b|c"))
    first.tags["pos"] = ["A", "B"]
    second.tags["pos"] = ["A", "B", "B"]
    let aligned = try aligned(TagMetric(layer: "pos"), gold, first, second)
    let comparison = TaskComparison(
      aligned.metric, gold: aligned.gold, first: aligned.predicted[0], second: aligned.predicted[1], resamples: 10)
    #expect(abs(comparison.scores.first - 40) < 1e-9 && abs(comparison.scores.second - 200.0 / 3) < 1e-9)
    #expect(aligned.words.map(\.aligned) == [1, 3])
  }

  @Test func `white space may differ, no other character`() throws {
    var gold = document("do n't")
    gold.tags["pos"] = ["V", "N"]
    var predicted = document("do|n't")
    predicted.tags["pos"] = ["V", "N"]
    #expect(try aligned(TagMetric(layer: "pos"), gold, predicted).words[0].f1 == 100)
    #expect(
      throws: TaskError.otherDocuments(document: "d", expected: "the text `do n't`", found: "`do nt`")
    ) { try aligned(TagMetric(layer: "pos"), gold, document("do nt")) }
  }

  @Test func `files of predictions about other tokens are scored through the aligner`() throws {
    var gold = document("New York|-|based")
    gold.spans["entity"] = [LabeledSpan(0..<2, label: "LOC")]
    var predicted = document("New York|-based")
    predicted.spans["entity"] = [LabeledSpan(0..<2, label: "LOC")]
    let scores = try LayerScores(gold: [gold], predicted: [predicted], resamples: 0)
    #expect(scores.entries.map(\.score.value) == [100] && scores.entries[0].score.signature == "tokens:own")
    #expect(scores.alignedWords == AlignedWords(aligned: 2, gold: 4, predicted: 3))
    #expect(try LayerScores(gold: [gold], predicted: [gold], resamples: 0).alignedWords == nil)
  }
}
