import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidVocabularies

/// A small model with a head of every kind and the weights it was born with: its answers mean nothing, but they are always
/// the same.
enum ToyModel {
  static let words = ["ann", "bob", "sees", "likes", "the", "old", "boat", "and", "today", "."]

  /// `treebank`: with trees and lemmas as well.
  static func make(
    seed: UInt64 = 7, topics layer: String = "topics", treebank: Bool = false
  ) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 12
    encoder.lstm.units = 8
    encoder.lstm.layers = 2
    encoder.characters = CharacterOptions()
    encoder.characters?.embedding = 4
    encoder.characters?.units = 6
    let letters = Vocabulary(
      kind: "characters", counts: "abdehiklnosty.".enumerated().map { (key: String($1), value: 100 - $0) })
    let vocabulary = Vocabulary(counts: words.enumerated().map { (key: $1, value: 100 - $0) })
    let target = Vocabulary(
      specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end],
      counts: [("anna", 9), ("sieht", 8), ("das", 7), ("boot", 6)].map { (key: $0.0, value: $0.1) })
    var roles = SemanticRolesOptions()
    roles.units = 6
    var tagging = TaggingOptions(source: .spans("entity"))
    tagging.crf = true
    var translation = TranslationOptions(target: "de")
    translation.units = 8
    translation.embedding = 6
    translation.beam = 2
    translation.maximumRatio = 1
    translation.maximumExtra = 2
    var topics = ClassificationOptions()
    topics.label = layer
    topics.multiLabel = true
    let bio = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    var tasks = [
      TaskConfiguration(
        options: TaskOptions(name: "sentiment", kind: ClassificationOptions()),
        resources: TaskResources(labels: ["labels": LabelSet(["bad", "good", "so-so"])])),
      TaskConfiguration(
        options: TaskOptions(name: "topics", kind: topics),
        resources: TaskResources(labels: ["labels": LabelSet(["boats", "people"])])),
      TaskConfiguration(
        options: TaskOptions(name: "pos", layer: .layer(1), kind: TaggingOptions(source: .tags("pos"))),
        resources: TaskResources(labels: ["tags": LabelSet(["N", "V", "X"])])),
      TaskConfiguration(
        options: TaskOptions(name: "entities", layer: .mix, kind: tagging),
        resources: TaskResources(labels: ["tags": LabelSet(ordered: bio)])),
      TaskConfiguration(
        options: TaskOptions(name: "roles", kind: roles),
        resources: TaskResources(labels: [
          "senses": LabelSet(ordered: ["_", "01", "02"]),
          "roles": LabelSet(ordered: ["O", "B-ARG0", "I-ARG0", "B-ARG1", "I-ARG1"]),
        ])),
      TaskConfiguration(
        options: TaskOptions(name: "de", kind: translation), vocabularies: ["target": .symbols(target)]),
    ]
    if treebank {
      var trees = DependenciesOptions()
      (trees.arcUnits, trees.labelUnits) = (6, 4)
      tasks += [
        TaskConfiguration(
          options: TaskOptions(name: "trees", kind: trees),
          resources: TaskResources(labels: [
            "labels": LabelSet(["det", "nsubj", "root"]), "root": LabelSet(["root"]),
            "inner": LabelSet(["det", "nsubj"]),
          ])),
        TaskConfiguration(
          options: TaskOptions(name: "lemmas", kind: LemmasOptions()),
          resources: TaskResources(labels: [
            "scripts": LabelSet(["keep 0+ 0+", "lower 0+ 0+", "title 0+ 0+"])
          ])),
      ]
    }
    return try JointModel(
      encoder: encoder, features: FeatureExtractor(options: encoder, words: vocabulary, characters: letters),
      tasks: tasks,
      random: Random(seed: seed))
  }

  /// Texts of up to two sentences.
  static func texts(_ count: Int, seed: UInt64 = 1) -> [String] {
    var stream = Random(seed: seed).stream("texts")
    return (0..<count).map { _ in
      (0...stream.index(below: 2)).map { _ in
        (0...stream.index(below: 9)).map { _ in words[stream.index(below: words.count - 1)] }.joined(separator: " ")
          + "."
      }.joined(separator: " ")
    }
  }
}
