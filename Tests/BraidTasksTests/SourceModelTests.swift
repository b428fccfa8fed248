import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies
import Foundation
import Testing

@Suite struct SourceModelTests {
  static func encoder() -> EncoderOptions {
    var encoder = EncoderOptions()
    encoder.embedding = 6
    encoder.unknownBuckets = 3
    encoder.lstm.units = 4
    encoder.characters = CharacterOptions()
    encoder.characters?.embedding = 3
    encoder.characters?.units = 4
    return encoder
  }

  static func words(_ words: [String]) -> Vocabulary { Vocabulary(words: words, counts: words.map { _ in 2 }) }
  static func characters(_ characters: String) -> Vocabulary {
    Vocabulary(words: characters.map { String($0) }, kind: "characters")
  }

  static func tagging(_ labels: [String], crf: Bool = true, dropout: Double = 0) -> TaskConfiguration {
    var kind = TaggingOptions(source: .tags("pos"))
    kind.crf = crf
    kind.dropout = dropout
    return TaskConfiguration(
      options: TaskOptions(name: "pos", kind: kind), resources: TaskResources(labels: ["tags": LabelSet(labels)]))
  }

  static func roles(_ roles: [String], _ lemmas: ExactDictionary<[String]>) -> TaskConfiguration {
    var kind = SemanticRolesOptions()
    kind.units = 3
    return TaskConfiguration(
      options: TaskOptions(name: "roles", layer: .mix, kind: kind),
      resources: TaskResources(
        labels: ["senses": LabelSet(["01"], first: ["_"]), "roles": LabelSet(roles, first: ["O"])],
        tables: ["lemmas": lemmas, "senses": [:]]))
  }

