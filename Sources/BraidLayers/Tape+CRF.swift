public import BraidTensors
import Foundation

extension Tape {
  /// Negative log-likelihood of gold tag sequences under a linear-chain CRF, in nats.
  ///
  /// `loss = 1/normalizer Σ (log Z - score(gold))` over the sequences. A sequence with a missing tag carries no loss.
  /// The forward-backward recursions run in double precision.
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
    precondition(entry(crf.start).columns == tags, "emissions \(emissions.shape) for \(entry(crf.start).columns) tags")
    precondition(packing.count == emissions.rows && gold.count == emissions.rows, "rows of \(emissions.shape)")
    let output = make(1, 1, needsGradient: emissions.needsGradient || isTrained(crf.transitions))
    let chain = CRFChain(scores: crf.scores(self), tags: tags)
    var total = 0.0
    var marginals: [(rows: [Int], gold: [Int], result: CRFChain.Result)] = []
    for (sequence, length) in packing.lengths.enumerated() {
      let rows = (0..<length).map { packing.row(sequence: sequence, step: $0) }
      let path = rows.map { Int(gold[$0]) }
      guard path.allSatisfy({ $0 >= 0 }) else { continue }
      let scores = rows.map { row in (0..<tags).map { Double(emissions.values[row * tags + $0]) } }
      let result = chain.run(scores, gold: path, marginals: output.needsGradient)
      total += result.loss
      if output.needsGradient { marginals.append((rows, path, result)) }
    }
    output.values[0] = Float(total / Double(normalizer))
    let kept = marginals
    record(output) { tape, gradient in
      let scale = Double(gradient[0] / normalizer)
      if let target = tape.zeroedGradient(emissions) {
        for (rows, gold, result) in kept {
          for (step, row) in rows.enumerated() {
            for tag in 0..<tags {
              target[row * tags + tag] += Float(scale * (result.tags[step][tag] - (gold[step] == tag ? 1 : 0)))
            }
          }
        }
      }
      tape.addCRFGradients(crf, tags: tags, kept, scale: scale)
    }
    return output
  }

  private func addCRFGradients(
    _ crf: CRFWeights, tags: Int, _ sequences: [(rows: [Int], gold: [Int], result: CRFChain.Result)], scale: Double
  ) {
    func add(_ id: WeightID, _ fill: (inout [Double]) -> Void) {
      let entry = entry(id)
      guard let (target, isFirst) = gradient(id) else { return }
      var sums = [Double](repeating: 0, count: entry.count)
      fill(&sums)
      for index in sums.indices { target[index] = (isFirst ? 0 : target[index]) + Float(scale * sums[index]) }
    }
    add(crf.transitions) { sums in
      for (_, gold, result) in sequences {
        for index in sums.indices { sums[index] += result.pairs[index] }
        for (before, tag) in zip(gold, gold.dropFirst()) { sums[before * tags + tag] -= 1 }
      }
    }
    for (id, isStart) in [(crf.start, true), (crf.end, false)] {
      add(id) { sums in
        for (_, gold, result) in sequences {
          let step = isStart ? 0 : gold.count - 1
          for tag in 0..<tags { sums[tag] += result.tags[step][tag] }
          sums[gold[step]] -= 1
        }
      }
    }
  }
}
