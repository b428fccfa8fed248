import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// States of a frozen model under an encoder.
@Suite struct ContextualTests {
  static let words = ["ann", "sees", "bob", "kim", "today"]
  static let documents = [
    Document(words: [["ann", "sees", "bob", "today"], ["kim", "sees"]]), Document(words: [["bob"]]),
    Document(words: [["kim", "knows", "ann", "zoe"]]), Document(text: ""),
  ]

  static func vocabulary(_ words: [String]) -> Vocabulary { Vocabulary(counts: words.map { (key: $0, value: 3) }) }

  static func tagging(_ layer: EncoderLayer = .top) -> TaskConfiguration {
    TaskConfiguration(
      options: TaskOptions(name: "pos", layer: layer, kind: TaggingOptions(source: .tags("pos"))),
      resources: TaskResources(labels: ["tags": LabelSet(["N", "V"])]))
  }

  /// A model of other words and sizes, which reads characters and has a head that nobody needs.
  static func source(seed: UInt64 = 9) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 3
    encoder.lstm.units = 2
    encoder.lstm.layers = 2
    var characters = CharacterOptions()
    (characters.embedding, characters.units) = (3, 5)
    encoder.characters = characters
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: vocabulary(["zoe", "ann", "knows"]),
        characters: Vocabulary(kind: "characters", counts: ["a": 3, "n": 3, "z": 3, "o": 3])),
      tasks: [tagging()], random: Random(seed: seed))
  }

  static func encoder(_ layers: ContextualOptions.Layers, units: Int) -> EncoderOptions {
    var encoder = EncoderOptions()
    encoder.embedding = 2
    encoder.lstm.units = 3
    var states = ContextualOptions()
    (states.layers, states.units) = (layers, units)
    encoder.states = states
    return encoder
  }

  static func model(
    _ layers: ContextualOptions.Layers = .mix, units: Int = 0, layer: EncoderLayer = .top, seed: UInt64 = 3,
    source: JointModel? = nil
  ) throws -> JointModel {
    let encoder = encoder(layers, units: units)
    let features = FeatureExtractor(
      options: encoder, words: vocabulary(words), characters: nil,
      contextual: try ContextualModel(source ?? Self.source()))
    return try JointModel(
      encoder: encoder, features: features, tasks: [tagging(layer)], random: Random(seed: seed))
  }

  /// Examples of documents that have tokens, with what they are given.
  static func examples(_ model: JointModel, _ documents: [Document] = documents) throws -> [Example] {
    let reader = try #require(StateReader(model.features, readsPairs: false, threads: 2))
    var forms = FormTable()
    return zip(documents, reader.vectors(documents)).compactMap { document, vectors -> Example? in
      var example = model.example(document, forms: &forms)
      #expect((example == nil) == (vectors == nil))
      example?.vectors = vectors
      return example
    }
  }

  /// What the task reads, for each document and token.
  static func states(_ model: JointModel, _ examples: [Example]) -> [[[Float]]] {
    Executor(weights: model.weights, threads: 1, training: false, seed: 1).run(step: 0, shards: 1) { tape, _ in
      let batch = PackedBatch(examples, forms: nil, tasks: 1)
      let states = model.inputs(tape, batch, tasks: [0])[0].states
      return batch.documentRows.map { rows in
        rows.map { row in (0..<states.columns).map { states[Int(row), $0] } }
      }
    }[0]
  }

  @Test(arguments: ContextualOptions.Layers.allCases, [0, 4])
  func `a word's features are its embedding, then the states of the model's layers, mixed or not, projected or not`(
    layers: ContextualOptions.Layers, units: Int
  ) throws {
    let source = try Self.source()
    var model = try Self.model(layers, units: units, layer: .layer(0))
    func set(_ name: String, _ values: [Float]) throws { model.weights.set(try #require(model.weights[name]), values) }
    if layers == .mix {
      try set("encoder.contextual.mix.scores", [0, log(3)])
      try set("encoder.contextual.mix.scale", [2])
    } else {
      #expect(model.weights["encoder.contextual.mix.scores"] == nil)
    }
    let found = Self.states(model, try Self.examples(model))
    // What the model's own head would read of each of its layers.
    var forms = FormTable()
    let own = Self.documents.compactMap { source.example($0, forms: &forms) }
    let executor = Executor(weights: source.weights, threads: 1, training: false, seed: 1)
    let expected = executor.run(step: 0, shards: 1) { tape, _ in
      let batch = PackedBatch(own, forms: forms, tasks: 1)
      let states = source.encoder.encode(tape, batch, top: 2).dropFirst()
      return batch.documentRows.map { rows in
        rows.map { row in states.map { layer in (0..<4).map { Double(layer[Int(row), $0]) } } }
      }
    }[0]
    let table = model.weights.values(try #require(model.weights["encoder.words"]))
    for (document, example) in try Self.examples(model).enumerated() {
      for (token, word) in example.words.enumerated() {
        let both = expected[document][token]
        var features: [Double]
        switch layers {
        case .top: features = both[1]
        case .all: features = both[0] + both[1]
        case .mix: features = zip(both[0], both[1]).map { 2 * (0.25 * $0 + 0.75 * $1) }
        }
        if units > 0 {
          let weight = model.weights.values(try #require(model.weights["encoder.contextual.projection"]))
          features = (0..<units).map { unit in
            features.indices.reduce(0) { $0 + features[$1] * Double(weight[$1 * units + unit]) }
          }
        }
        let row = found[document][token]
        #expect(Array(row.prefix(2)) == Array(table[2 * Int(word)..<2 * Int(word) + 2]))
        #expect(row.count == 2 + features.count)
        for (number, expected) in zip(row.dropFirst(2), features) { #expect(abs(Double(number) - expected) < 2e-3) }
      }
    }
  }

  @Test(arguments: ContextualOptions.Layers.allCases, [0, 3])
  func `mix, factor and projection have the gradients that central differences have`(
    layers: ContextualOptions.Layers, units: Int
  ) throws {
    var model = try Self.model(layers, units: units)
    // Weights of a size at which differences show.
    model.weights = model.weights.replacing(model.weights.storage.map { 2 * $0 })
    let examples = try Self.examples(model)
    let worst = GradientCheck.worst(model.weights) { tape in
      model.inputs(tape, PackedBatch(examples, forms: nil, tasks: 1), tasks: [0])[0].states
    }
    #expect(worst < 0.02, "\(worst)")
  }

  @Test func `states are numbers of 16 bits that depend on nothing but the sentence`() throws {
    let model = try Self.model()
    let together = try Self.examples(model)
    let alone = try Self.documents.flatMap { try Self.examples(model, [$0]) }
    #expect(together == alone)
    let second = try Self.examples(model, [Document(words: [["kim", "sees"]])])[0].vectors
    let first = try #require(together[0].vectors)
    #expect(first.width == 8 && first.count == 6)
    #expect(second?.bytes == first.bytes.suffix(2 * 8 * 2))
  }

  @Test func `predictions are those of training's evaluation, on any number of threads, together or alone`() throws {
    let model = try Self.model(units: 4)
    let gold = (0..<40).map { index in
      var document = Document(words: [(0...index % 7).map { Self.words[(index * 3 + $0 * 2) % 5] }, ["kim"]])
      document.tags["pos"] = document.tokens.indices.map { $0 % 2 == 0 ? "N" : "V" }
      return document
    }
    let expected = Predictor(model, threads: 1).annotate(gold, tasks: [0])
    #expect(Predictor(model, threads: 3, batchTokens: 8).annotate(gold, tasks: [0]) == expected)
    #expect(gold.flatMap { Predictor(model, threads: 1).annotate([$0], tasks: [0]) } == expected)
    #expect(Predictor(model, threads: 2).sharing(threads: 2).annotate(gold, tasks: [0]) == expected)
    let evaluated = Predictor(model, threads: 2).evaluate(
      EvaluationSet(gold, tasks: [0], model: model), options: PredictionOptions()
    ).predicted
    #expect(evaluated == [expected])
    // Other states, other predictions.
    let other = try Self.model(units: 4, source: Self.source(seed: 10))
    #expect(Predictor(other, threads: 1).annotate(gold, tasks: [0]) != expected)
  }

  @Test func `a document that is read in windows has the predictions of its sentences`() throws {
    let model = try Self.model()
    let sentences = (0..<1500).map { index in (0..<4).map { Self.words[(index + $0 * $0) % 5] } }
    let long = Predictor(model, threads: 2).annotate([Document(words: sentences)], tasks: [0])[0]
    let apart = Predictor(model, threads: 2).annotate(sentences.map { Document(words: [$0]) }, tasks: [0])
    #expect(long.tokens.count == 6000)
    #expect(long.tags["pos"] == apart.flatMap { $0.tags["pos"] ?? [] })
  }

  @Test func `a folder and one file hold the encoder that is read, without its heads`() throws {
    let scratch = try Scratch()
    let model = try Self.model(units: 4)
    let folder = scratch.path("model")
    try model.write(to: folder)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
    #expect(
      ["model.safetensors", "config.json", "words.vocab", "characters.vocab"].allSatisfy {
        files.contains("contextual/\($0)")
      })
    try model.pack(to: scratch.path("a.braid"), card: nil, half: false)
    let expected = Predictor(model, threads: 1).predict(Self.documents, tasks: [0])
    for path in [folder, scratch.path("a.braid")] {
      let read = try JointModel(contentsOf: path)
      #expect(read.fingerprint == model.fingerprint && read.weights == model.weights)
      #expect(read.features.contextual?.model.weights.entries.allSatisfy { $0.name.hasPrefix("encoder.") } == true)
      #expect(Predictor(read, threads: 1).predict(Self.documents, tasks: [0]) == expected)
    }
    #expect(try ModelInfo(contentsOf: folder).contextual == model.features.contextual?.fingerprint)
    #expect(try ModelInfo(contentsOf: folder).contextual == ContextualModel(Self.source()).fingerprint)
    // Another encoder is another model.
    #expect(model.fingerprint != (try Self.model(units: 4, source: Self.source(seed: 10))).fingerprint)
    try model.pack(to: scratch.path("half.braid"), card: nil, half: true)
    #expect(try JointModel(contentsOf: scratch.path("half.braid")).fingerprint == model.rounded().fingerprint)
    #expect(try model.rounded().features.contextual?.fingerprint != model.features.contextual?.fingerprint)
  }

  @Test func `a folder whose encoder is another one, is missing, or has one itself is refused`() throws {
    let scratch = try Scratch()
    let folder = scratch.path("model")
    func problem(_ change: () throws -> Void) throws -> String {
      try? FileManager.default.removeItem(atPath: folder)
      try Self.model().write(to: folder)
      try change()
      do throws(TaskError) {
        _ = try JointModel(contentsOf: folder)
        return "none"
      } catch {
        return (error.errorDescription ?? "").replacing(folder, with: "F")
      }
    }
    #expect(try problem {} == "none")
    #expect(
      try problem { try ContextualModel(Self.source(seed: 10)).model.write(to: folder + "/contextual") }
        == "F/contextual: not the encoder that was written with the model")
    #expect(
      try problem { try FileManager.default.removeItem(atPath: folder + "/contextual") }
        == "F/contextual/config.json: no such file, or it can't be read")
    #expect(
      try problem { try Self.model().write(to: folder + "/contextual") }
        == "F/contextual/config.json: the model of `contextual` has one itself")
    #expect(try problem { try Self.source().write(to: folder + "/contextual") }.hasPrefix("F/contextual: not the"))
    #expect(throws: TaskError.nestedStates) { try ContextualModel(Self.model()) }
  }

  @Test func `a language model on an encoder that is given states is refused`() throws {
    let encoder = Self.encoder(.mix, units: 0)
    let features = FeatureExtractor(
      options: encoder, words: Self.vocabulary(Self.words), characters: nil,
      contextual: try ContextualModel(Self.source()))
    do throws(TaskError) {
      _ = try JointModel(
        encoder: encoder, features: features,
        tasks: [
          TaskConfiguration(options: TaskOptions(name: "lm", layer: .layer(1), kind: LanguageModelOptions()))
        ], random: Random(seed: 1))
      Issue.record("a language model that knows what it predicts")
    } catch {
      #expect(
        error
          == .leaks(task: "lm", option: "encoder", reading: "an encoder that is given vectors of tokens"))
      #expect(error.recoverySuggestion == "Give it an encoder without `contextual` and `inputs`.")
    }
  }

  @Test func `a model to start from must read the same states, and is read on as it was`() throws {
    let model = try Self.model(units: 4)
    let source = SourceModel(model)
    let options = model.encoder.options
    let same = try ContextualModel(Self.source())
    try source.check(options, contextual: same)
    let features = try source.features(options, words: Self.vocabulary(["eve", "ann"]), characters: nil)
    #expect(features.contextual?.fingerprint == same.fingerprint)
    var new = try JointModel(
      encoder: options, features: features, tasks: [source.configuration(Self.tagging())], random: Random(seed: 8))
    source.apply(to: &new)
    #expect(
      Self.states(new, try Self.examples(new)) == Self.states(model, try Self.examples(model)))
    let other = try ContextualModel(Self.source(seed: 10))
    #expect(
      throws: TaskError.otherEncoder(
        option: "contextual", expected: "the model \(same.fingerprint)", found: "the model \(other.fingerprint)")
    ) { try source.check(options, contextual: other) }
    #expect(
      throws: TaskError.otherEncoder(
        option: "contextual", expected: "the model \(same.fingerprint)", found: "absent")
    ) { try source.check(options) }
    #expect(throws: TaskError.otherEncoder(option: "states.units", expected: "4", found: "3")) {
      try source.check(Self.encoder(.mix, units: 3), contextual: same)
    }
  }
}
