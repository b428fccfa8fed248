import CKernels

/// Probabilities of classes, one distribution a row; of many classes only the likeliest.
public struct SoftTargets: Sendable, Equatable {
  /// Classes that a row keeps at most; their probabilities add up to 1.
  public static let most = 64

  /// Number of classes.
  public let columns: Int
  /// For each row where its classes begin, and where the last row's end; a row without classes carries no loss.
  public private(set) var offsets: [Int] = [0]
  /// The classes of all rows.
  public private(set) var classes: [Int32] = []
  /// Their probabilities.
  public private(set) var probabilities: [Float] = []

  /// No rows yet.
  public init(columns: Int) { self.columns = columns }

  /// Number of rows.
  public var rows: Int { offsets.count - 1 }

  /// Adds a row of a probability for each class; nil for one that carries no loss.
  public mutating func add(_ row: [Float]?) {
    if let row {
      demand(row.count == columns, "\(row.count) probabilities of \(columns) classes")
      var kept = Array(row.indices)
      if kept.count > Self.most {
        kept = Array(kept.sorted { (-row[$0], $0) < (-row[$1], $1) }.prefix(Self.most)).sorted()
      }
      let total = kept.reduce(0) { $0 + row[$1] }
      if total > 0 {
        classes += kept.map(Int32.init)
        probabilities += kept.map { row[$0] / total }
      }
    }
    offsets.append(classes.count)
  }

  /// A row with a probability for each class; nil for one that carries no loss.
  public func row(_ row: Int) -> [Float]? {
    let range = offsets[row]..<offsets[row + 1]
    guard !range.isEmpty else { return nil }
    var all = [Float](repeating: 0, count: columns)
    for index in range { all[Int(classes[index])] = probabilities[index] }
    return all
  }

  /// The softmax of each row of `logits / temperature`.
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`.
  ///   - included: for each row whether it carries a loss.
  ///   - temperature: above 1 for softer distributions.
  public init(_ logits: Tensor, including included: [Bool], temperature: Float) {
    self.init(columns: logits.columns)
    for row in 0..<logits.rows {
      guard included[row] else {
        add(nil)
        continue
      }
      var scores = logits.withRow(row) { $0.map { $0 / temperature } }
      scores.withUnsafeMutableBufferPointer { scores in
        guard let start = scores.baseAddress else { return }
        bk_softmax(1, scores.count, start, scores.count, start, scores.count, nil)
      }
      add(scores)
    }
  }
}

extension Tape {
  /// Cross-entropy between soft targets and softmax(logits / temperature), in nats, times the square of the temperature.
  ///
  /// `loss = T²/normalizer Σ_n w_n Σ_c p_n(c) · -log softmax(logits_n / T)[c]`. The square keeps gradients of one size whatever the
  /// temperature.
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`.
  ///   - targets: N rows of C classes.
  ///   - temperature: T, as the targets were made with.
  ///   - rowWeights: N weights; nil for all 1.
  ///   - normalizer: what the sum is divided by.
  /// - Returns: `[1, 1]`.
  ///
  /// Source: Hinton et al. 2015, section 2, <https://arxiv.org/abs/1503.02531>.
  public func softCrossEntropy(
    _ logits: Tensor, targets: SoftTargets, temperature: Float = 1, rowWeights: [Float]? = nil, normalizer: Float
  ) -> Tensor {
    let classes = logits.columns
    demand(
      targets.rows == logits.rows && targets.columns == classes,
      "targets [\(targets.rows), \(targets.columns)] for logits \(logits.shape)")
    demand(rowWeights == nil || rowWeights?.count == logits.rows, "row weights for logits \(logits.shape)")
    let output = make(1, 1, needsGradient: logits.needsGradient)
    let probabilities = allocate(logits.count)
    let logSums = allocate(logits.rows)
    for index in 0..<logits.count { probabilities[index] = logits.values[index] / temperature }
    bk_softmax(logits.rows, classes, probabilities, classes, probabilities, classes, logSums)
    var total = 0.0
    for row in 0..<logits.rows {
      let weight = rowWeights?[row] ?? 1
      for index in targets.offsets[row]..<targets.offsets[row + 1] {
        let score = logits.values[row * classes + Int(targets.classes[index])] / temperature
        total += Double(weight * targets.probabilities[index] * (logSums[row] - score))
      }
    }
    output.values[0] = Float(total * Double(temperature * temperature) / Double(normalizer))
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(logits) else { return }
      for row in 0..<logits.rows {
        let range = targets.offsets[row]..<targets.offsets[row + 1]
        guard !range.isEmpty else { continue }
        let scale = gradient[0] * temperature / normalizer * (rowWeights?[row] ?? 1)
        bk_add_scaled(classes, scale, probabilities + row * classes, target + row * classes)
        for index in range {
          target[row * classes + Int(targets.classes[index])] -= scale * targets.probabilities[index]
        }
      }
    }
    return output
  }
}
