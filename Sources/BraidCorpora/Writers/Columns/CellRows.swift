import BraidText

/// The rows of one sentence of a column file.
enum CellRows {
  /// Appends rows, and the blank line behind them.
  ///
  /// - Throws: `cannotExpress` for a cell that is empty or holds white space.
  static func append(
    _ rows: [[String]], separator: UInt8, _ format: CorpusFormat, of document: Document, to out: inout [UInt8]
  ) throws(CorpusError) {
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column > 0 { out.append(separator) }
        guard !cell.isEmpty, !cell.utf8.contains(where: { $0 <= 32 }) else {
          throw .cannotExpress(
            format, document: document.id, what: cell.isEmpty ? "an empty cell" : "white space in \(cell)")
        }
        out.append(contentsOf: cell.utf8)
      }
      out.append(.lineFeed)
    }
    out.append(.lineFeed)
  }

  /// The frames of a sentence by their predicates, each of another token.
  ///
  /// - Throws: `cannotExpress` when two have the same.
  static func ordered(
    _ frames: [Frame], _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [Frame] {
    let frames = frames.enumerated().sorted { ($0.element.predicate, $0.offset) < ($1.element.predicate, $1.offset) }
      .map(\.element)
    for (first, second) in zip(frames, frames.dropFirst()) where first.predicate == second.predicate {
      throw .cannotExpress(format, document: document.id, what: "two frames of one token")
    }
    return frames
  }

  /// The arguments of a frame as starred brackets, its own tokens as `V`.
  ///
  /// - Throws: `cannotExpress` for arguments that cross each other or the sentence.
  static func starred(
    _ frame: Frame, in sentence: Sentence, _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [String] {
    var spans = frame.arguments.map { LabeledSpan($0.tokens, label: $0.role) }
    let extent = frame.extent ?? frame.predicate..<frame.predicate + 1
    if !extent.isEmpty { spans.insert(LabeledSpan(extent, label: "V"), at: 0) }
    return try starred(spans, in: sentence, "arguments", format, of: document)
  }

  /// Spans of a sentence as starred brackets.
  ///
  /// - Throws: `cannotExpress` for spans that cross each other or the sentence.
  static func starred(
    _ spans: [LabeledSpan], in sentence: Sentence, _ what: String, _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [String] {
    guard let column = StarredColumn(spans, in: sentence.tokens) else {
      throw .cannotExpress(format, document: document.id, what: "\(what) that cross each other or the sentence")
    }
    return column.cells
  }
}
