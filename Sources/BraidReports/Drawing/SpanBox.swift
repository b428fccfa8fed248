/// A coloured box around some tokens of a sentence.
struct SpanBox {
  /// Indices into the document's tokens; not empty.
  let tokens: Range<Int>
  let label: String
  let score: Double?
  let isPredicate: Bool

  /// A box around what `tokens` has in the sentence `range`; nil when that is nothing.
  init?(_ tokens: Range<Int>, _ label: String, score: Double?, within range: Range<Int>, isPredicate: Bool = false) {
    self.tokens = tokens.clamped(to: range)
    self.label = label
    self.score = score
    self.isPredicate = isPredicate
    if self.tokens.isEmpty { return nil }
  }

  /// The boxes in as few rows as the order in which they come needs for no two of a row to overlap.
  static func rows(_ boxes: [SpanBox]) -> [[SpanBox]] {
    var rows: [[SpanBox]] = []
    for box in boxes {
      if let index = rows.firstIndex(where: { row in !row.contains { $0.tokens.overlaps(box.tokens) } }) {
        rows[index].append(box)
      } else {
        rows.append([box])
      }
    }
    return rows
  }
}
