import BraidLayers
package import BraidTensors
package import BraidText

/// Numbers by a linear layer on what is read of a document, learned by their squared error on the scale of the training part.
///
/// With each predicted number goes its standard deviation: that of the errors on the development documents, which is kept where
/// other heads keep a temperature; before it is measured, that of the numbers in the training part.
package struct RegressionHead: TaskHead {
  let options: RegressionOptions
  let scales: [NumberScale]
  let reader: DocumentReader
  private let layers: [AnnotationLayer]

  /// Adds the head's weights.
  init(
    task: String, options: RegressionOptions, scales: [NumberScale], width: Int, weights: inout Weights, random: Random
  ) {
    self.options = options
    self.scales = scales
    layers = options.annotationLayers
    reader = DocumentReader(
      task: task, reading: options.reading, dropout: options.dropout, width: width, outputs: scales.count,
      weights: &weights, random: random)
  }

  /// One mean a number, so that one that is often missing counts as much as the others.
  package var lossTerms: [String] { options.values }
  package var readsWordHashes: Bool { reader.readsWordHashes }
  package var predictsNewLabels: Bool { true }

  /// The numbers on their scales as bits of floats, NaN where one is missing.
  package func target(_ document: Document) -> [Int32]? {
    guard reader.reads(document) else { return nil }
    let numbers = layers.map { Self.number($0, in: document) }
    guard numbers.contains(where: { $0 != nil }) else { return nil }
    return zip(numbers, scales).map { number, scale in
      Int32(bitPattern: (number.map(scale.standardized) ?? .nan).bitPattern)
    }
  }

  /// The number in a layer of a document; nil where there is none, or something else.
  static func number(_ layer: AnnotationLayer, in document: Document) -> Double? {
    guard let names = layer.names(in: document), names.count == 1 else { return nil }
    return NumberScale.number(names[0])
  }

  private static func numbers(_ target: [Int32]) -> [Float] { target.map { Float(bitPattern: UInt32(bitPattern: $0)) } }

  package func lossItemCounts(of target: [Int32]) -> [Int] { Self.numbers(target).map { $0.isNaN ? 0 : 1 } }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let documents = reader.documents(input.batch)
    guard documents.contains(where: { input.targets[$0] != nil }) else { return nil }
    let missing = [Float](repeating: .nan, count: scales.count)
    return input.squaredError(
      reader.values(input), gold: documents.flatMap { input.targets[$0].map(Self.numbers) ?? missing },
      normalizers: normalizers)
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let read = reader.documents(input.batch)
    guard !read.isEmpty else { return }
    let values = reader.values(input)
    for (row, document) in read.enumerated() {
      for (place, layer) in layers.enumerated() {
        write(
          scales[place].number(at: Double(values[row, place])), place, layer, to: &documents[document],
          deviation: input.options.scores ? input.temperature(place) : nil)
      }
    }
  }

  /// Writes a number; a field has no place for its deviation, which is given on the scale.
  private func write(
    _ number: Double, _ place: Int, _ layer: AnnotationLayer, to document: inout Document, deviation: Double?
  ) {
    var label = Label("\(number.rounded6)")
    if case .field(let name) = layer {
      document.fields[name] = label.name
    } else {
      label.deviation = deviation.map { ($0 * scales[place].deviation).rounded6 }
      document.labels[layer.name] = [label]
    }
  }

  /// The mean of the windows' numbers, weighted by their tokens.
  package func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    for (place, layer) in self.layers.enumerated() {
      var (sum, tokens) = (0.0, 0)
      var deviation: Double?
      for window in windows {
        guard let number = Self.number(layer, in: window.document) else { continue }
        sum += Double(window.tokens) * number
        tokens += window.tokens
        deviation = window.document.labels[layer.name]?.first?.deviation
      }
      guard tokens > 0 else { continue }
      write(
        sum / Double(tokens), place, layer, to: &document, deviation: deviation.map { $0 / scales[place].deviation })
    }
  }

  package func prepare(_ weights: inout Weights, examples: some Sequence<Example>) {
    reader.prepare(&weights, examples: examples)
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    var samples = [[CalibrationSample]](repeating: [], count: scales.count)
    let documents = reader.documents(input.batch)
    guard !documents.isEmpty else { return samples }
    let values = reader.values(input)
    for (row, document) in documents.enumerated() {
      guard let target = input.targets[document] else { continue }
      for (place, number) in Self.numbers(target).enumerated() where !number.isNaN {
        samples[place].append(.number(values[row, place], gold: number))
      }
    }
    return samples
  }

  package var metric: any DocumentMetric { RegressionMetric(layers: layers, scales: scales) }
}
