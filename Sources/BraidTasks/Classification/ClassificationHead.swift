import BraidLayers
package import BraidTensors
package import BraidText

/// Labels of a whole document: the logits of pooled token states and those of its n-grams, added up, then a softmax over labels
/// or a sigmoid for each.
///
/// Source of both parts side by side: Cheng et al. 2016, section 3, <https://arxiv.org/abs/1606.07792>.
package struct ClassificationHead: TaskHead {
  /// The head's options.
  package let options: ClassificationOptions
  /// The labels found in the training data.
  package let labels: LabelSet
  let output: (weight: WeightID, bias: WeightID)
  let attention: WeightID?
  /// The n-grams' part; nil for none.
  let wide: WideLayer?

  package var lossTerms: [String] { ["labels"] }
  package var readsWordHashes: Bool { wide != nil }

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
    let outputs = options.sigmoid ? 1 : labels.count
    output = (
      weights.add(
        "\(task).output.weight", rows: width * options.pooling.count, columns: outputs, initializer: .glorot,
        random: random),
      weights.add("\(task).output.bias", rows: 1, columns: outputs, initializer: .zeros, random: random)
    )
    attention =
      options.pooling.contains(.attention)
      ? weights.add("\(task).attention", rows: width, columns: 1, initializer: .glorot, random: random) : nil
    wide =
      options.ngrams > 0
      ? WideLayer(
        task: task, longest: options.ngrams, buckets: options.buckets, outputs: outputs, weights: &weights,
        random: random) : nil
  }

  /// The ids of the document's labels; a label that the training data did not have is left out.
  package func target(_ document: Document) -> [Int32]? {
    guard let gold = document.labels[options.label] else { return nil }
    let ids = gold.compactMap { labels[$0.name] }
    return options.multiLabel ? ids : ids.first.map { [$0] }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [options.multiLabel ? labels.count : 1] }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let order = input.batch.documents.order
    guard input.targets.contains(where: { $0 != nil }) else { return nil }
    let logits = logits(input)
    if options.multiLabel {
      var gold = [Float](repeating: .nan, count: order.count * labels.count)
      for (row, document) in order.enumerated() {
        guard let ids = input.targets[document] else { continue }
        for label in 0..<labels.count { gold[row * labels.count + label] = 0 }
        for id in ids { gold[row * labels.count + Int(id)] = 1 }
      }
      return input.tape.sigmoidCrossEntropy(logits, gold: gold, normalizer: normalizers[0])
    }
    let gold = order.map { input.targets[$0]?.first ?? -1 }
    if options.sigmoid {
      return input.tape.sigmoidCrossEntropy(
        logits, gold: gold.map { $0 < 0 ? .nan : Float($0) }, normalizer: normalizers[0])
    }
    let weights =
      options.classWeights.isEmpty ? nil : labels.names.map { Float(options.classWeights[$0] ?? 1) }
    return input.tape.softmaxCrossEntropy(
      logits, gold: gold, smoothing: Float(options.smoothing), classWeights: weights, normalizer: normalizers[0])
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    let logits = logits(input)
    var samples: [CalibrationSample] = []
    for (row, document) in input.batch.documents.order.enumerated() {
      guard let gold = input.targets[document] else { continue }
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
    let logits = logits(input)
    for (row, document) in input.batch.documents.order.enumerated() {
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
    weights.set(output.bias, zip(weights.values(output.bias), thresholds).map { $0 - $1 })
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

  /// `[documents, labels]`, in the order of `batch.documents`; one column for a sigmoid over two labels.
  func logits(_ input: HeadInput) -> Tensor {
    let tape = input.tape
    let pooled = tape.dropout(pool(input), rate: Float(options.dropout))
    let logits = tape.linear(pooled, weight: output.weight, bias: output.bias)
    guard let wide else { return logits }
    return tape.add(logits, wide.logits(tape, input.batch, dropout: Float(options.dropout)))
  }

  /// `[documents, width · poolings]`.
  func pool(_ input: HeadInput) -> Tensor {
    let states = input.documentStates
    let pooled = options.pooling.map { pool(states, $0, input) }
    return pooled.count == 1 ? pooled[0] : input.tape.concatenate(pooled)
  }

  private func pool(_ states: Tensor, _ pooling: ClassificationOptions.Pooling, _ input: HeadInput) -> Tensor {
    let tape = input.tape
    let packing = input.batch.documents
    switch pooling {
    case .max: return tape.pool(states, packing, .max)
    case .mean: return tape.pool(states, packing, .mean)
    case .attention:
      guard let attention else { preconditionFailure("attention pooling without its weight") }
      return tape.attentionPool(states, scores: tape.linear(states, weight: attention, bias: nil), packing)
    case .last:
      let last = tape.pool(states, packing, .last)
      guard input.bidirectional else { return last }
      let half = states.columns / 2
      let first = tape.gatherRows(
        states, rows: (0..<packing.order.count).map { Int32(packing.row(sequence: $0, step: 0)) })
      return tape.concatenate([
        tape.slice(last, columns: 0..<half), tape.slice(first, columns: half..<states.columns),
      ])
    }
  }

  package var metric: any DocumentMetric {
    ClassificationMetric(layer: options.label, multiLabel: options.multiLabel, labels: labels)
  }
}
