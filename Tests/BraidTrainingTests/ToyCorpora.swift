import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies

/// Small made-up corpora that a model learns in a second: sentences of "who does what to whom".
enum ToyCorpora {
  static let people = ["ann", "bob", "eve", "dan", "kim"]
  static let verbs = ["sees", "likes", "hates", "calls"]
  static let german = [
    "ann": "anna", "bob": "bert", "eve": "eva", "dan": "daniel", "kim": "kim", "sees": "sieht",
    "likes": "mag", "hates": "hasst", "calls": "ruft", "today": "heute",
  ]

  /// Documents with a label, tags, spans, a frame and a translation each.
  static func documents(_ count: Int, seed: UInt64) -> [Document] {
    var stream = Random(seed: seed).stream("toy")
    return (0..<count).map { index in
      let verb = verbs[stream.index(below: 4)]
      var words = [people[stream.index(below: 5)], verb, people[stream.index(below: 5)]]
      if stream.index(below: 2) == 0 { words.append("today") }
      var document = Document(id: "d\(index)", words: [words])
      document.labels["label"] = [Label(verb == "hates" ? "bad" : "good")]
      document.tags["pos"] = words.map { people.contains($0) ? "N" : $0 == "today" ? "A" : "V" }
      document.spans["person"] = [LabeledSpan(0..<1, label: "P"), LabeledSpan(2..<3, label: "P")]
      var arguments = [Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG1", tokens: 2..<3)]
      if words.count == 4 { arguments.append(Argument(role: "ARGM-TMP", tokens: 3..<4)) }
      document.frames = [Frame(predicate: 1, sense: "\(verb.dropLast()).01", arguments: arguments)]
      let target = words.map { german[$0] ?? $0 }
      document.translations["de"] = AlignedText(target.joined(separator: " "))
      return document
    }
  }

  static var tasks: [TaskOptions] {
    var roles = SemanticRolesOptions()
    roles.units = 16
    var tagging = TaggingOptions(source: .tags("pos"))
    tagging.crf = true
    var translation = TranslationOptions(target: "de")
    translation.units = 32
    translation.embedding = 16
    return [
      TaskOptions(name: "sentiment", kind: ClassificationOptions()),
      TaskOptions(name: "pos", layer: .layer(1), kind: tagging),
      TaskOptions(name: "people", layer: .mix, kind: TaggingOptions(source: .spans("person"))),
      TaskOptions(name: "roles", kind: roles),
      TaskOptions(name: "de", kind: translation),
    ]
  }

  static func model(
    _ documents: [Document], tasks: [TaskOptions] = tasks, states: ContextualOptions? = nil,
    contextual: ContextualModel? = nil, dropout: Double = 0.1
  ) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.states = states
    encoder.embedding = 24
    encoder.lstm.units = 16
    encoder.lstm.layers = 2
    encoder.lstm.dropout = dropout
    encoder.characters = CharacterOptions()
    encoder.characters?.embedding = 8
    encoder.characters?.units = 8
    var words: [String: Int] = [:]
    var characters: [String: Int] = [:]
    var target: [String: Int] = [:]
    for document in documents {
      for index in document.tokens.indices {
        words[document.word(index), default: 0] += 1
        for character in document.word(index).unicodeScalars { characters[String(character), default: 0] += 1 }
      }
      for word in document.translations["de"]?.text.split(separator: " ") ?? [] {
        target[String(word), default: 0] += 1
      }
    }
    let targetVocabulary = Vocabulary(specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end], counts: target)
    let configurations = try tasks.map { task in
      var inventory = TaskInventory(task)
      for document in documents { inventory.observe(document) }
      return try inventory.configuration(vocabularies: ["target": .symbols(targetVocabulary)])
    }
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: Vocabulary(counts: words),
        characters: Vocabulary(kind: "characters", counts: characters), contextual: contextual),
      tasks: configurations, random: Random(seed: 3))
  }

  static func corpora(_ model: JointModel, training: [Document], development: [Document]) -> [TrainingCorpus] {
    // Two corpora, so that schedules have something to choose: the first three tasks and the others.
    let half = training.count / 2
    return [
      TrainingCorpus(
        name: "first", tasks: [0, 1, 2].filter { $0 < model.heads.count }, training: training[..<half],
        development: development, model: model),
      TrainingCorpus(
        name: "second", tasks: [3, 4].filter { $0 < model.heads.count }, training: training[half...],
        development: development, model: model),
    ]
  }

  static var options: TrainingOptions {
    var options = TrainingOptions()
    options.epochs = 8
    options.batchSentences = 16
    options.learningRate.peak = 0.01
    options.threads = 2
    return options
  }
}
