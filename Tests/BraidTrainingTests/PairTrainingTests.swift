import BraidFiles
import BraidLayers
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation
import Testing

/// Tasks about two texts, and about numbers.
@Suite struct PairTrainingTests {
  static let names = ["ann", "bob", "eve", "dan", "kim"]

  /// Pairs of two names each: how many of the second text's names are in the first, as a number and as a label.
  static func documents(_ count: Int, seed: UInt64) -> [Document] {
    var stream = Random(seed: seed).stream("pairs")
    return (0..<count).map { index in
      func drawn() -> [String] { (0..<2).map { _ in names[stream.index(below: 5)] } }
      let first = drawn()
      let second = stream.index(below: 2) == 0 ? drawn() : Array(first.reversed())
      var document = Document(id: "\(index)", words: [first])
      document.second = AlignedText(second.joined(separator: " "))
      let shared = second.count(where: first.contains)
      document.labels["shared"] = [Label("\(Double(shared) * 1.5 - 4)")]
      document.labels["label"] = [Label(["none", "some", "all"][shared])]
      return document
    }
  }

  static func model(_ kind: any TaskKind, _ documents: [Document]) throws -> JointModel {
    var encoder = EncoderOptions()
    encoder.embedding = 16
    encoder.lstm.units = 8
    var inventory = TaskInventory(TaskOptions(name: "only", layer: .all, kind: kind))
    for document in documents { inventory.observe(document) }
    return try JointModel(
      encoder: encoder,
      features: FeatureExtractor(options: encoder, words: Vocabulary(words: ["<unk>"] + names), characters: nil),
      tasks: [try inventory.configuration()], random: Random(seed: 3))
  }

  static func train(_ kind: any TaskKind) throws -> (model: JointModel, score: TaskScore?) {
    let training = documents(400, seed: 1)
    var model = try model(kind, training)
    let corpus = TrainingCorpus(
      name: "pairs", tasks: [0], training: training, development: documents(80, seed: 2), model: model)
    var options = ToyCorpora.options
    options.epochs = 12
    let result = try Trainer(model: model, corpora: [corpus], options: options).run { _ in }
    model.weights = result.weights
    return (model, result.scores["only"])
  }

  @Test(arguments: PairReading.allCases)
  func `a label of two texts is learned`(reading: PairReading) throws {
    var kind = ClassificationOptions()
    (kind.pair, kind.units) = (reading, 16)
    #expect(try Self.train(kind).score?.value ?? 0 > 90)
  }

