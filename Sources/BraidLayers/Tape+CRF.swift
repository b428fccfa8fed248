public import BraidTensors
import CKernels

extension Tape {
  /// Negative log-likelihood of gold tag sequences under a linear-chain CRF, in nats.
  ///
  /// `loss = 1/normalizer Σ (log Z - score(gold))` over the sequences. A sequence with a missing tag carries no loss.
  /// Transitions may differ by up to 80 nats; further apart ones can make the loss infinite.
  ///
  /// - Parameters:
  ///   - emissions: `[N, T]`, rows laid out by `packing`.
  ///   - crf: the weights.
  ///   - packing: the sequences.
  ///   - gold: N tags in `0..<T` in the rows of `emissions`; negative when missing.
  ///   - normalizer: what the sum is divided by.
  /// - Returns: `[1, 1]`.
  /// - Precondition: the shapes fit.
  /// - Complexity: O(N · T²).
  public func crf(
    _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing, gold: [Int32], normalizer: Float
  ) -> Tensor {
    let tags = emissions.columns
    demand(entry(crf.start).columns == tags, "emissions \(emissions.shape) for \(entry(crf.start).columns) tags")
    demand(
      packing.count == emissions.rows && gold.count == emissions.rows,
      "emissions \(emissions.shape) with a packing of \(packing.count) rows and \(gold.count) tags")
    let output = make(1, 1, needsGradient: emissions.needsGradient || isTrained(crf.transitions))
    let lattice = CRFLattice(self, emissions, crf, packing)
    var isKnown = [Bool](repeating: true, count: packing.lengths.count)
    var total = 0.0
    for (sequence, length) in packing.lengths.enumerated() {
      isKnown[sequence] = (0..<length).allSatisfy { gold[packing.row(sequence: sequence, step: $0)] >= 0 }
      guard isKnown[sequence] else { continue }
      total += lattice.logPartitions[sequence] - score(sequence, emissions, crf, packing, gold)
    }
    output.values[0] = Float(total / Double(normalizer))
    let included = isKnown
    record(output) { tape, gradient in
      let scale = gradient[0] / normalizer
      let (marginals, pairs) = lattice.marginals(including: included)
      // From here on what is expected less what is so.
      tape.eachPair(packing, included, gold) { before, tag in pairs[before * tags + tag] -= 1 }
      for (row, tag) in gold.enumerated() where tag >= 0 { marginals[row * tags + Int(tag)] -= 1 }
      let start = tape.zeroedGradient(crf.start)
      let end = tape.zeroedGradient(crf.end)
      let target = tape.zeroedGradient(emissions)
      for (sequence, length) in packing.lengths.enumerated() where included[sequence] {
        if let start { bk_add_scaled(tags, scale, marginals + sequence * tags, start) }
        for step in 0..<length {
          let row = marginals + packing.row(sequence: sequence, step: step) * tags
          if let target { bk_add_scaled(tags, scale, row, target + (row - marginals)) }
          if step == length - 1, let end { bk_add_scaled(tags, scale, row, end) }
        }
      }
      if let target = tape.zeroedGradient(crf.transitions) { bk_add_scaled(tags * tags, scale, pairs, target) }
    }
    return output
  }

  /// The score of a sequence's gold tags.
  private func score(
    _ sequence: Int, _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing, _ gold: [Int32]
  ) -> Double {
    let tags = emissions.columns
    let transitions = values(crf.transitions)
    var total = 0.0
    var before: Int?
    for step in 0..<packing.lengths[sequence] {
      let row = packing.row(sequence: sequence, step: step)
      let tag = Int(gold[row])
      demand(tag < tags, "tag \(tag) of emissions \(emissions.shape)")
      total += Double(emissions.values[row * tags + tag])
      total += Double(before.map { transitions[$0 * tags + tag] } ?? values(crf.start)[tag])
      before = tag
    }
    return total + Double(before.map { values(crf.end)[$0] } ?? 0)
  }

  /// Calls `body` with each pair of gold tags that follow one another in the sequences that count.
  private func eachPair(
    _ packing: Packing, _ included: [Bool], _ gold: [Int32], _ body: (_ before: Int, _ tag: Int) -> Void
  ) {
    for step in packing.batchSizes.indices.dropFirst() {
      for sequence in 0..<packing.batchSizes[step] where included[sequence] {
        body(
          Int(gold[packing.row(sequence: sequence, step: step - 1)]),
          Int(gold[packing.row(sequence: sequence, step: step)]))
      }
    }
  }
}
