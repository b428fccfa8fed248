/// Columns of text under each other: names to the left, numbers to the right.
package struct TextTable {
  /// What stands between two columns.
  private static let gap = 2
  /// Columns that a name keeps, where it has as many, before other means are found.
  private static let shortest = 12

  private let rows: [[String]]
  private let hasHeadings: Bool
  /// Columns to the left; the others stand to the right.
  private let left: Set<Int>
  /// Columns that are laid out.
  private let count: Int
  /// What stands behind each row; empty for nothing.
  private let tails: [String]

  /// A table.
  ///
  /// - Parameters:
  ///   - rows: cells by row; a row may have fewer than others.
  ///   - headings: whether the first row is that of the headings, which may be shortened in any column.
  ///   - left: columns of text, which stand to the left and may be shortened.
  ///   - tail: whether the last column is prose, which is neither shortened nor has to fit, as it is wrapped when it is printed.
  package init(_ rows: [[String]], headings: Bool = true, left: Set<Int> = [0], tail: Bool = false) {
    (self.rows, hasHeadings, self.left) = (rows, headings, left)
    let columns = rows.map(\.count).max() ?? 0
    count = tail ? columns - 1 : columns
    tails = tail ? rows.map { $0.count == columns ? $0[columns - 1] : "" } : []
  }

  /// The lines of the table.
  ///
  /// - Parameter width: columns of the terminal: names that are too long get an ellipsis in their middle, and where even that does
  ///   not do, further columns stand in a second table below, with the first column again. nil where nothing is shortened.
  /// - Returns: the lines, without line breaks.
  package func lines(width: Int? = nil) -> [String] {
    let natural = (0..<count).map(naturalWidth)
    guard let width else { return lines(Array(0..<count), natural) }
    let least = (0..<count).map(leastWidth)
    func totalWidth(_ columns: [Int], _ widths: [Int]) -> Int {
      columns.reduce(0) { $0 + widths[$1] } + Self.gap * max(0, columns.count - 1)
    }
    // As many columns to a part as fit, the first one in each.
    var parts: [[Int]] = []
    for column in 0..<count {
      if let last = parts.last, totalWidth(last + [column], least) <= width {
        parts[parts.count - 1].append(column)
      } else {
        parts.append(column == 0 ? [0] : [0, column])
      }
    }
    return parts.enumerated().flatMap { number, columns in
      var widths = natural
      // The widest is shortened first.
      while totalWidth(columns, widths) > width,
        let widest = columns.filter({ widths[$0] > least[$0] }).max(by: { (widths[$0], $1) < (widths[$1], $0) })
      {
        widths[widest] -= 1
      }
      return (number > 0 ? [""] : []) + lines(columns, widths, withTails: number == 0)
    }
  }

  private func cells(_ column: Int) -> [String] { rows.map { column < $0.count ? $0[column] : "" } }

  private func naturalWidth(_ column: Int) -> Int { cells(column).map(TerminalColumns.count).max() ?? 0 }

  /// The narrowest that a column may be: its numbers stay whole.
  private func leastWidth(_ column: Int) -> Int {
    let natural = naturalWidth(column)
    let isText = left.contains(column)
    guard hasHeadings || isText else { return natural }
    let whole = isText ? 0 : cells(column).dropFirst().map(TerminalColumns.count).max() ?? 0
    return min(natural, max(whole, Self.shortest))
  }

  private func lines(_ columns: [Int], _ widths: [Int], withTails: Bool = true) -> [String] {
    rows.enumerated().map { number, row in
      var line = ""
      for (place, column) in columns.enumerated() {
        let cell = TerminalColumns.shortened(column < row.count ? row[column] : "", to: max(1, widths[column]))
        let space = String(repeating: " ", count: max(0, widths[column] - TerminalColumns.count(cell)))
        let isLast = place == columns.count - 1 && (tails.isEmpty || !withTails)
        line += (place > 0 ? "  " : "") + (left.contains(column) ? cell + (isLast ? "" : space) : space + cell)
      }
      return withTails && !tails.isEmpty ? line + "  " + tails[number] : line
    }
  }
}
