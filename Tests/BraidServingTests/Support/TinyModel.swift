import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies

/// A model with a head of each kind and fresh weights: what it says is wrong, but always the same.
enum TinyModel {
  static let tasks = ["mood", "pos", "names", "roles", "de"]

  /// The model, with some of its tasks only where those are named.
  static func make(tasks named: [String] = tasks) throws -> JointModel {
    var document = Document(words: [["ann", "sees", "bob", "today"]])
    document.labels["mood"] = [Label("good")]
    document.tags["pos"] = ["N", "V", "N", "A"]
    document.spans["name"] = [LabeledSpan(0..<1, label: "P")]
    document.frames = [
      Frame(predicate: 1, sense: "see.01", arguments: [Argument(role: "ARG0", tokens: 0..<1)])
    ]
    document.translations["de"] = AlignedText("anna sieht bert heute")
    var other = document
    other.labels["mood"] = [Label("bad")]
    var encoder = EncoderOptions()
    encoder.embedding = 12
    encoder.lstm.units = 8
    let words = Vocabulary(counts: ["ann": 3, "sees": 2, "bob": 1, "today": 1])
    let target = Vocabulary(
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end],
      counts: ["anna": 1, "sieht": 1, "bert": 1, "heute": 1])
    let configurations = try options.filter { named.contains($0.name) }.map { task in
      var inventory = TaskInventory(task)
      for document in [document, other] { inventory.observe(document) }
      return try inventory.configuration(vocabularies: ["target": .symbols(target)])
    }
    return try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: words, characters: nil),
      tasks: configurations, random: Random(seed: 7))
  }

  /// A model with a task that gives pairs of texts a number.
  static func pairs() throws -> JointModel {
    var kind = RegressionOptions()
    (kind.values, kind.pair, kind.units) = (["score"], .attention, 8)
    var inventory = TaskInventory(TaskOptions(name: "similarity", kind: kind))
    for score in ["1.5", "4"] {
      var document = Document(words: [["ann", "sees", "bob"]])
      document.labels["score"] = [Label(score)]
      document.second = AlignedText("bob")
      inventory.observe(document)
    }
    var encoder = EncoderOptions()
    encoder.embedding = 12
    encoder.lstm.units = 8
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(
        options: encoder, words: Vocabulary(counts: ["ann": 3, "sees": 2, "bob": 1, "today": 1]), characters: nil),
      tasks: [try inventory.configuration()], random: Random(seed: 7))
  }

  private static var options: [TaskOptions] {
    var mood = ClassificationOptions()
    mood.label = "mood"
    var roles = SemanticRolesOptions()
    roles.units = 8
    var translation = TranslationOptions(target: "de")
    translation.units = 8
    translation.embedding = 8
    return [
      TaskOptions(name: "mood", kind: mood),
      TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "names", kind: TaggingOptions(source: .spans("name"))),
      TaskOptions(name: "roles", kind: roles),
      TaskOptions(name: "de", kind: translation),
    ]
  }
}
