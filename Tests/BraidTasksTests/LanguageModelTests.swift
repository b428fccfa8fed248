import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

@Suite struct LanguageModelTests {
  static let words = ["ann", "sees", "bob", "kim", "today"]
  static let documents = [
    Document(words: [["ann", "sees", "bob", "today"], ["kim", "sees"]]), Document(words: [["bob"]]),
    Document(words: [["kim", "knows", "ann"]]),
  ]

  static func model(
    layers: Int = 1, bidirectional: Bool = true, layer: EncoderLayer = .layer(1), privateLayers: LSTMOptions? = nil,
    _ change: (inout LanguageModelOptions) -> Void = { _ in }
  ) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 6
    encoder.lstm.units = 5
    encoder.lstm.layers = layers
    encoder.lstm.bidirectional = bidirectional
    var kind = LanguageModelOptions()
    change(&kind)
    let vocabulary = Vocabulary(words: words, counts: [5, 4, 3, 2, 1])
    return try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: vocabulary, characters: nil),
      tasks: [
        TaskConfiguration(
          options: TaskOptions(name: "lm", layer: layer, privateLayers: privateLayers, kind: kind))
      ], random: Random(seed: 11))
  }

  /// Runs `body` on the states that the head reads of some documents.
  static func withInput<Result>(
    _ model: JointModel, _ documents: [Document], training: Bool = false, _ body: (HeadInput) -> Result
  ) -> Result {
    var forms = FormTable()
    let examples = documents.compactMap { model.example($0, forms: &forms) }
    let executor = Executor(weights: model.weights, threads: 1, training: training, seed: 1)
    return executor.run(step: 0, shards: 1) { tape, _ in
      body(model.inputs(tape, PackedBatch(examples, forms: nil, tasks: 1), tasks: [0])[0])
    }[0]
  }

  /// The negative log-probabilities, in nats, of each token's next word or end, and of its previous one, computed from the
  /// states one by one.
  static func reference(_ model: JointModel, _ documents: [Document], _ options: LanguageModelOptions) -> [[Double]] {
    func matrix(_ name: String) -> (values: [Double], columns: Int)? {
      model.weights[name].map { id in
        (model.weights.values(id).map(Double.init), model.weights.entries[id.index].columns)
      }
    }
    let known = options.outputWords > 0 ? min(options.outputWords, words.count + 1) : words.count + 1
    func logits(_ state: [Double], _ direction: String) -> [Double] {
      var state = state
      if let weight = matrix("lm.\(direction).weight"), let bias = matrix("lm.\(direction).bias") {
        state = (0..<weight.columns).map { column in
          tanh(
            bias.values[column]
              + state.indices.reduce(0) { $0 + state[$1] * weight.values[$1 * weight.columns + column] })
        }
      }
      let bias = matrix("lm.output.bias")?.values ?? []
      return (0...known).map { label in
        bias[label]
          + state.indices.reduce(0.0) { sum, index in
            let weight: Double
            if let end = matrix("lm.output.end"), let table = matrix("encoder.words") {
              weight = label == 0 ? end.values[index] : table.values[(label - 1) * table.columns + index]
            } else {
              weight = matrix("lm.output.weight").map { $0.values[index * $0.columns + label] } ?? .nan
            }
            return sum + state[index] * weight
          }
      }
    }
    func loss(_ logits: [Double], _ label: Int) -> Double {
      log(logits.reduce(0) { $0 + exp($1) }) - logits[label]
    }
    func label(_ word: String?) -> Int {
      guard let word else { return 0 }
      let id = Int(model.features.id(of: word))
      return (id < known ? id : 0) + 1
    }
    return withInput(model, documents) { input in
      documents.enumerated().map { number, document in
        var sum = 0.0
        for (sentence, rows) in zip(document.sentences, sentenceRows(input.batch, number)) {
          let tokens = Array(sentence.tokens)
          for (place, row) in rows.enumerated() {
            let state = (0..<input.states.columns).map { Double(input.states[Int(row), $0]) }
            let next = place + 1 < tokens.count ? document.word(tokens[place + 1]) : nil
            let previous = place > 0 ? document.word(tokens[place - 1]) : nil
            if model.encoder.options.lstm.bidirectional {
              sum += loss(logits(Array(state.prefix(state.count / 2)), "forward"), label(next))
              sum += loss(logits(Array(state.suffix(state.count / 2)), "backward"), label(previous))
            } else {
              sum += loss(logits(state, "forward"), label(next))
            }
          }
        }
        return [sum]
      }
    }
  }

  private static func sentenceRows(_ batch: PackedBatch, _ document: Int) -> [ArraySlice<Int32>] {
    var start = 0
    return batch.sentences[document].map { count in
      defer { start += count }
      return batch.documentRows[document][start..<start + count]
    }
  }

  struct Variant: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bidirectional = true
    var options = LanguageModelOptions()

    init(_ name: String, bidirectional: Bool = true, _ change: (inout LanguageModelOptions) -> Void = { _ in }) {
      testDescription = name
      self.bidirectional = bidirectional
      change(&options)
    }
  }

  static let variants = [
    Variant("plain"), Variant("forward only", bidirectional: false), Variant("few words") { $0.outputWords = 3 },
    Variant("more words than there are") { $0.outputWords = 99 }, Variant("hidden units") { $0.units = 4 },
    Variant("tied") {
      $0.units = 6
      $0.tied = true
    },
    Variant("tied, few words, forward only", bidirectional: false) {
      $0.units = 6
      $0.tied = true
      $0.outputWords = 2
    },
  ]

  @Test(arguments: variants)
  func `the loss, learning or not, and the perplexity are those of the probabilities of neighbours`(
    _ variant: Variant
  ) throws {
    let model = try Self.model(bidirectional: variant.bidirectional) { $0 = variant.options }
    let nats = Self.reference(model, Self.documents, variant.options).map { $0[0] }
    let total = nats.reduce(0, +)
    // 10 tokens.
    let items = variant.bidirectional ? 20.0 : 10.0
    let head = model.heads[0]
    let targets = Self.documents.map { head.target($0) }
    #expect(targets == [[6], [1], [3]])
    #expect(targets.compactMap { $0.map { head.lossItemCounts(of: $0)[0] } }.reduce(0, +) == Int(items))
    for training in [true, false] {
      let loss = Self.withInput(model, Self.documents, training: training) { input in
        head.loss(input, normalizers: [Float(items)])?[0, 0] ?? 0
      }
      #expect(abs(Double(loss) - total / items) < 1e-4)
    }
    let predicted = Predictor(model, threads: 1).annotate(Self.documents, tasks: [0], options: .bare)
    let score = head.metric.score(gold: Self.documents, predicted: predicted, bootstrap: 0)
    #expect(score.metric == "perplexity" && score.lowerIsBetter == true && score.items == Int(items))
    #expect(abs(score.value - exp(total / items)) < 1e-3)
    #expect(abs((score.secondary["bits"] ?? 0) - total / items / log(2)) < 1e-4)
    #expect((score.secondary["backward perplexity"] != nil) == variant.bidirectional)
    #expect(abs(score.points - 100 / (1 + score.value)) < 1e-9)
  }

  @Test func `a direction knows the past of each token only`() throws {
    let model = try Self.model(layers: 2)
    func states(_ words: [String]) -> [[Float]] {
      Self.withInput(model, [Document(words: [words])]) { input in
        (0..<words.count).map { row in (0..<input.states.columns).map { input.states[row, $0] } }
      }
    }
    let first = states(["ann", "sees", "bob", "today"])
    let otherEnd = states(["ann", "sees", "bob", "kim"])
    let otherStart = states(["kim", "sees", "bob", "today"])
    for row in 0..<3 { #expect(first[row].prefix(5) == otherEnd[row].prefix(5)) }
    for row in 1..<4 { #expect(first[row].suffix(5) == otherStart[row].suffix(5)) }
    #expect(first[2].suffix(5) != otherEnd[2].suffix(5))
  }

  @Test(arguments: [
    (1, true, EncoderLayer.top, StateDirections.halves), (1, true, .mix, .halves), (1, true, .all, .mixed),
    (2, true, .layer(1), .halves), (2, true, .layer(2), .mixed), (2, true, .top, .mixed), (2, true, .mix, .mixed),
    (2, true, .layer(0), .forward), (3, false, .top, .forward), (3, false, .mix, .forward),
    (3, false, .all, .forward), (3, false, .layer(2), .forward),
  ])
  func `what states know of their sentence follows from the encoder's directions`(
    layers: Int, bidirectional: Bool, layer: EncoderLayer, expected: StateDirections
  ) throws {
    var lstm = LSTMOptions()
    lstm.layers = layers
    lstm.bidirectional = bidirectional
    #expect(TaskOptions(name: "lm", layer: layer, kind: LanguageModelOptions()).directions(lstm) == expected)
    if expected == .mixed {
      #expect(throws: TaskError.self) {
        try Self.model(layers: layers, bidirectional: bidirectional, layer: layer)
      }
    } else {
      _ = try Self.model(layers: layers, bidirectional: bidirectional, layer: layer)
    }
  }

  @Test func `layers of its own must not mix directions either`() throws {
    func directions(_ layer: EncoderLayer, encoder: Bool, own: Bool, layers: Int = 1) -> StateDirections {
      var lstm = LSTMOptions()
      lstm.bidirectional = encoder
      var stack = LSTMOptions()
      stack.bidirectional = own
      stack.layers = layers
      return TaskOptions(name: "lm", layer: layer, privateLayers: stack, kind: LanguageModelOptions()).directions(lstm)
    }
    #expect(directions(.layer(0), encoder: true, own: true) == .halves)
    #expect(directions(.layer(0), encoder: true, own: true, layers: 2) == .mixed)
    #expect(directions(.top, encoder: false, own: false) == .forward)
    #expect(directions(.top, encoder: false, own: true) == .mixed)
    #expect(directions(.top, encoder: true, own: false) == .mixed)
    var own = LSTMOptions()
    own.units = 4
    do {
      _ = try Self.model(privateLayers: own)
      Issue.record("layers of its own on both directions were taken")
    } catch {
      #expect(
        error as? TaskError
          == .leaks(
            task: "lm", option: "privateLayers", reading: "layers of its own that mix both directions of the text"))
    }
  }

  @Test func `what leaks, and a tied output of another width, are refused with what to do`() throws {
    do {
      _ = try Self.model(layers: 2, layer: .top)
      Issue.record("a leak was not refused")
    } catch {
      let error = try #require(error as? TaskError)
      #expect(
        error.errorDescription
          == "task lm: reads the last of 2 layers of a bidirectional encoder, whose states know the words that it predicts"
      )
      #expect(
        error.recoverySuggestion
          == "Give it layer 1, whose directions each know their own past only, or an encoder with `bidirectional: false`."
      )
    }
    #expect(throws: TaskError.tiedWidths(task: "lm", what: "states", width: 5, embedding: 6)) {
      try Self.model { $0.tied = true }
    }
    #expect(throws: TaskError.tiedWidths(task: "lm", what: "hidden layer", width: 7, embedding: 6)) {
      try Self.model {
        $0.tied = true
        $0.units = 7
      }
    }
  }

  @Test func `the unknown word is always among those predicted`() throws {
    var encoder = EncoderOptions()
    encoder.embedding = 2
    encoder.lstm.units = 2
    var kind = LanguageModelOptions()
    kind.outputWords = 1
    let words = Vocabulary(words: ["ann"], specials: ["<pad>", "<s>", Vocabulary.unknown])
    let model = try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: nil),
      tasks: [TaskConfiguration(options: TaskOptions(name: "lm", kind: kind))], random: Random(seed: 1))
    #expect(model.weights["lm.output.bias"].map { model.weights.values($0).count } == 4)
    let score = model.heads[0].metric.score(
      gold: Self.documents,
      predicted: Predictor(model, threads: 1).annotate(Self.documents, tasks: [0], options: .bare),
      bootstrap: 0)
    #expect(score.value > 1 && score.value.isFinite)
  }

  @Test func `annotating writes nothing`() throws {
    let model = try Self.model()
    var document = Self.documents[0]
    document.tags["pos"] = [String?](repeating: "X", count: 6)
    #expect(
      Predictor(model, threads: 1).predict([document, Document(text: "")], tasks: [0]) == [
        document, Document(text: ""),
      ])
  }

  @Test func `a document longer than a window is scored by its windows`() throws {
    let model = try Self.model()
    let long = Document(words: [(0..<9000).map { Self.words[$0 % 5] }])
    let score = model.heads[0].metric.score(
      gold: [long], predicted: Predictor(model, threads: 1).annotate([long], tasks: [0], options: .bare), bootstrap: 0)
    #expect(score.items >= 18_000 && score.items < 19_000)
    #expect(score.value > 1 && score.value < 100)
  }

  @Test func `a lower perplexity is the better one`() throws {
    let metric = try Self.model().heads[0].metric
    let gold = (0..<30).map { Document(id: "\($0)", words: [["ann", "sees"]]) }
    func predicted(_ nats: Double) -> [Document] {
      gold.enumerated().map { index, document in
        var document = document
        document.fields["lm.likelihood"] = "2 \(nats + Double(index) / 100) \(nats)"
        return document
      }
    }
    let better = ScoreComparison(metric, gold: gold, first: predicted(4), second: predicted(2), resamples: 200)
    #expect(better.verdict == .helps && better.first > better.second)
    let worse = ScoreComparison(metric, gold: gold, first: predicted(2), second: predicted(4), resamples: 200)
    #expect(worse.verdict == .hurts)
    // exp of the mean of 2 and 2 nats over 2 words each.
    let errors = metric.errors(gold: [gold[0]], predicted: [predicted(2)[0]])
    #expect(errors[0].predicted == "perplexity 2.7" && abs(errors[0].severity - (1 - exp(-1))) < 1e-9)
    // A field may say anything.
    #expect(metric.items([1, 1e19, 1, .infinity]) == .max)
    // What was written without a direction is read.
    let old = Data(#"{"metric": "F1", "value": 50, "secondary": {}, "items": 3}"#.utf8)
    #expect(try JSONDecoder().decode(TaskScore.self, from: old).points == 50)
  }
}
