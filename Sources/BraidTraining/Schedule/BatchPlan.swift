package import BraidFiles

/// One pass over a corpus: its examples in batches of like length, in random order.
///
/// Examples are shuffled, sorted by length inside pools of many batches, cut into batches, and the batches shuffled:
/// every example is in exactly one batch.
package struct BatchPlan: Sendable {
  /// Example indices by step and batch.
  package let steps: [[[Int]]]

  /// Example indices by batch.
  package var batches: [[Int]] { steps.flatMap(\.self) }

  /// Batches whose examples are sorted together.
  static let pool = 40

  /// Plans a pass over examples with these lengths and costs, in tokens; a batch costs `tokens` at most, unless one
  /// example alone costs more. A step takes `accumulate` batches, the last one those that are left.
  package init(
    lengths: [Int], costs: [Int], sentences: Int, tokens: Int, accumulate: Int = 1, random: inout SplitMix64
  ) {
    var order = Array(lengths.indices)
    random.shuffle(&order)
    var batches: [[Int]] = []
    var start = 0
    while start < order.count {
      let end = min(order.count, start + sentences * Self.pool)
      let sorted = Self.sorted(order[start..<end], by: lengths)
      batches += Self.cut(sorted, costs: costs, sentences: sentences, tokens: tokens)
      start = end
    }
    random.shuffle(&batches)
    steps = stride(from: 0, to: batches.count, by: accumulate).map {
      Array(batches[$0..<min(batches.count, $0 + accumulate)])
    }
  }

  /// By length; equal lengths keep the shuffled order, so that the same examples do not always meet.
  private static func sorted(_ pool: ArraySlice<Int>, by lengths: [Int]) -> [Int] {
    pool.enumerated().sorted { (lengths[$0.element], $0.offset) < (lengths[$1.element], $1.offset) }.map(\.element)
  }

  private static func cut(_ sorted: [Int], costs: [Int], sentences: Int, tokens: Int) -> [[Int]] {
    var batches: [[Int]] = []
    var batch: [Int] = []
    var total = 0
    for example in sorted {
      if !batch.isEmpty, batch.count == sentences || total + costs[example] > tokens {
        batches.append(batch)
        batch = []
        total = 0
      }
      batch.append(example)
      total += costs[example]
    }
    if !batch.isEmpty { batches.append(batch) }
    return batches
  }
}
