package import BraidTensors
import CKernels

/// Attention with the dot score over memory sequences whose rows lie one after the other, for decoders that ask step by
/// step; it trains nothing.
///
/// What `Tape.attention` gives, to the bit.
package struct MemoryAttention {
  /// `[N, W]`, sequence after sequence.
  private let memory: Tensor
  /// The first row of each packed sequence.
  private let starts: [Int32]
  private let lengths: [Int32]
  private let longest: Int

  /// Lays out `[N, W]` states, whose rows lie as `packing` says.
  package init(_ tape: Tape, _ states: Tensor, _ packing: Packing) {
    var rows: [Int32] = []
    rows.reserveCapacity(packing.count)
    var starts: [Int32] = []
    for (sequence, length) in packing.lengths.enumerated() {
      starts.append(Int32(rows.count))
      for step in 0..<length { rows.append(Int32(packing.row(sequence: sequence, step: step))) }
    }
    memory = tape.gatherRows(states, rows: rows)
    self.starts = starts
    lengths = packing.lengths.map(Int32.init)
    longest = max(1, packing.lengths.first ?? 1)
  }

  /// The contexts of queries, `[M, W]`, and the weights that each gives to the steps of its sequence.
  ///
  /// - Parameters:
  ///   - tape: where they are made.
  ///   - queries: `[M, W]`.
  ///   - sources: for each query its packed sequence.
  /// - Returns: `[M, W]`, and `[M, longest sequence]`, of which a query's row is set as far as its sequence goes.
  package func attend(_ tape: Tape, _ queries: Tensor, sources: [Int32]) -> (context: Tensor, weights: Tensor) {
    demand(
      queries.columns == memory.columns && sources.count == queries.rows
        && sources.allSatisfy { starts.indices.contains(Int($0)) },
      "queries \(queries.shape) of \(sources.count) sources over a memory \(memory.shape)")
    let context = tape.make(queries.rows, memory.columns, needsGradient: false)
    let weights = tape.make(queries.rows, longest, needsGradient: false)
    bk_attend(
      queries.rows, memory.columns, queries.values, memory.values, sources.map { starts[Int($0)] },
      sources.map { lengths[Int($0)] }, weights.values, longest, context.values)
    return (context, weights)
  }

  /// The weights of a query of `source`.
  package func row(_ weights: Tensor, _ query: Int, source: Int32) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: weights.values + query * longest, count: Int(lengths[Int(source)]))
  }
}
