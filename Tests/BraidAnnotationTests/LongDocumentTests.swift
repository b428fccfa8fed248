import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import Testing

/// Documents that are read in windows.
@Suite struct LongDocumentTests {
  let model: JointModel

  init() throws { model = try ToyModel.make() }

  func tasks(_ names: [String]) -> [Int] { model.names.indices.filter { names.contains(model.names[$0]) } }

  /// The document's sentences, some at a time, as documents of their own.
  func parts(_ document: Document, sentences: Int) -> [(first: Int, document: Document)] {
    stride(from: 0, to: document.sentences.count, by: sentences).map { start in
      let own = document.sentences[start..<min(start + sentences, document.sentences.count)]
      return (own[start].tokens.lowerBound, Document(words: own.map { $0.tokens.map { document.word($0) } }))
    }
  }

  func text(tokens: Int) -> Document {
    var stream = Random(seed: 3).stream("long")
    var sentences: [[String]] = []
    var count = 0
    while count < tokens {
      let words = (0...stream.index(below: 30)).map { _ in ToyModel.words[stream.index(below: ToyModel.words.count)] }
      sentences.append(words)
      count += words.count
    }
    return Document(words: sentences)
  }

  /// Several windows, and more of them than are answered in one round.
  @Test(arguments: [(9_000, ["pos", "entities", "roles", "sentiment", "topics"]), (560_000, ["pos", "sentiment"])])
  func `tags, spans and frames are those of the sentences alone, labels the mean`(
    tokens: Int, names: [String]
  ) throws {
    let document = text(tokens: tokens)
    let predictor = Predictor(model)
    let whole = predictor.annotate([document], tasks: tasks(names))[0]
    #expect(whole.tokens == document.tokens)
    let parts = parts(document, sentences: 100)
    let answers = predictor.annotate(parts.map(\.document), tasks: tasks(names))
    #expect(whole.tags == ["pos": answers.flatMap { $0.tags["pos"] ?? [] }])
    #expect(whole.tagScores == ["pos": answers.flatMap { $0.tagScores["pos"] ?? [] }])
    if names.contains("entities") {
      let spans = zip(parts, answers).flatMap { part, answer in
        (answer.spans["entity"] ?? []).map {
          LabeledSpan(
            $0.tokens.lowerBound + part.first..<$0.tokens.upperBound + part.first, label: $0.label, score: $0.score)
        }
      }
      #expect(whole.spans == ["entity": spans])
      let predicates = zip(parts, answers).flatMap { part, answer in
        (answer.frames ?? []).map { "\($0.predicate + part.first) \($0.sense ?? "") \($0.arguments.map(\.role))" }
      }
      #expect(whole.frames?.map { "\($0.predicate) \($0.sense ?? "") \($0.arguments.map(\.role))" } == predicates)
    }
    let probabilities = try #require(whole.probabilities["label"])
    #expect(abs(probabilities.reduce(0) { $0 + ($1.score ?? 0) } - 1) < 1e-4)
    #expect(whole.labels["label"]?[0].score == probabilities.compactMap(\.score).max())
  }

  @Test func `predictions for a long document take few bytes until they are asked for`() throws {
    let document = text(tokens: 20_000)
    let whole = Predictor(model).annotate([document], tasks: tasks(["pos", "entities", "roles"]))[0]
    let packed = try #require(whole.packed)
    let tokens = document.tokens.count
    #expect(try #require(packed.tags["pos"]).byteCount == tokens)
    #expect(try #require(packed.tagScores["pos"]).byteCount <= 3 * tokens)
    var arrays = whole
    arrays.tags = whole.tags
    arrays.tagScores = whole.tagScores
    arrays.spans = whole.spans
    arrays.frames = whole.frames
    #expect(arrays.packed?.isEmpty == true)
    let spans = arrays.spans["entity"] ?? []
    let frames = arrays.frames ?? []
    let arguments = frames.reduce(0) { $0 + $1.arguments.count }
    #expect(spans.count > 100 && frames.count > 100 && arguments > 100)
    #expect(try #require(packed.spans["entity"]).byteCount <= 8 * spans.count)
    #expect(try #require(packed.frames).byteCount <= 12 * frames.count + 8 * arguments)
    #expect(whole.jsonLine == arrays.jsonLine)
  }

  @Test func `a sentence that is longer than a window is cut where its context is read on both sides`() throws {
    let words = text(tokens: 10_000)
    let document = Document(words: [words.tokens.indices.map { words.word($0) }])
    let pos = tasks(["pos"])
    let cut = Predictor(model).annotate([document], tasks: pos, options: .bare)[0].tags["pos"] ?? []
    // `evaluate` reads any document as a whole.
    let set = EvaluationSet([document], tasks: pos, model: model)
    let whole = Predictor(model).evaluate(set).predicted[0][0].tags["pos"] ?? []
    #expect(cut.count == whole.count && cut.count >= 10_000)
    #expect(zip(cut, whole).count { $0 != $1 } <= 10)
  }
}
