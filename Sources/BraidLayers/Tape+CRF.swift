public import BraidTensors
import CKernels

/// How often a CRF expects tags and steps between tags: what a teacher says of sequences.
public struct ChainExpectations: Sendable, Equatable {
  /// `[N, T]`: probability of each tag of each token, row after row; 0 for a sequence that does not count.
  public var marginals: [Float]
  /// `[T, T]`: how often the column's tag follows the row's in all sequences that count.
  public var pairs: [Float]

  /// Expectations.
  public init(marginals: [Float], pairs: [Float]) {
    self.marginals = marginals
    self.pairs = pairs
  }
}

extension Tape {
  /// What a CRF expects of the sequences whose tags are all known.
  ///
  /// - Parameters:
  ///   - emissions: `[N, T]`, rows laid out by `packing`.
  ///   - crf: the weights.
  ///   - packing: the sequences.
  ///   - gold: N tags; negative when missing.
  /// - Returns: marginals and expected steps.
  public func crfExpectations(
    _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing, gold: [Int32]
  ) -> ChainExpectations {
    let tags = emissions.columns
    let included = Self.known(packing, gold)
    let (marginals, pairs) = CRFLattice(self, emissions, crf, packing).marginals(including: included)
    for (sequence, length) in packing.lengths.enumerated() where !included[sequence] {
      for step in 0..<length {
        (marginals + packing.row(sequence: sequence, step: step) * tags).update(repeating: 0, count: tags)
      }
    }
    return ChainExpectations(
      marginals: Array(UnsafeBufferPointer(start: marginals, count: emissions.count)),
      pairs: Array(UnsafeBufferPointer(start: pairs, count: tags * tags)))
  }

  /// For each sequence whether all its tags are known.
  private static func known(_ packing: Packing, _ gold: [Int32]) -> [Bool] {
    packing.lengths.enumerated().map { sequence, length in
      (0..<length).allSatisfy { gold[packing.row(sequence: sequence, step: $0)] >= 0 }
    }
  }

  /// Negative log-likelihood of gold tag sequences under a linear-chain CRF, in nats.
  ///
  /// `loss = 1/normalizer Σ (log Z - score(gold))` over the sequences. A sequence with a missing tag carries no loss.
  /// Transitions may differ by up to 80 nats; further apart ones can make the loss infinite.
  ///
  /// With a teacher `score(gold)` is `(1 - share) score(gold) + share E[score]`, the score that the teacher expects: the
  /// cross-entropy between the teacher's distribution over sequences and this one.
  ///
  /// - Parameters:
  ///   - emissions: `[N, T]`, rows laid out by `packing`.
  ///   - crf: the weights.
  ///   - packing: the sequences.
  ///   - gold: N tags in `0..<T` in the rows of `emissions`; negative when missing.
  ///   - normalizer: what the sum is divided by.
  ///   - teacher: what a teacher expects of the same sequences; nil for none.
  ///   - share: how much the teacher counts, 0...1.
  /// - Returns: `[1, 1]`.
  /// - Precondition: the shapes fit.
  /// - Complexity: O(N · T²).
  public func crf(
    _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing, gold: [Int32], normalizer: Float,
    teacher: ChainExpectations? = nil, share: Float = 0
  ) -> Tensor {
    demand(
      teacher == nil
        || teacher?.marginals.count == emissions.count && teacher?.pairs.count == emissions.columns * emissions.columns,
      "a teacher of other sequences for emissions \(emissions.shape)")
    let own = teacher == nil ? 1 : 1 - share
    let tags = emissions.columns
    demand(entry(crf.start).columns == tags, "emissions \(emissions.shape) for \(entry(crf.start).columns) tags")
    demand(
      packing.count == emissions.rows && gold.count == emissions.rows,
      "emissions \(emissions.shape) with a packing of \(packing.count) rows and \(gold.count) tags")
    let output = make(1, 1, needsGradient: emissions.needsGradient || isTrained(crf.transitions))
    let lattice = CRFLattice(self, emissions, crf, packing)
    let included = Self.known(packing, gold)
    var total = 0.0
    for sequence in packing.lengths.indices where included[sequence] {
      total += lattice.logPartitions[sequence] - Double(own) * score(sequence, emissions, crf, packing, gold)
    }
    if let teacher { total -= Double(share) * score(teacher, emissions, crf, packing) }
    output.values[0] = Float(total / Double(normalizer))
    record(output) { tape, gradient in
      let scale = gradient[0] / normalizer
      let (marginals, pairs) = lattice.marginals(including: included)
      // From here on what is expected less what is so.
      tape.eachPair(packing, included, gold) { before, tag in pairs[before * tags + tag] -= own }
      for (row, tag) in gold.enumerated() where tag >= 0 { marginals[row * tags + Int(tag)] -= own }
      if let teacher {
        for index in teacher.marginals.indices { marginals[index] -= share * teacher.marginals[index] }
        for index in teacher.pairs.indices { pairs[index] -= share * teacher.pairs[index] }
      }
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

  /// The score that a teacher expects of all its sequences together.
  private func score(_ teacher: ChainExpectations, _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing) -> Double
  {
    let tags = emissions.columns
    var total = 0.0
    for index in teacher.marginals.indices { total += Double(teacher.marginals[index] * emissions.values[index]) }
    let transitions = values(crf.transitions)
    for index in teacher.pairs.indices { total += Double(teacher.pairs[index] * transitions[index]) }
    for (sequence, length) in packing.lengths.enumerated() {
      let last = packing.row(sequence: sequence, step: length - 1) * tags
      for tag in 0..<tags {
        total += Double(teacher.marginals[sequence * tags + tag] * values(crf.start)[tag])
        total += Double(teacher.marginals[last + tag] * values(crf.end)[tag])
      }
    }
    return total
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
