package import BraidLayers
public import BraidTensors

/// The losses of heads: those of the tape, but that a teacher has its say where there is one.
extension HeadInput {
  /// Cross-entropy between softmax(logits) and gold classes; see `Tape.softmaxCrossEntropy`.
  public func softmaxCrossEntropy(
    _ logits: Tensor, gold: [Int32], smoothing: Float = 0, classWeights: [Float]? = nil, normalizer: Float
  ) -> Tensor {
    let own = tape.softmaxCrossEntropy(
      logits, gold: gold, smoothing: smoothing, classWeights: classWeights, normalizer: normalizer)
    guard let lesson else { return own }
    guard !lesson.isRecording else {
      lesson.record(
        .classes(SoftTargets(logits, including: gold.map { $0 >= 0 }, temperature: lesson.temperature)))
      return own
    }
    guard case .classes(let targets) = lesson.take() else { preconditionFailure("a teacher without distributions") }
    let taught = tape.softCrossEntropy(
      logits, targets: targets, temperature: lesson.temperature,
      rowWeights: classWeights.map { weights in gold.map { $0 < 0 ? 0 : weights[Int($0)] } }, normalizer: normalizer)
    return mix(own, taught, lesson)
  }

  /// Cross-entropy between σ(logits) and gold truth values; see `Tape.sigmoidCrossEntropy`.
  public func sigmoidCrossEntropy(_ logits: Tensor, gold: [Float], normalizer: Float) -> Tensor {
    let own = tape.sigmoidCrossEntropy(logits, gold: gold, normalizer: normalizer)
    guard let lesson else { return own }
    let softened = lesson.temperature == 1 ? logits : tape.scale(logits, 1 / lesson.temperature)
    guard !lesson.isRecording else {
      let probabilities = tape.sigmoid(softened).toArray()
      lesson.record(.values(zip(probabilities, gold).map { $1.isNaN ? .nan : $0 }))
      return own
    }
    guard case .values(let truths) = lesson.take() else { preconditionFailure("a teacher without probabilities") }
    let taught = tape.sigmoidCrossEntropy(softened, gold: truths, normalizer: normalizer)
    return mix(own, tape.scale(taught, lesson.temperature * lesson.temperature), lesson)
  }

  /// Squared differences between predictions and gold numbers; see `Tape.squaredError`.
  public func squaredError(_ values: Tensor, gold: [Float], normalizers: [Float]) -> Tensor {
    let own = tape.squaredError(values, gold: gold, normalizers: normalizers)
    guard let lesson else { return own }
    guard !lesson.isRecording else {
      lesson.record(.values(zip(values.toArray(), gold).map { $1.isNaN ? .nan : $0 }))
      return own
    }
    guard case .values(let numbers) = lesson.take() else { preconditionFailure("a teacher without numbers") }
    return mix(own, tape.squaredError(values, gold: numbers, normalizers: normalizers), lesson)
  }

  /// Cross-entropy between the softmax of a projection onto a large vocabulary and gold classes; see
  /// `Tape.projectedCrossEntropy`.
  public func projectedCrossEntropy(
    _ x: Tensor, weight: WeightID, bias: WeightID, gold: [Int32], smoothing: Float = 0, normalizer: Float
  ) -> Tensor {
    guard lesson != nil else {
      return tape.projectedCrossEntropy(
        x, weight: weight, bias: bias, gold: gold, smoothing: smoothing, normalizer: normalizer)
    }
    return softmaxCrossEntropy(
      tape.linear(x, weight: weight, bias: bias), gold: gold, smoothing: smoothing, normalizer: normalizer)
  }

  /// Negative log-likelihood of gold tag sequences; see `Tape.crf`.
  package func crf(_ emissions: Tensor, _ crf: CRFWeights, gold: [Int32], normalizer: Float) -> Tensor {
    var teacher: ChainExpectations?
    if let lesson {
      if lesson.isRecording {
        lesson.record(.chain(tape.crfExpectations(emissions, crf, batch.packing, gold: gold)))
      } else if case .chain(let expectations) = lesson.take() {
        teacher = expectations
      } else {
        preconditionFailure("a teacher without expectations")
      }
    }
    return tape.crf(
      emissions, crf, batch.packing, gold: gold, normalizer: normalizer, teacher: teacher,
      share: teacher == nil ? 0 : lesson?.share ?? 0)
  }

  private func mix(_ own: Tensor, _ taught: Tensor, _ lesson: Lesson) -> Tensor {
    tape.weightedSum([(own, 1 - lesson.share), (taught, lesson.share)])
  }

  /// Cross-entropy of one class a token, in the targets of the shard's documents; nil when none is known.
  ///
  /// - Parameters:
  ///   - logits: makes `[N, C]`, one row a token of the batch.
  ///   - smoothing: 0..<1.
  ///   - normalizer: what the sum is divided by.
  /// - Returns: `[1, 1]`.
  func tokenCrossEntropy(_ logits: () -> Tensor, smoothing: Double, normalizer: Float) -> Tensor? {
    guard let gold = tokenGold else { return nil }
    return softmaxCrossEntropy(logits(), gold: gold, smoothing: Float(smoothing), normalizer: normalizer)
  }

  /// The class of each row of the batch by the targets of its documents, -1 where there is none; nil when none is known.
  var tokenGold: [Int32]? {
    var gold = [Int32](repeating: -1, count: states.rows)
    for (document, target) in targets.enumerated() {
      for (row, label) in zip(batch.documentRows[document], target ?? []) { gold[Int(row)] = label }
    }
    return gold.contains { $0 >= 0 } ? gold : nil
  }
}
