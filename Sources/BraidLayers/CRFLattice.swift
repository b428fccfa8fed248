import BraidTensors
import CKernels

/// Forward-backward over packed sequences of a linear-chain CRF, all sequences of a step in one product.
///
/// In probabilities instead of logarithms, scaled to a sum of 1 at each step, so that a step is a product with the
/// exponentials of the transitions and no exponential is taken inside it.
///
/// Source: Rabiner 1989, section V.A.
struct CRFLattice {
  typealias Floats = UnsafeMutablePointer<Float>

  private let tape: Tape
  private let packing: Packing
  private let tags: Int
  /// `[T, T]`: exponentials of the transitions, the largest scaled to 1, and their panels.
  private let transitions: Floats
  private let panels: Floats
  /// `[T]`: exponentials of the scores of last tags, the largest scaled to 1.
  private let end: Floats
  /// `[N, T]`: exponentials of the emissions, the largest of a row scaled to 1.
  private let emissions: Floats
  /// `[N, T]`: probability of each tag given the tokens up to its own.
  private let forward: Floats
  /// `[N]`: what each row of `forward` was divided by.
  private let sums: Floats
  /// `[B]`: the same for the step out of each sequence's last token.
  private let ends: Floats
  /// `log Z` of each packed sequence, in nats.
  let logPartitions: [Double]

  /// Runs forward.
  init(_ tape: Tape, _ emissions: Tensor, _ crf: CRFWeights, _ packing: Packing) {
    let tags = emissions.columns
    let rows = packing.count
    self.tape = tape
    self.packing = packing
    self.tags = tags
    /// The exponentials of `count` scores from the highest one down, and that one.
    func exponentials(_ scores: UnsafePointer<Float>, _ count: Int, into target: Floats) -> Float {
      let highest = UnsafeBufferPointer(start: scores, count: count).max() ?? 0
      for index in 0..<count { target[index] = scores[index] - highest }
      bk_exp(count, target, target)
      return highest
    }
    transitions = tape.allocate(tags * tags)
    let highestTransition = exponentials(tape.values(crf.transitions), tags * tags, into: transitions)
    panels = tape.allocate(bk_packed_size(tags, tags))
    bk_pack(transitions, tags, 1, tags, tags, panels)
    let start = tape.allocate(tags)
    let highestStart = exponentials(tape.values(crf.start), tags, into: start)
    end = tape.allocate(tags)
    let highestEnd = exponentials(tape.values(crf.end), tags, into: end)
    self.emissions = tape.allocate(rows * tags)
    forward = tape.allocate(rows * tags)
    sums = tape.allocate(rows)
    ends = tape.allocate(packing.lengths.count)
    // Logarithms of what the probabilities have been divided by, summed in the order of steps.
    var logs = [Double](repeating: Double(highestStart + highestEnd), count: packing.lengths.count)
    for step in packing.batchSizes.indices {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      let states = forward + first * tags
      if step > 0 {
        bk_gemm(
          size, tags, tags, forward + packing.offsets[step - 1] * tags, tags, panels, states, tags, 0, nil,
          tape.productWork)
      } else {
        for sequence in 0..<size { (states + sequence * tags).update(from: start, count: tags) }
      }
      for sequence in 0..<size {
        let row = first + sequence
        let emission = self.emissions + row * tags
        let highest = exponentials(emissions.values + row * tags, tags, into: emission)
        let state = forward + row * tags
        sums[row] = Float(bk_dot(tags, state, emission))
        let factor = 1 / sums[row]
        for tag in 0..<tags { state[tag] *= emission[tag] * factor }
        logs[sequence] += Double(highest) + (step > 0 ? Double(highestTransition) : 0)
      }
      let logSums = tape.allocate(size)
      bk_log(size, sums + first, logSums)
      for sequence in 0..<size { logs[sequence] += Double(logSums[sequence]) }
    }
    for (sequence, length) in packing.lengths.enumerated() {
      let state = forward + packing.row(sequence: sequence, step: length - 1) * tags
      ends[sequence] = Float(bk_dot(tags, state, end))
      var logEnd: Float = 0
      bk_log(1, ends + sequence, &logEnd)
      logs[sequence] += Double(logEnd)
    }
    logPartitions = logs
  }

  /// Runs backward.
  ///
  /// - Parameter included: for each packed sequence whether it counts in `pairs`.
  /// - Returns: `marginals`, `[N, T]`: probability of each tag given all tokens; `pairs`, `[T, T]`: how often the
  ///   column's tag is expected to follow the row's.
  func marginals(including included: [Bool]) -> (marginals: Floats, pairs: Floats) {
    let rows = packing.count
    let marginals = tape.allocate(rows * tags)
    let transposed = tape.allocate(bk_packed_size(tags, tags))
    bk_pack(transitions, 1, tags, tags, tags, transposed)
    // Probability of the tokens after a row given its tag; then, times its emission, what the row before reads.
    let after = tape.allocate(rows * tags)
    let before = tape.allocateIndices(rows)
    for step in packing.batchSizes.indices.reversed() {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      let running = step + 1 < packing.batchSizes.count ? packing.batchSizes[step + 1] : 0
      if running > 0 {
        bk_gemm(
          running, tags, tags, after + packing.offsets[step + 1] * tags, tags, transposed, after + first * tags, tags,
          0, nil, tape.productWork)
      }
      for sequence in 0..<size {
        let row = first + sequence
        let place = row * tags
        if sequence >= running {
          for tag in 0..<tags { after[place + tag] = end[tag] / ends[sequence] }
        }
        let factor = 1 / sums[row]
        for tag in 0..<tags {
          marginals[place + tag] = forward[place + tag] * after[place + tag]
          after[place + tag] *= emissions[place + tag] * factor
        }
        before[row] = step > 0 ? Int32(packing.offsets[step - 1] + sequence) : -1
      }
    }
    for step in packing.batchSizes.indices {
      for sequence in 0..<packing.batchSizes[step] where !included[sequence] {
        (after + packing.row(sequence: sequence, step: step) * tags).update(repeating: 0, count: tags)
      }
    }
    let pairs = tape.allocate(tags * tags)
    let begun = packing.lengths.count
    bk_gemm_tn(
      tags, tags, rows - begun, forward, tags, before + begun, after + begun * tags, tags, pairs, tags, 0,
      tape.productWork)
    for index in 0..<tags * tags { pairs[index] *= transitions[index] }
    return (marginals, pairs)
  }
}
