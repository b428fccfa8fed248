public import BraidTensors
import CKernels

extension Tape {
  /// What attention leaves on the tape.
  public struct Attended {
    /// `[M, W]`: for each query the weighted mean of its sequence's memory.
    public let context: Tensor
    /// For each query the weights of the steps of its memory sequence, in step order; they add up to 1.
    public let weights: [[Float]]
  }

  /// Dot-product attention of queries over the rows of a memory sequence each.
  ///
  /// `context = Σ softmax(q · m_t)_t m_t` over the steps t of the query's memory sequence (Luong et al. 2015,
  /// section 3.1); with a linear layer on the queries it is their "general" score.
  ///
  /// - Parameters:
  ///   - queries: `[M, W]`, rows laid out by `queryPacking`.
  ///   - queryPacking: sequences of queries.
  ///   - memory: `[N, W]`, rows laid out by `memoryPacking`.
  ///   - memoryPacking: sequences that are attended to.
  ///   - sources: for each packed sequence of queries its packed sequence of the memory.
  /// - Returns: contexts and weights, in the rows of the queries.
  /// - Precondition: the shapes fit and the sources are in range.
  public func attention(
    _ queries: Tensor, _ queryPacking: Packing, memory: Tensor, _ memoryPacking: Packing, sources: [Int32]
  ) -> Attended {
    let width = memory.columns
    precondition(
      queries.columns == width && queries.rows == queryPacking.count && memory.rows == memoryPacking.count,
      "queries \(queries.shape) over a memory \(memory.shape)")
    precondition(
      sources.count == queryPacking.lengths.count
        && sources.allSatisfy { $0 >= 0 && Int($0) < memoryPacking.lengths.count }, "sources out of range")
    let output = make(queries.rows, width, needsGradient: queries.needsGradient || memory.needsGradient)
    output.values.update(repeating: 0, count: output.count)
    let longest = memoryPacking.lengths.first ?? 0
    let weights = allocate(max(1, queries.rows * longest))
    func each(_ body: (_ query: Int, _ source: Int, _ length: Int, _ weights: UnsafeMutablePointer<Float>) -> Void) {
      for step in queryPacking.batchSizes.indices {
        for sequence in 0..<queryPacking.batchSizes[step] {
          let query = queryPacking.row(sequence: sequence, step: step)
          let source = Int(sources[sequence])
          body(query, source, memoryPacking.lengths[source], weights + query * longest)
        }
      }
    }
    var kept: [[Float]] = []
    if !isTraining { kept = [[Float]](repeating: [], count: queries.rows) }
    each { query, source, length, weights in
      for step in 0..<length {
        let row = memory.values + memoryPacking.row(sequence: source, step: step) * width
        weights[step] = Float(bk_dot(width, queries.values + query * width, row))
      }
      bk_softmax(1, length, weights, length, weights, length, nil)
      for step in 0..<length {
        let row = memory.values + memoryPacking.row(sequence: source, step: step) * width
        bk_add_scaled(width, weights[step], row, output.values + query * width)
      }
      if !isTraining { kept[query] = Array(UnsafeBufferPointer(start: weights, count: length)) }
    }
    record(output) { tape, gradient in
      let queryGradient = tape.zeroedGradient(queries)
      let memoryGradient = tape.zeroedGradient(memory)
      let slopes = tape.allocate(longest)
      each { query, source, length, weights in
        let incoming = gradient + query * width
        var mean: Float = 0
        for step in 0..<length {
          let row = memoryPacking.row(sequence: source, step: step) * width
          slopes[step] = Float(bk_dot(width, incoming, memory.values + row))
          mean += weights[step] * slopes[step]
        }
        for step in 0..<length {
          let row = memoryPacking.row(sequence: source, step: step) * width
          let slope = weights[step] * (slopes[step] - mean)
          if let queryGradient { bk_add_scaled(width, slope, memory.values + row, queryGradient + query * width) }
          if let memoryGradient {
            bk_add_scaled(width, slope, queries.values + query * width, memoryGradient + row)
            bk_add_scaled(width, weights[step], incoming, memoryGradient + row)
          }
        }
      }
    }
    return Attended(context: output, weights: kept)
  }

  /// A weighted mean of each sequence's rows, weights a softmax of given scores.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`, rows laid out by `packing`.
  ///   - scores: `[N, 1]`.
  ///   - packing: B sequences.
  /// - Returns: `[B, W]`, in packed order.
  public func attentionPool(_ x: Tensor, scores: Tensor, _ packing: Packing) -> Tensor {
    let width = x.columns
    precondition(
      scores.rows == x.rows && scores.columns == 1 && packing.count == x.rows, "\(x.shape) pooled by \(scores.shape)")
    let sequences = packing.lengths.count
    let output = make(sequences, width, needsGradient: x.needsGradient || scores.needsGradient)
    output.values.update(repeating: 0, count: output.count)
    let weights = allocate(x.rows)
    let scratch = allocate(packing.lengths.first ?? 1)
    for (sequence, length) in packing.lengths.enumerated() {
      for step in 0..<length { scratch[step] = scores.values[packing.row(sequence: sequence, step: step)] }
      bk_softmax(1, length, scratch, length, scratch, length, nil)
      for step in 0..<length {
        let row = packing.row(sequence: sequence, step: step)
        weights[row] = scratch[step]
        bk_add_scaled(width, scratch[step], x.values + row * width, output.values + sequence * width)
      }
    }
    record(output) { tape, gradient in
      let inputGradient = tape.zeroedGradient(x)
      let scoreGradient = tape.zeroedGradient(scores)
      for (sequence, length) in packing.lengths.enumerated() {
        let incoming = gradient + sequence * width
        let mean = Float(bk_dot(width, incoming, output.values + sequence * width))
        for step in 0..<length {
          let row = packing.row(sequence: sequence, step: step)
          if let inputGradient { bk_add_scaled(width, weights[row], incoming, inputGradient + row * width) }
          if let scoreGradient {
            scoreGradient[row] += weights[row] * (Float(bk_dot(width, incoming, x.values + row * width)) - mean)
          }
        }
      }
    }
    return output
  }
}
