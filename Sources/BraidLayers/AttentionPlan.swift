import BraidTensors

/// Which rows of a memory each query attends to.
struct AttentionPlan {
  let queries: Packing
  let memory: Packing
  /// For each packed sequence of queries its packed sequence of the memory.
  let sources: [Int32]
  /// Steps of the longest memory sequence, 1 at least: the floats from one query's weights to the next.
  let longest: Int

  init(_ queries: Tensor, _ queryPacking: Packing, _ memory: Tensor, _ memoryPacking: Packing, sources: [Int32]) {
    demand(
      queries.rows == queryPacking.count && memory.rows == memoryPacking.count,
      "queries \(queries.shape) in a packing of \(queryPacking.count) rows over a memory \(memory.shape) in one of "
        + "\(memoryPacking.count)")
    demand(
      sources.count == queryPacking.lengths.count
        && sources.allSatisfy { $0 >= 0 && Int($0) < memoryPacking.lengths.count },
      "\(sources.count) sources in 0..<\(memoryPacking.lengths.count) for \(queryPacking.lengths.count) sequences")
    self.queries = queryPacking
    self.memory = memoryPacking
    self.sources = sources
    longest = max(1, memoryPacking.lengths.first ?? 1)
  }

  /// Calls `body` for each query with its row, its memory sequence and that one's length.
  func each(_ body: (_ query: Int, _ source: Int, _ length: Int) -> Void) {
    for step in queries.batchSizes.indices {
      for sequence in 0..<queries.batchSizes[step] {
        let source = Int(sources[sequence])
        body(queries.row(sequence: sequence, step: step), source, memory.lengths[source])
      }
    }
  }
}
