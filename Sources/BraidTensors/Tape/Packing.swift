/// How sequences of different lengths lie in the rows of a matrix: time-major, longest first, no padding.
///
/// Row `offsets[t] + s` is step t of sequence s; `batchSizes[t]` sequences reach step t.
public struct Packing: Sendable, Equatable {
  /// For each packed sequence its index among the lengths given.
  public let order: [Int]
  /// Length of each packed sequence, longest first.
  public let lengths: [Int]
  /// Sequences that reach each step.
  public let batchSizes: [Int]
  /// First row of each step.
  public let offsets: [Int]
  /// Rows in all.
  public let count: Int

  /// Packs sequences of these lengths; equal lengths keep their order.
  ///
  /// - Precondition: every length is at least 1.
  public init(lengths given: [Int]) {
    demand(given.allSatisfy { $0 > 0 }, "a sequence of length 0 among \(given)")
    let order = given.indices.sorted { (-given[$0], $0) < (-given[$1], $1) }
    let lengths = order.map { given[$0] }
    var batchSizes: [Int] = []
    var offsets: [Int] = []
    var rows = 0
    var live = lengths.count
    for step in 0..<(lengths.first ?? 0) {
      while lengths[live - 1] <= step { live -= 1 }
      offsets.append(rows)
      batchSizes.append(live)
      rows += live
    }
    self.order = order
    self.lengths = lengths
    self.batchSizes = batchSizes
    self.offsets = offsets
    count = rows
  }

  /// The row of one step of a packed sequence.
  public func row(sequence: Int, step: Int) -> Int { offsets[step] + sequence }

  /// The values of sequences, given in their original order, row by row.
  ///
  /// - Precondition: the sequences have the lengths that were packed.
  public func pack<Value>(_ sequences: [[Value]]) -> [Value] {
    var packed: [Value] = []
    packed.reserveCapacity(count)
    for step in batchSizes.indices {
      for sequence in 0..<batchSizes[step] { packed.append(sequences[order[sequence]][step]) }
    }
    return packed
  }
}
