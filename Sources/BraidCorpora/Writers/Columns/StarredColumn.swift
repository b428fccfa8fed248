import BraidText

/// Spells spans as a column of starred brackets: `(ARG0*`, `*`, `*)`, `(V*)`.
struct StarredColumn {
  /// One cell a token.
  private(set) var cells: [String]

  /// The column of `spans` over `range`; nil when two of them cross, which brackets cannot say.
  ///
  /// - Parameters:
  ///   - spans: Spans within `range`; of two over the same tokens the first is the outer one.
  ///   - range: The sentence's tokens.
  init?(_ spans: [LabeledSpan], in range: Range<Int>) {
    cells = Array(repeating: "*", count: range.count)
    guard !spans.isEmpty else { return }
    var opened = [String](repeating: "", count: range.count)
    var closed = [Int](repeating: 0, count: range.count)
    var open: [Int] = []
    let ordered = spans.enumerated().sorted {
      let (a, b) = ($0.element.tokens, $1.element.tokens)
      return (a.lowerBound, -a.upperBound, $0.offset) < (b.lowerBound, -b.upperBound, $1.offset)
    }
    for (_, span) in ordered {
      let tokens = span.tokens
      guard !tokens.isEmpty, tokens.lowerBound >= range.lowerBound, tokens.upperBound <= range.upperBound else {
        return nil
      }
      while let end = open.last, end <= tokens.lowerBound { open.removeLast() }
      if let end = open.last, tokens.upperBound > end { return nil }
      open.append(tokens.upperBound)
      opened[tokens.lowerBound - range.lowerBound] += "(" + span.label
      closed[tokens.upperBound - 1 - range.lowerBound] += 1
    }
    for index in cells.indices where !opened[index].isEmpty || closed[index] > 0 {
      cells[index] = opened[index] + "*" + String(repeating: ")", count: closed[index])
    }
  }
}
