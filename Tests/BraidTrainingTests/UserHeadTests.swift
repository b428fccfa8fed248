import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation
import Testing

/// A head of the reader's own, as the article "A head of your own" shows it: how many tokens of a sentence are people.
///
/// It predicts a count as one of the classes 0, 1, …, `most` from the mean of the token states.
struct CountHead: TaskHead {
  let name: String
  let layer: EncoderLayer
  let most: Int
  let output: (weight: WeightID, bias: WeightID)
  let lossTerms = ["counts"]

  init(_ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random) {
    name = task.options.name
    layer = task.options.layer
    guard case .custom(let options) = task.options.head, let most = options.options["most"].flatMap(Int.init) else {
      preconditionFailure("a count head with the options of another")
    }
    self.most = most
    output = (
      weights.add("\(name).weight", rows: width, columns: most + 1, initializer: .glorot, random: random),
      weights.add("\(name).bias", rows: 1, columns: most + 1, initializer: .zeros, random: random)
    )
  }

  var configuration: TaskConfiguration {
    TaskConfiguration(
      options: TaskOptions(
        name: name, layer: layer, head: .custom(CustomHeadOptions(kind: "count", options: ["most": "\(most)"]))))
  }

  func target(_ document: Document) -> [Int32]? { document.fields["people"].flatMap(Int32.init).map { [$0] } }

  func units(_ target: [Int32]) -> [Int] { [1] }

  func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let gold = input.batch.documents.order.map { input.targets[$0]?.first ?? -1 }
    guard gold.contains(where: { $0 >= 0 }) else { return nil }
    return input.tape.softmaxCrossEntropy(
      logits(input), gold: gold, smoothing: 0, classWeights: nil, normalizer: normalizers[0])
  }

  func clear(_ document: inout Document) { document.fields["people"] = nil }

  func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let logits = logits(input)
    for (row, document) in input.batch.documents.order.enumerated() {
      let best = (0...most).max { logits[row, $0] < logits[row, $1] } ?? 0
      documents[document].fields["people"] = "\(best)"
    }
  }

  private func logits(_ input: HeadInput) -> Tensor {
    let mean = input.tape.pool(input.documentStates, input.batch.documents, .mean)
    return input.tape.linear(mean, weight: output.weight, bias: output.bias)
  }

  var metric: any DocumentMetric { CountMetric() }
}

/// The share of documents whose count is right.
struct CountMetric: DocumentMetric {
  func statistics(gold: Document, predicted: Document) -> [Double]? {
    gold.fields["people"].map { [1, $0 == predicted.fields["people"] ? 1 : 0] }
  }

  func values(_ sums: [Double]) -> [(name: String, value: Double)] { [("exact", 100 * sums[1] / max(1, sums[0]))] }

  func items(_ sums: [Double]) -> Int { Int(sums[0]) }
}

@Suite struct UserHeadTests {
  @Sendable static func make(
    _ task: TaskConfiguration, _ width: Int, _ weights: inout Weights, _ random: Random
  ) throws(TaskError) -> any TaskHead {
    guard case .custom(let options) = task.options.head, options.kind == "count" else {
      return try HeadRegistry.make(task, width: width, weights: &weights, random: random)
    }
    return CountHead(task, width: width, weights: &weights, random: random)
  }

  func counted(_ count: Int, seed: UInt64) -> [Document] {
    ToyCorpora.documents(count, seed: seed).enumerated().map { index, document in
      var document = document
      // Every third document says nothing about people, and trains the other task only.
      if index % 3 != 0 {
        document.fields["people"] =
          "\(document.tokens.indices.count { ToyCorpora.people.contains(document.word($0)) } % 3)"
      }
      return document
    }
  }

  @Test func `a head of one's own trains beside those that ship, is scored, and comes back from its folder`() throws {
    let training = counted(400, seed: 1)
    let development = counted(60, seed: 2)
    let count = TaskOptions(
      name: "people", head: .custom(CustomHeadOptions(kind: "count", options: ["most": "3"])))
    let tasks = [ToyCorpora.tasks[1], count]
    let toy = try ToyCorpora.model(training, tasks: [ToyCorpora.tasks[1]])
    var model = try JointModel(
      encoder: toy.encoder.options, features: toy.features,
      tasks: [toy.heads[0].configuration, TaskConfiguration(options: count)], random: Random(seed: 3),
      makeHead: Self.make)
    let corpus = TrainingCorpus(
      name: "toy", tasks: [0, 1], training: training, development: development, model: model)
    var options = ToyCorpora.options
    options.epochs = 6
    var spoken = Set<String>()
    let result = try Trainer(model: model, corpora: [corpus], options: options).run { event in
      if case .step(let record) = event { spoken.formUnion(record.losses.keys) }
    }
    #expect(spoken == Set(tasks.map(\.name)))
    #expect(result.scores["people"]?.metric == "exact")
    #expect(result.scores["people"]?.value ?? 0 > 95)
    #expect(result.scores["people"]?.items == 40)

    model.weights = result.weights
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.write(to: folder)
    #expect(throws: TaskError.unknownHead(task: "people", kind: "count")) { try JointModel(contentsOf: folder) }
    let read = try JointModel(contentsOf: folder, makeHead: Self.make)
    #expect(Predictor(read).annotate(development, tasks: [1]) == Predictor(model).annotate(development, tasks: [1]))
  }
}
