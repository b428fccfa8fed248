public import BraidTensors
import CKernels

extension Tape {
  /// What attention leaves on the tape.
  public struct Attended {
    /// `[M, W]`: for each query the weighted mean of its sequence's memory.
    public let context: Tensor
    /// For each query the weights of the steps of its memory sequence, in step order; they add up to 1. Empty while
    /// training.
    public let weights: [[Float]]
  }
}

extension Tape {
  /// Attention of queries over the rows of a memory sequence each.
  ///
  /// `context = Σ softmax(score(q, m_t))_t m_t` over the steps t of the query's memory sequence.
  ///
  /// - Parameters:
  ///   - queries: `[M, Q]`, rows laid out by `queryPacking`; Q is W for the dot score.
  ///   - queryPacking: sequences of queries.
  ///   - memory: `[N, W]`, rows laid out by `memoryPacking`.
  ///   - memoryPacking: sequences that are attended to.
  ///   - sources: for each packed sequence of queries its packed sequence of the memory.
  ///   - score: how a query and a step of the memory are scored.
  /// - Returns: contexts and weights, in the rows of the queries.
  /// - Precondition: the shapes fit and the sources are in range.
  public func attention(
    _ queries: Tensor, _ queryPacking: Packing, memory: Tensor, _ memoryPacking: Packing, sources: [Int32],
    score: AttentionScore = .dot
  ) -> Attended {
    let plan = AttentionPlan(queries, queryPacking, memory, memoryPacking, sources: sources)
    switch score {
    case .dot: return dotAttention(queries, memory, plan)
    case .general(let weight): return dotAttention(linear(queries, weight: weight, bias: nil), memory, plan)
    case .additive(let query, let key, let score):
      return additiveAttention(
        linear(queries, weight: query, bias: nil), keys: linear(memory, weight: key, bias: nil),
        score: self.weight(score), memory, plan)
    }
  }

  private func dotAttention(_ queries: Tensor, _ memory: Tensor, _ plan: AttentionPlan) -> Attended {
    let width = memory.columns
    demand(queries.columns == width, "queries \(queries.shape) over a memory \(memory.shape)")
    let output = make(queries.rows, width, needsGradient: queries.needsGradient || memory.needsGradient)
    let weights = allocate(queries.rows * plan.longest)
    plan.each { query, source, length in
      let weights = weights + query * plan.longest
      for step in 0..<length {
        let row = plan.memory.row(sequence: source, step: step) * width
        weights[step] = Float(bk_dot(width, queries.values + query * width, memory.values + row))
      }
    }
    let kept = average(memory, by: weights, plan, into: output)
    record(output) { tape, gradient in
      let queryGradient = tape.zeroedGradient(queries)
      let memoryGradient = tape.zeroedGradient(memory)
      tape.differentiateAverage(memory, memoryGradient, by: weights, plan, gradient) { query, row, slope in
        if let queryGradient {
          bk_add_scaled(width, slope, memory.values + row * width, queryGradient + query * width)
        }
        if let memoryGradient {
          bk_add_scaled(width, slope, queries.values + query * width, memoryGradient + row * width)
        }
      }
    }
    return Attended(context: output, weights: kept)
  }

  // Queries [M, A], keys [N, A], score [1, A].
  private func additiveAttention(
    _ queries: Tensor, keys: Tensor, score: Tensor, _ memory: Tensor, _ plan: AttentionPlan
  ) -> Attended {
    let units = score.columns
    demand(
      queries.columns == units && keys.columns == units,
      "a score of \(score.shape) for queries \(queries.shape) and keys \(keys.shape)")
    let output = make(
      queries.rows, memory.columns,
      needsGradient: queries.needsGradient || keys.needsGradient || score.needsGradient || memory.needsGradient)
    let weights = allocate(queries.rows * plan.longest)
    /// The hidden units of a pair.
    func hidden(_ query: Int, _ row: Int, into hidden: UnsafeMutablePointer<Float>) {
      hidden.update(from: queries.values + query * units, count: units)
      bk_add(units, keys.values + row * units, hidden)
      bk_tanh(units, hidden, hidden)
    }
    let scratch = allocate(units)
    plan.each { query, source, length in
      for step in 0..<length {
        hidden(query, plan.memory.row(sequence: source, step: step), into: scratch)
        weights[query * plan.longest + step] = Float(bk_dot(units, scratch, score.values))
      }
    }
    let kept = average(memory, by: weights, plan, into: output)
    record(output) { tape, gradient in
      let queryGradient = tape.zeroedGradient(queries)
      let keyGradient = tape.zeroedGradient(keys)
      let scoreGradient = tape.zeroedGradient(score)
      let memoryGradient = tape.zeroedGradient(memory)
      tape.differentiateAverage(memory, memoryGradient, by: weights, plan, gradient) { query, row, slope in
        // Hidden units are computed again: one multiplication each, and no memory for every pair.
        hidden(query, row, into: scratch)
        if let scoreGradient { bk_add_scaled(units, slope, scratch, scoreGradient) }
        for unit in 0..<units {
          scratch[unit] = slope * score.values[unit] * (1 - scratch[unit] * scratch[unit])
        }
        if let queryGradient { bk_add(units, scratch, queryGradient + query * units) }
        if let keyGradient { bk_add(units, scratch, keyGradient + row * units) }
      }
    }
    return Attended(context: output, weights: kept)
  }

  /// Turns each query's scores into weights and averages its memory by them; returns the weights unless training.
  private func average(
    _ memory: Tensor, by weights: UnsafeMutablePointer<Float>, _ plan: AttentionPlan, into output: Tensor
  ) -> [[Float]] {
    let width = memory.columns
    output.values.update(repeating: 0, count: output.count)
    var kept: [[Float]] = isTraining ? [] : Array(repeating: [], count: output.rows)
    plan.each { query, source, length in
      let weights = weights + query * plan.longest
      bk_softmax(1, length, weights, length, weights, length, nil)
      for step in 0..<length {
        let row = plan.memory.row(sequence: source, step: step) * width
        bk_add_scaled(width, weights[step], memory.values + row, output.values + query * width)
      }
      if !isTraining { kept[query] = Array(UnsafeBufferPointer(start: weights, count: length)) }
    }
    return kept
  }

  /// The gradient of `average`: adds to the memory's, and hands the slope of each query's score of each row to `body`.
  private func differentiateAverage(
    _ memory: Tensor, _ memoryGradient: UnsafeMutablePointer<Float>?, by weights: UnsafeMutablePointer<Float>,
    _ plan: AttentionPlan, _ gradient: UnsafeMutablePointer<Float>,
    _ body: (_ query: Int, _ row: Int, _ slope: Float) -> Void
  ) {
    let width = memory.columns
    let slopes = allocate(plan.longest)
    plan.each { query, source, length in
      let weights = weights + query * plan.longest
      let incoming = gradient + query * width
      var mean: Float = 0
      for step in 0..<length {
        let row = plan.memory.row(sequence: source, step: step)
        slopes[step] = Float(bk_dot(width, incoming, memory.values + row * width))
        mean += weights[step] * slopes[step]
      }
      for step in 0..<length {
        let row = plan.memory.row(sequence: source, step: step)
        body(query, row, weights[step] * (slopes[step] - mean))
        if let memoryGradient { bk_add_scaled(width, weights[step], incoming, memoryGradient + row * width) }
      }
    }
  }
}