  static func translation(_ words: [String], beam: Int = 4, embedding: Int = 3) -> TaskConfiguration {
    var kind = TranslationOptions(target: "de")
    kind.units = 3
    kind.embedding = embedding
    kind.beam = beam
    return TaskConfiguration(
      options: TaskOptions(name: "de", kind: kind),
      vocabularies: [
        "target": .symbols(
          Vocabulary(words: words, specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]))
      ])
  }

  static var languageModel: TaskConfiguration {
    TaskConfiguration(options: TaskOptions(name: "lm", kind: LanguageModelOptions()))
  }

  static func source() throws -> SourceModel {
    let encoder = encoder()
    var model = try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: words(["sees", "ann", "bob"]), characters: characters("anbes")),
      tasks: [
        tagging(["N", "V"]), roles(["B-A1", "I-A1"], ["sees": ["see"]]), translation(["sieht", "anna"]), languageModel,
      ], random: Random(seed: 1))
    model.weights.set(
      try #require(model.weights["pos.output.bias"]), [0.25, -0.5])
    return SourceModel(model)
  }

  /// A model that starts from `source`, with new words, characters and labels that come before and after the old ones.
  static func started(
    from source: SourceModel, tasks: [TaskConfiguration]? = nil
  ) throws -> (fresh: JointModel, model: JointModel) {
    let encoder = encoder()
    try source.check(encoder)
    let tasks =
      tasks ?? [
        roles(["B-A0", "B-A1", "I-A0", "I-A1"], ["sees": ["see", "saw"], "knows": ["know"]]),
        tagging(["A", "V", "X"]), translation(["anna", "bert", "heute"], beam: 2), languageModel,
      ]
    let features = try source.features(
      encoder, words: words(["ann", "zoe", "al", "sees"]), characters: characters("zaxn"))
    let fresh = try JointModel(
      encoder: encoder, features: features, tasks: tasks.map(source.configuration), random: Random(seed: 2))
    var model = fresh
    source.apply(to: &model)
    return (fresh, model)
  }

  @Test func `old rows and columns keep their bits, new ones are added behind them`() throws {
    let source = try Self.source()
    let old = source.model
    let (fresh, new) = try Self.started(from: source)
    #expect(new.features.words.ids.map(new.features.words.word) == ["<unk>", "sees", "ann", "bob", "zoe", "al"])
    #expect(new.features.characters.map { v in v.ids.map(v.word) } == ["<unk>", "a", "n", "b", "e", "s", "z", "x"])
    #expect(new.tasks.map(\.name) == ["roles", "pos", "de", "lm"])
    #expect(new.tasks[1].resources.labels["tags"]?.names == ["N", "V", "A", "X"])
    #expect(new.tasks[0].resources.labels["roles"]?.names == ["O", "B-A1", "I-A1", "B-A0", "I-A0"])
    #expect(new.tasks[0].resources.tables["lemmas"] == ["sees": ["see", "saw"], "knows": ["know"]])
    #expect(new.tasks[2].vocabularies["target"]?.words?.id("bert") == 5)
    var larger: Set<String> = []
    for entry in old.weights.entries {
      let id = try #require(new.weights[entry.name])
      let other = new.weights.entries[id.index]
      let values = (old.weights.values(try #require(old.weights[entry.name])), new.weights.values(id))
      let random = fresh.weights.values(id)
      if other.count > entry.count { larger.insert(entry.name) }
      for row in 0..<other.rows {
        for column in 0..<other.columns {
          let value = values.1[row * other.columns + column]
          // The buckets of unknown words lie behind all words: rows 4 to 6, then 6 to 8.
          let oldRow = entry.name == "encoder.words" && row >= 6 ? row - 2 : row
          if entry.name == "encoder.words" && (4..<6).contains(row) { continue }
          if oldRow < entry.rows, column < entry.columns {
            let before = values.0[oldRow * entry.columns + column]
            #expect(value.bitPattern == before.bitPattern, "\(entry.name) \(row) \(column)")
          } else if entry.name != "encoder.characters" {
            #expect(value == random[row * other.columns + column], "\(entry.name) \(row) \(column)")
          }
        }
      }
    }
    #expect(
      larger == [
        "encoder.words", "encoder.characters", "pos.output.weight", "pos.output.bias", "pos.crf.transitions",
        "pos.crf.start", "pos.crf.end", "roles.output.weight", "roles.output.bias", "roles.output.predicate",
        "de.embedding", "de.output.weight", "de.output.bias", "lm.output.weight", "lm.output.bias",
      ])
  }

  @Test func `the new encoder reads every text as the old one did, words that are new included`() throws {
    let source = try Self.source()
    let (_, new) = try Self.started(from: source)
    let documents = [
      Document(words: [["ann", "sees", "zoe", "al"], ["zaz", "knows", "bob"]]), Document(words: [["x"]]),
    ]
    func states(_ model: JointModel, _ name: String) throws -> [Float] {
      let task = try #require(model.names.firstIndex(of: name))
      var forms = FormTable()
      let examples = documents.compactMap { model.example($0, forms: &forms) }
      let executor = Executor(weights: model.weights, threads: 1, training: false, seed: 1)
      return executor.run(step: 0, shards: 1) { tape, _ in
        let batch = PackedBatch(examples, forms: forms, tasks: model.heads.count)
        return model.inputs(tape, batch, tasks: [task])[0].states.toArray()
      }[0]
    }
    for name in ["pos", "roles"] { #expect(try states(source.model, name) == states(new, name)) }
  }

  @Test func `a model of the same words and labels predicts what the old one did`() throws {
    let source = try Self.source()
    let tasks = [Self.tagging(["V"], dropout: 0.5), Self.translation(["anna"])]
    let encoder = Self.encoder()
    var new = try JointModel(
      encoder: encoder,
      features: source.features(encoder, words: Self.words(["bob"]), characters: Self.characters("s")),
      tasks: tasks.map(source.configuration), random: Random(seed: 5))
    source.apply(to: &new)
    let documents = [Document(words: [["ann", "sees", "zoe"], ["bob"]])]
    let before = Predictor(source.model, threads: 1).predict(documents, tasks: [0, 2])
    #expect(Predictor(new, threads: 1).predict(documents, tasks: [0, 1]) == before)
    #expect(source.droppedTasks(tasks) == ["roles", "lm"])
  }

  @Test func `another kind or other options make a head start over, dropout and decoding do not`() throws {
    let source = try Self.source()
    func reason(_ task: TaskConfiguration) -> String? { source.reasonForNewHead(task) }
    #expect(reason(Self.tagging(["N"], dropout: 0.3)) == nil)
    #expect(reason(Self.translation(["a"], beam: 1)) == nil)
    #expect(
      reason(Self.tagging(["N"], crf: false)) == "its option `crf` is false, that of the model's task is true")
    #expect(
      reason(Self.translation(["a"], embedding: 9)) == "its option `embedding` is 9, that of the model's task is 3")
    var task = Self.tagging(["N"])
    task.options.layer = .layer(1)
    #expect(reason(task) == "its option `layer` is 1, that of the model's task is top")
    task = Self.tagging(["N"])
    task.options.privateLayers = LSTMOptions()
    #expect(reason(task) == "its option `privateLayers` is there, that of the model's task is absent")
    task = Self.tagging(["N"])
    task.options.kind = ClassificationOptions()
    #expect(reason(task) == "its `head` is classification, that of the model's task is tagging")
    task.options.name = "new"
    #expect(reason(task) == "the model has no task of this name")
    var other = Self.translation(["a"])
    other.vocabularies["target"] = .symbols(
      Vocabulary(words: ["a"], specials: ["<unk>", "<s>", "</s>"], kind: "characters"))
    #expect(reason(other)?.hasPrefix("its target vocabulary is of another kind") == true)
    // A head that starts over has nothing of the old one.
    let (fresh, new) = try Self.started(from: source, tasks: [Self.tagging(["N", "V"], crf: false)])
    let id = try #require(new.weights["pos.output.weight"])
    #expect(new.weights.values(id) == fresh.weights.values(id))
    #expect(new.tasks[0].resources.labels["tags"]?.names == ["N", "V"])
  }

  @Test func `another encoder is refused, and the option that differs is named`() throws {
    let source = try Self.source()
    func error(_ change: (inout EncoderOptions) -> Void) -> String? {
      var encoder = Self.encoder()
      change(&encoder)
      do { try source.check(encoder) } catch { return error.errorDescription }
      return nil
    }
    #expect(
      error { $0.lstm.units = 9 } == "`encoder.lstm.units` is 9, that of the model to start from is 4")
    #expect(
      error { $0.unknownBuckets = 0 } == "`encoder.unknownBuckets` is 0, that of the model to start from is 3")
    #expect(error { $0.characters = nil }?.hasPrefix("`encoder.characters.embedding` is absent") == true)
    #expect(error { $0.lowercase = true }?.contains("`encoder.lowercase` is true") == true)
    #expect(
      error {
        $0.lstm.dropout = 0.4
        $0.wordDropout = 0.1
        $0.inputDropout = 0.2
        $0.lstm.recurrentDropout = 0.1
        $0.trainEmbedding = false
      } == nil)
    #expect(throws: TaskError.otherSymbols("words")) {
      try source.features(
        Self.encoder(), words: Vocabulary(words: ["a"], specials: ["<unk>", "<pad>"]), characters: nil)
    }
  }
}
