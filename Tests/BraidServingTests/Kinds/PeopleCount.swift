import BraidFiles
import BraidTasks
import BraidTensors
import BraidText

/// A kind of task of the reader's own, as the article "A kind of task of your own" shows it: how many tokens of a text are
/// people, 0 to `most`.
struct PeopleCount: TaskKind {
  static let name = "people-count"
  static let about = "how many tokens of a text are people"

  /// The highest count that can be predicted.
  var most = 3

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("most", &most, 1...100, "highest count that can be predicted")
  }

  var annotationLayers: [AnnotationLayer] { [.field("people")] }

  /// `braid init` proposes it for documents that have the field.
  static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .field && layer.name == "people" ? StarterTask("people in texts", options: ["most: 4"]) : nil
  }

  func labels(_ resources: TaskResources) -> [String] { (0...most).map(String.init) }

  func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    PeopleCountHead(
      most: most,
      weight: weights.add(
        "\(task.name).weight", rows: width, columns: most + 1, initializer: .glorot, random: random),
      bias: weights.add("\(task.name).bias", rows: 1, columns: most + 1, initializer: .zeros, random: random))
  }
}

/// Predicts a count as one of the classes 0, 1, …, `most` from the mean of the token states.
struct PeopleCountHead: TaskHead {
  let most: Int
  let weight: WeightID
  let bias: WeightID
  let lossTerms = ["counts"]
  var metric: any DocumentMetric { PeopleCountMetric() }

  func target(_ document: Document) -> [Int32]? {
    document.fields["people"].flatMap(Int32.init).map { [min($0, Int32(most))] }
  }

  func lossItemCounts(of target: [Int32]) -> [Int] { [1] }

  func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let gold = input.batch.documents.order.map { input.targets[$0]?.first ?? -1 }
    guard gold.contains(where: { $0 >= 0 }) else { return nil }
    return input.softmaxCrossEntropy(logits(input), gold: gold, normalizer: normalizers[0])
  }

  func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let logits = logits(input)
    for (row, document) in input.batch.documents.order.enumerated() {
      let best = (0...most).max { logits[row, $0] < logits[row, $1] } ?? 0
      documents[document].fields["people"] = "\(best)"
    }
  }

  /// The counts of a long document's windows are added up.
  func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    document.fields["people"] = "\(windows.compactMap { $0.document.fields["people"].flatMap(Int.init) }.reduce(0, +))"
  }

  private func logits(_ input: HeadInput) -> Tensor {
    let mean = input.tape.pool(input.documentStates, input.batch.documents, .mean)
    return input.tape.linear(mean, weight: weight, bias: bias)
  }
}

/// The share of documents whose count is right.
struct PeopleCountMetric: DocumentMetric {
  func statistics(gold: Document, predicted: Document) -> [Double]? {
    gold.fields["people"].map { [1, $0 == predicted.fields["people"] ? 1 : 0] }
  }

  func values(_ sums: [Double]) -> [(name: String, value: Double)] { [("exact", 100 * sums[1] / max(1, sums[0]))] }

  func items(_ sums: [Double]) -> Int { Int(sums[0]) }
}