  @Test(arguments: PairReading.allCases)
  func `a number of two texts is learned, and told with how far off it is`(reading: PairReading) throws {
    var kind = RegressionOptions()
    (kind.values, kind.pair, kind.units) = (["shared"], reading, 16)
    var (model, score) = try Self.train(kind)
    #expect(score?.metric == "Pearson" && score?.value ?? 0 > 90, "\(String(describing: score))")
    let unseen = Self.documents(200, seed: 3)
    model.calibrate(task: 0, on: unseen)
    let predicted = Predictor(model).annotate(unseen, tasks: [0])
    let errors = zip(unseen, predicted).map { gold, predicted in
      (Double(gold.labels["shared"]?[0].name ?? "") ?? 0) - (Double(predicted.labels["shared"]?[0].name ?? "") ?? 0)
    }
    let deviation = (errors.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
    #expect(abs((predicted[0].labels["shared"]?[0].deviation ?? 0) - deviation) < 1e-3)
    #expect(Predictor(model).annotate(unseen, tasks: [0], options: .bare)[0].labels["shared"]?[0].deviation == nil)
  }

  @Test func `ordered labels are learned, and how many places off they are is told`() throws {
    var kind = ClassificationOptions()
    (kind.pair, kind.units, kind.order) = (.vectors, 16, ["none", "some", "all"])
    let (model, score) = try Self.train(kind)
    #expect(score?.value ?? 0 > 90 && score?.secondary["places off"] ?? 1 < 0.15, "\(String(describing: score))")
    #expect(model.tasks[0].resources.labels["labels"]?.names == ["none", "some", "all"])
    kind.order = ["none", "all"]
    let error = #expect(throws: TaskError.self) { try Self.model(kind, Self.documents(20, seed: 1)) }
    #expect(error?.localizedDescription.contains("`order` is without `some`") == true)
  }

  @Test func `a document without a second text has no part in a task about pairs`() throws {
    var kind = ClassificationOptions()
    kind.pair = .attention
    let documents = Self.documents(20, seed: 1)
    let model = try Self.model(kind, documents)
    var alone = documents[0]
    alone.second = nil
    var empty = documents[1]
    empty.second = AlignedText(" ")
    #expect(model.heads[0].target(alone) == nil && model.heads[0].target(empty) == nil)
    #expect(model.heads[0].target(documents[0]) != nil)
    let mixed = [alone, documents[0], empty, documents[2]]
    let predicted = Predictor(model).annotate(mixed, tasks: [0])
    #expect(predicted.map { $0.labels["label"] == nil } == [true, false, true, false])
    // Its neighbours are what they are alone.
    #expect(predicted[1] == Predictor(model).annotate([documents[0]], tasks: [0])[0])
    #expect(Predictor(model).annotate([alone], tasks: [0])[0].labels["label"] == nil)
    var without = TaskInventory(TaskOptions(name: "only", kind: kind))
    without.observe(alone)
    let error = #expect(throws: TaskError.self) { try without.configuration() }
    #expect(error?.localizedDescription.contains("beside a second text `text2`") == true)
  }

  /// The second text is read beside each window, so that each window has the whole of it.
  @Test func `a long document beside a second text is predicted window by window`() throws {
    var number = RegressionOptions()
    (number.values, number.pair) = (["shared"], .attention)
    for kind in [
      number,
      { () -> ClassificationOptions in
        var kind = ClassificationOptions()
        kind.pair = .vectors
        return kind
      }(),
    ] as [any TaskKind] {
      let model = try Self.model(kind, Self.documents(40, seed: 1))
      var long = Document(words: (0..<1500).map { index in (0..<4).map { Self.names[($0 + index) % 5] } })
      long.second = AlignedText((0..<5000).map { Self.names[$0 % 4] }.joined(separator: " "))
      let predicted = Predictor(model).annotate([long], tasks: [0])[0]
      let layer = kind.annotationLayers[0].name
      #expect(predicted.labels[layer]?.count == 1)
      #expect(predicted.second == long.second)
    }
  }

  @Test func `values that are no numbers, and numbers that are all the same, are errors`() throws {
    var kind = RegressionOptions()
    kind.values = ["shared"]
    var documents = Self.documents(20, seed: 1)
    documents[3].labels["shared"] = [Label("3,5")]
    let wrong = #expect(throws: TaskError.self) { try Self.model(kind, documents) }
    #expect(wrong == .notNumbers(task: "only", found: "shared: 3,5", count: 1))
    for index in documents.indices { documents[index].labels["shared"] = [Label("2")] }
    let same = #expect(throws: TaskError.self) { try Self.model(kind, documents) }
    #expect(same == .oneNumber(task: "only", value: "shared"))
    kind.values = ["missing"]
    let missing = #expect(throws: TaskError.self) { try Self.model(kind, documents) }
    #expect(missing?.localizedDescription.contains("labels in the layer `missing`") == true)
  }

  /// A pair of texts of so many words.
  static func pair(_ first: Int, _ second: Int) -> Document {
    func words(_ count: Int, _ shift: Int) -> [String] { (0..<count).map { names[($0 * 7 + $0 / 3 + shift) % 5] } }
    var document = Document(words: [words(first, 0)])
    document.second = AlignedText(words(second, 2).joined(separator: " "))
    return document
  }

  @Test(arguments: [PairReading.vectors, .attention])
  func `texts of any length are compared, alone or beside others, and come back whole`(reading: PairReading) throws {
    var kind = RegressionOptions()
    kind.values = ["shared"]
    (kind.pair, kind.units) = (reading, 6)
    let predictor = Predictor(try Self.model(kind, Self.documents(20, seed: 1)), threads: 1)
    let pairs = [(3, 4_500), (4_500, 3), (1_300, 1_100), (5_000, 4_600), (1, 1), (513, 512), (4_200, 700)].map {
      Self.pair($0, $1)
    }
    for (pair, predicted) in zip(pairs, predictor.annotate(pairs, tasks: [0])) {
      #expect(predicted.second == pair.second)
      #expect(predicted == predictor.annotate([pair], tasks: [0])[0])
      #expect(predicted.labels["shared"]?.first.flatMap { Double($0.name) }?.isFinite == true)
    }
  }
}
