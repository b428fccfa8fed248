import BraidFiles
import BraidText

/// A labelled run of rows of a block.
struct RowSpan: Hashable {
  /// The rows.
  var rows: Range<Int>
  /// The label.
  var label: String
}

extension BlockReader {
  /// The spans of a column of starred brackets: `(ARG0*`, `*`, `*)`, `(V*)`; in `(ORG)` the star is understood.
  ///
  /// - Returns: The spans in the order in which they open.
  /// - Throws: `unbalancedBrackets` for one that closes what is not open, or stays open; `unexpected` for a cell without
  ///   a star.
  func starredSpans(_ column: Int) throws(CorpusError) -> [RowSpan] {
    var spans: [RowSpan] = []
    var open: [Int] = []
    for row in 0..<count {
      let cell = self[row, column]
      if cell.isOnly(.star) { continue }
      var index = 0
      var stars = 0
      while index < cell.count {
        switch cell[index] {
        case .openParenthesis:
          var end = index + 1
          while end < cell.count, cell[end] != .openParenthesis, cell[end] != .star, cell[end] != .closeParenthesis {
            end += 1
          }
          open.append(spans.count)
          spans.append(RowSpan(rows: row..<row, label: cell.slice(index + 1..<end).string))
          index = end
        case .star:
          stars += 1
          index += 1
        case .closeParenthesis:
          guard let span = open.popLast() else {
            throw .unbalancedBrackets(place(row, column), found: cell.string, expected: "an open bracket to close")
          }
          spans[span].rows = spans[span].rows.lowerBound..<row + 1
          index += 1
        default:
          throw .unexpected(place(row, column), found: cell.string, expected: "a cell such as *, (X*, *) or (X*)")
        }
      }
      guard stars == 1 || stars == 0 && cell.last == .closeParenthesis else {
        throw .unexpected(place(row, column), found: cell.string, expected: "a cell with one star, such as (X*)")
      }
    }
    if let span = open.last {
      throw .unbalancedBrackets(
        place(spans[span].rows.lowerBound, column), found: "(\(spans[span].label)* that is never closed",
        expected: "a closing bracket in the same sentence")
    }
    return spans
  }

  /// The tags of a column in which a star stands for nothing; nil when there is none.
  func tags(_ column: Int, missing: UInt8 = .star) -> [String?]? {
    isAll(missing, column: column) ? nil : self.column(column, missing: missing)
  }

  /// One frame a column from `first` on, for the predicates in order.
  ///
  /// - Parameters:
  ///   - predicates: The rows of the predicates, with their senses.
  ///   - first: The first argument column.
  /// - Returns: The frames, in the order of the predicates.
  /// - Throws: As `starredSpans`.
  func starredFrames(_ predicates: [(row: Int, sense: String?)], first: Int) throws(CorpusError) -> [Frame] {
    var frames: [Frame] = []
    frames.reserveCapacity(predicates.count)
    for (number, predicate) in predicates.enumerated() {
      var frame = Frame(predicate: predicate.row, sense: predicate.sense)
      var extents: [Range<Int>] = []
      for span in try starredSpans(first + number) {
        if span.label == "V", extents.isEmpty {
          extents.append(span.rows)
        } else {
          frame.arguments.append(Argument(role: span.label, tokens: span.rows))
        }
      }
      let extent = extents.first ?? predicate.row..<predicate.row
      if extent != predicate.row..<predicate.row + 1 { frame.extent = extent }
      frames.append(frame)
    }
    return frames
  }

  /// The block's words joined by spaces.
  func words(_ column: Int) -> Document {
    var builder = TextBuilder(bytes: used, tokens: count)
    for row in 0..<count {
      if row > 0 { builder.append(.space) }
      builder.appendToken(self[row, column])
    }
    builder.sentences = [Sentence(tokens: 0..<count, comments: comments)]
    return builder.document()
  }
}
