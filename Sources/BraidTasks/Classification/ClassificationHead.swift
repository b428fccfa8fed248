import BraidFiles
import BraidLayers
package import BraidTensors
package import BraidText

/// Labels of a whole document, or of a pair of texts: a softmax over labels or a sigmoid for each; ordered labels share one
/// score.
package struct ClassificationHead: TaskHead {
  /// The head's options.
  package let options: ClassificationOptions
  /// The labels found in the training data.
  package let labels: LabelSet
  /// What reads the documents.
  let reader: DocumentReader
  /// Where one label ends and the next begins, of ordered labels; nil for others.
  private let thresholds: WeightID?

  package var lossTerms: [String] { ["labels"] }
  package var readsWordHashes: Bool { reader.readsWordHashes }

  /// Adds the head's weights.
  ///
  /// - Precondition: `labels` holds two labels or more, exactly two with `options.sigmoid`.
  package init(
    task: String, options: ClassificationOptions, labels: LabelSet, width: Int, weights: inout Weights,
    random: Random
  ) {
    precondition(labels.count >= 2 || options.multiLabel, "\(labels.count) labels in task \(task)")
    precondition(!options.sigmoid || labels.count == 2, "a sigmoid head with \(labels.count) labels")
    self.options = options
    self.labels = labels
    reader = DocumentReader(
      task: task, reading: options.reading, dropout: options.dropout, width: width,
      outputs: options.sigmoid || !options.order.isEmpty ? 1 : labels.count, weights: &weights, random: random)
    thresholds =
      options.order.isEmpty
      ? nil
      : weights.add(
        "\(task).thresholds", rows: 1, columns: labels.count - 1, initializer: .constant(Self.step), random: random)
  }

  /// log(e - 1), which makes neighbouring thresholds lie 1 apart.
  private static let step: Float = 0.541_324_85

  /// The ids of the document's labels; a label that the training data did not have is left out. Of a document that has a
  /// distribution over labels the likeliest, and behind it the probability of each as the bits of floats.
  package func target(_ document: Document) -> [Int32]? {
    guard reader.reads(document) else { return nil }
    if let soft = distribution(document) { return soft }
    guard let gold = document.labels[options.label] else { return nil }
    let ids = gold.compactMap { labels[$0.name] }
    return options.multiLabel ? ids : ids.first.map { [$0] }
  }

  /// The target of a document with probabilities of labels; nil for one without, or with none of a label that is known.
  private func distribution(_ document: Document) -> [Int32]? {
    guard let given = document.probabilities[options.label], !given.isEmpty else { return nil }
    var row = [Float](repeating: 0, count: labels.count)
    for label in given {
      guard let id = labels[label.name], let score = label.score, score > 0 else { continue }
      row[Int(id)] = Float(min(1, score))
    }
    guard let best = row.indices.max(by: { (row[$0], -$0) < (row[$1], -$1) }), row[best] > 0 else { return nil }
    if !options.multiLabel {
      let total = row.reduce(0, +)
      row = row.map { $0 / total }
    }
    return [options.multiLabel ? Self.isSoft : Int32(best)] + row.map { Int32(bitPattern: $0.bitPattern) }
  }

  /// Stands before the probabilities of several labels, where ids would be.
  private static let isSoft: Int32 = -1

  /// The probabilities of a target; nil for one of labels.
  private func probabilities(of target: [Int32]) -> [Float]? {
    guard target.count == labels.count + 1, !options.multiLabel || target[0] == Self.isSoft else { return nil }
    return target.dropFirst().map { Float(bitPattern: UInt32(bitPattern: $0)) }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [options.multiLabel ? labels.count : 1] }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let order = reader.documents(input.batch)
    guard order.contains(where: { input.targets[$0] != nil }) else { return nil }
    if options.separate {
      let losses = reader.parts(input).map { loss(input, $0, order, normalizers) }
      return losses.count == 1
        ? losses[0] : input.tape.weightedSum(losses.map { ($0, 1 / Float(losses.count)) })
    }
    return loss(input, logits(input), order, normalizers)
  }

  /// The loss of logits, one row each of some documents.
  private func loss(_ input: HeadInput, _ logits: Tensor, _ order: [Int], _ normalizers: [Float]) -> Tensor {
    let targets = order.map { input.targets[$0] }
    let soft = targets.map { $0.flatMap(probabilities) }
    if options.multiLabel {
      var gold = [Float](repeating: .nan, count: order.count * labels.count)
      for (row, target) in targets.enumerated() {
        guard let target else { continue }
        let start = row * labels.count
        for label in 0..<labels.count { gold[start + label] = soft[row]?[label] ?? 0 }
        if soft[row] == nil { for id in target { gold[start + Int(id)] = 1 } }
      }
      return input.sigmoidCrossEntropy(logits, gold: gold, normalizer: normalizers[0])
    }
    if options.sigmoid {
      let gold = zip(targets, soft).map { target, soft in soft?[1] ?? target?.first.map(Float.init) ?? .nan }
      return input.sigmoidCrossEntropy(logits, gold: gold, normalizer: normalizers[0])
    }
    let gold = zip(targets, soft).map { target, soft in soft == nil ? target?.first ?? -1 : -1 }
    let weights =
      options.classWeights.isEmpty ? nil : labels.names.map { Float(options.classWeights[$0] ?? 1) }
    let hard = input.softmaxCrossEntropy(
      logits, gold: gold, smoothing: Float(options.smoothing), classWeights: weights, normalizer: normalizers[0])
    guard soft.contains(where: { $0 != nil }) else { return hard }
    var distributions = SoftTargets(columns: labels.count)
    for row in soft { distributions.add(row) }
    return input.tape.weightedSum([
      (hard, 1), (input.tape.softCrossEntropy(logits, targets: distributions, normalizer: normalizers[0]), 1),
    ])
  }

  package func prepare(_ weights: inout Weights, examples: some Sequence<Example>) {
    reader.prepare(&weights, examples: examples)
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    let documents = reader.documents(input.batch)
    guard !documents.isEmpty else { return [[]] }
    let logits = logits(input)
    var samples: [CalibrationSample] = []
    for (row, document) in documents.enumerated() {
      guard let target = input.targets[document] else { continue }
      // A label that is as likely as not counts as one that is there.
      let gold =
        options.multiLabel
        ? probabilities(of: target).map { row in row.indices.filter { row[$0] >= 0.5 }.map(Int32.init) } ?? target
        : target
      logits.withRow(row) { logits in
        if options.multiLabel {
          samples += logits.indices.map { .sigmoid(logits[$0], gold: gold.contains(Int32($0))) }
        } else if options.sigmoid {
          samples.append(.sigmoid(logits[0], gold: gold[0] == 1))
        } else {
          samples.append(.softmax(Array(logits), gold: Int(gold[0])))
        }
      }
    }
    return [samples]
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let read = reader.documents(input.batch)
    guard !read.isEmpty else { return }
    let logits = logits(input)
    for (row, document) in read.enumerated() {
      logits.withRow(row) { logits in
        let all = probabilities(logits, temperature: input.temperature())
        documents[document].labels[options.label] = predictions(logits).map {
          input.options.scores ? all[$0] : Label(all[$0].name)
        }
        if input.options.givesProbabilities { documents[document].probabilities[options.label] = all }
      }
    }
  }

  /// Of several labels those that are at least as likely as not over the document; else the likeliest.
  package func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    let means = WindowPrediction.meanProbabilities(windows, self.options.label)
    let chosen =
      self.options.multiLabel
      ? means.indices.filter { means[$0].score ?? 0 >= 0.5 }
      : [means.indices.max { (means[$0].score ?? 0) < (means[$1].score ?? 0) }].compactMap { $0 }
    let told = WindowPrediction.tempered(means, windows, independent: self.options.multiLabel)
    document.labels[self.options.label] = chosen.map { options.scores ? told[$0] : Label(told[$0].name) }
    if options.givesProbabilities { document.probabilities[self.options.label] = told }
  }

  package func tune(_ weights: inout Weights, on samples: [[CalibrationSample]]) {
    guard options.multiLabel, let samples = samples.first else { return }
    var logits = [[(logit: Float, isGold: Bool)]](repeating: [], count: labels.count)
    for (index, sample) in samples.enumerated() {
      if case .sigmoid(let logit, let isGold) = sample { logits[index % logits.count].append((logit, isGold)) }
    }
    let thresholds = LabelThresholds.best(logits)
    weights.set(reader.output.bias, zip(weights.values(reader.output.bias), thresholds).map { $0 - $1 })
  }

  /// Every label with its probability.
  func probabilities(_ logits: UnsafeBufferPointer<Float>, temperature: Double) -> [Label] {
    let values =
      if options.multiLabel {
        logits.map { Softmax.sigmoid($0, temperature: temperature) }
      } else if options.sigmoid {
        [Softmax.sigmoid(-logits[0], temperature: temperature), Softmax.sigmoid(logits[0], temperature: temperature)]
      } else {
        Softmax.probabilities(logits, temperature: temperature)
      }
    return zip(labels.names, values).map { Label($0, score: $1.rounded6) }
  }

  /// The likeliest label, the first of equal ones; of several labels those that are at least as likely as not.
  func predictions(_ logits: UnsafeBufferPointer<Float>) -> [Int] {
    if options.multiLabel { return logits.indices.filter { logits[$0] >= 0 } }
    if options.sigmoid { return [logits[0] > 0 ? 1 : 0] }
    return [logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }]
  }

  /// `[documents, labels]`, in the order of the reader's documents; one column for a sigmoid over two labels.
  private func logits(_ input: HeadInput) -> Tensor {
    let values = reader.values(input)
    guard let thresholds else { return values }
    return input.tape.cumulativeLogits(values, thresholds: input.tape.weight(thresholds))
  }

  package var metric: any DocumentMetric {
    ClassificationMetric(
      layer: options.label, multiLabel: options.multiLabel, labels: labels, isOrdered: !options.order.isEmpty)
  }
}
