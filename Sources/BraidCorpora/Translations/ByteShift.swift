import BraidText

/// Where the bytes of a file stand after changes.
struct ByteShift {
  private struct Step {
    var end: Int
    var isInsertion: Bool
    /// How many bytes this change and those before it have added.
    var total: Int
  }

  private var steps: [Step] = []

  /// The effect of changes: ranges, and how many bytes take their place.
  init(_ changes: [(range: Range<Int>, count: Int)]) {
    var total = 0
    let sorted = changes.sorted { a, b in
      a.range.upperBound != b.range.upperBound
        ? a.range.upperBound < b.range.upperBound : !a.range.isEmpty && b.range.isEmpty
    }
    for (range, count) in sorted {
      total += count - range.count
      steps.append(Step(end: range.upperBound, isInsertion: range.isEmpty, total: total))
    }
  }

  /// The new place of a byte, behind what was put in before it.
  func start(_ byte: Int) -> Int { byte + total(steps.partitioningIndex { $0.end > byte }) }

  /// The new place of the end of what lies before a byte, without what was put in behind it.
  func end(_ byte: Int) -> Int {
    byte + total(steps.partitioningIndex { $0.end > byte || ($0.end == byte && $0.isInsertion) })
  }

  private func total(_ count: Int) -> Int { count > 0 ? steps[count - 1].total : 0 }
}
