import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation
import Testing

/// A pipeline of one task is that task alone: whatever its kind and its options, joint training neither helps nor hurts it.
@Suite struct ZeroDifferenceTests {
  /// A kind with one of its options changed, and what it was changed to.
  struct Change: CustomTestStringConvertible {
    var kind: any TaskKind
    var testDescription: String

    /// A task of the kind; a language model may not read states that know the next word.
    var task: TaskOptions {
      TaskOptions(name: "only", layer: kind.predictsNeighbours ? .layer(1) : .top, kind: kind)
    }
  }

  /// Kinds that learn from the toy documents, other options at their defaults.
  static var kinds: [any TaskKind] {
    var roles = SemanticRolesOptions()
    roles.units = 4
    var translation = TranslationOptions(target: "de")
    translation.units = 8
    translation.embedding = 8
    var several = ClassificationOptions()
    several.multiLabel = true
    several.label = "topics"
    var chain = TaggingOptions(source: .tags("pos"))
    chain.crf = true
    var pairs = ClassificationOptions()
    pairs.pair = .vectors
    pairs.units = 8
    var ordered = ClassificationOptions()
    ordered.order = ["good", "bad"]
    var numbers = RegressionOptions()
    numbers.values = ["number", "field:length"]
    var similarity = RegressionOptions()
    (similarity.values, similarity.pair, similarity.units) = (["number"], .attention, 8)
    var language = LanguageModelOptions()
    language.units = 24
    return [
      ClassificationOptions(), several, TaggingOptions(source: .tags("pos")), chain,
      TaggingOptions(source: .spans("person")), LemmasOptions(), DependenciesOptions(), roles, translation,
      language, SegmentationOptions(), pairs, ordered, numbers, similarity,
    ]
  }

  /// Every kind as it is, and with each of its options changed.
  static var changes: [Change] {
    get throws {
      try kinds.flatMap { kind -> [Change] in
        let name = type(of: kind).name
        var changes = [Change(kind: kind, testDescription: name)]
        for leaf in try OptionWriter.node(kind).leaves {
          for value in values(name, leaf.path, leaf.text) where value != leaf.text {
            guard case .map(let members) = try OptionWriter.node(kind).value else { continue }
            let changed = members.map { member in
              guard member.key == leaf.path else { return member }
              return OptionMember(
                key: member.key, place: member.place, value: OptionNode(value: .scalar(value, isPlain: true)))
            }
            var copy = kind
            do {
              try OptionReader.read(OptionNode(value: .map(changed)), into: &copy, inside: name)
            } catch { continue }
            changes.append(Change(kind: copy, testDescription: "\(name) \(leaf.path) \(value)"))
          }
        }
        return changes
      }
    }
  }

  /// What an option is changed to; nothing for the names of layers, which the documents have once.
  static func values(_ kind: String, _ option: String, _ value: String) -> [String] {
    if value == "true" || value == "false" { return [value == "true" ? "false" : "true"] }
    if let field = words["\(kind).\(option)"] { return field }
    guard let number = Double(value) else { return [] }
    if ["dropout", "recurrentDropout", "smoothing"].contains(option) { return ["0.3"] }
    return value.contains(".") ? ["\(number + 0.5)"] : [number == 1 ? "2" : "\(Int(number) - 1)"]
  }

  static let words = [
    "classification.pooling": ClassificationOptions.Pooling.allCases.map(\.rawValue),
    "classification.buckets": ["1024"],
    "regression.pooling": ClassificationOptions.Pooling.allCases.map(\.rawValue),
    "regression.buckets": ["1024"],
    "classification.pair": PairReading.allCases.map(\.rawValue),
    "regression.pair": PairReading.allCases.map(\.rawValue),
    "tagging.encoding": SpanEncoding.allCases.map(\.rawValue),
    "semantic-roles.style": SemanticRolesOptions.Style.allCases.map(\.rawValue),
  ]

  @Test func `every kind that ships is tried, and every option that has a number, a word or a truth value`() throws {
    let changes = try Self.changes
    #expect(Set(changes.map { type(of: $0.kind).name }) == Set(TaskKinds.shipped.names))
    for (kind, option) in [
      ("classification", "multiLabel"), ("classification", "sigmoid"), ("classification", "pooling"),
      ("classification", "ngrams"), ("classification", "buckets"),
      ("classification", "pair"), ("regression", "pair"), ("regression", "ngrams"), ("regression", "pooling"),
      ("tagging", "crf"), ("tagging", "encoding"), ("semantic-roles", "style"), ("semantic-roles", "predicatesGiven"),
      ("translation", "tied"), ("translation", "beam"), ("translation", "wholeDocuments"),
    ] { #expect(changes.contains { $0.testDescription.hasPrefix("\(kind) \(option) ") }, "\(kind) \(option)") }
    #expect(changes.count > 40)
  }

  /// Toy documents with the layers that all kinds learn from.
  static func documents(_ count: Int, seed: UInt64) -> [Document] {
    ToyCorpora.documents(count, seed: seed).map { document in
      var document = document
      document.labels["topics"] = ["ann", "bob", "today"].filter { document.text.contains($0) }.map { Label($0) }
      document.labels["number"] = [Label("\(document.text.utf8.count % 7).5")]
      document.fields["length"] = "\(document.tokens.count)"
      document.second = AlignedText(document.words(document.tokens.indices).reversed().joined(separator: " "))
      document.tags["lemma"] = document.words(document.tokens.indices)
      document.tags["head"] = document.tokens.indices.map { $0 == 1 ? "0" : "2" }
      document.tags["deprel"] = document.tokens.indices.map { $0 == 1 ? "root" : "dep" }
      document.tags["segments"] = document.tokens.indices.map { $0 == 1 ? "inside" : $0 == 2 ? "sentence" : "token" }
      return document
    }
  }

  @Test(arguments: try changes)
  func `a task in a pipeline of its own is itself alone`(change: Change) throws {
    let scratch = try Scratch()
    let training = Self.documents(60, seed: 1)
    let model = try ToyCorpora.model(training, tasks: [change.task])
    var options = ToyCorpora.options
    options.epochs = 2
    options.seed = 3
    options.weights = .uncertainty
    let recipe = TrainingRecipe(
      encoder: model.encoder.options, features: model.features, tasks: model.tasks,
      corpora: [.init(name: "toy", tasks: ["only"], training: training, development: Self.documents(30, seed: 2))],
      options: options)
    let trainer = try recipe.trainer()
    let joint = SeededTraining(seed: 3, model: trainer.model, result: try trainer.run { _ in })
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    let comparisons = try study.baselines(joint: [joint], shouldStop: { false }) { _, _ in }
    let row = try #require(comparisons?.first)
    #expect(row.difference == 0 && row.comparison.interval == ScoreInterval(low: 0, high: 0))
    #expect(row.comparison.p == 1 && row.verdict == .noEvidence)
    #expect(row.chosenOn.count == 2 && row.chosenOn.reduce(0, +) == row.documents && row.chosenOn.min() ?? 0 > 0)
  }
}
