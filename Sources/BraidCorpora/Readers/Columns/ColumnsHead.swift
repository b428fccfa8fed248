import BraidText

/// The first rows of a column file, for what stands between its columns and which of them have tags of spans.
struct ColumnsHead {
  /// Rows that are looked at.
  private static let most = 1000

  /// The cells of rows, comments and starts of documents left out.
  private let rows: [[Substring]]
  /// Whether tabs cut every row into as many cells, and runs of blanks do not.
  let isSeparatedByTabs: Bool

  /// The rows at the beginning of a file.
  ///
  /// - Parameters:
  ///   - bytes: the beginning of the file.
  ///   - isWhole: whether the file ends with them.
  ///   - separator: the byte between columns; nil for blanks, or tabs where only these fit.
  init(_ bytes: some BidirectionalCollection<UInt8>, isWhole: Bool, separator: UInt8?) {
    var lines = bytes.split(separator: .lineFeed, maxSplits: Self.most, omittingEmptySubsequences: true)
    // The last one is cut, or holds the rest.
    let isCut = !isWhole && bytes.last != .lineFeed
    if isCut || lines.count > Self.most, !lines.isEmpty { lines.removeLast() }
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }.filter { line in
      line.unlessBlank != nil && line.utf8.first != .hash
        && !line.utf8.split(whereSeparator: { $0 == separator ?? .tab || $0 == .space }).contains {
          DocumentStart.isMark($0)
        }
    }
    func cut(_ isSeparator: (UInt8) -> Bool, omittingEmpty: Bool) -> [[Substring]] {
      texts.map { text in
        let bare = text.utf8.last == .carriageReturn ? text.dropLast() : text[...]
        return bare.utf8.split(omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator).map(
          Substring.init)
      }
    }
    func width(_ rows: [[Substring]]) -> Int? {
      guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else { return nil }
      return width
    }
    if let separator {
      rows = cut({ $0 == separator }, omittingEmpty: false)
      isSeparatedByTabs = false
      return
    }
    let spaced = cut({ $0 == .space || $0 == .tab }, omittingEmpty: true)
    guard width(spaced) == nil else {
      rows = spaced
      isSeparatedByTabs = false
      return
    }
    let tabbed = cut({ $0 == .tab }, omittingEmpty: false)
    isSeparatedByTabs =
      (width(tabbed) ?? 0) > 1 && tabbed.contains { $0.contains { $0.utf8.contains(.space) } }
    rows = isSeparatedByTabs ? tabbed : spaced
  }

  /// The notation of the tags of a column, where all of them are `O` or have a mark and a label; nil for anything else.
  func notation(column: Int) -> SpanNotation? {
    let tags = rows.map { row -> String? in
      guard column < row.count, row[column] != "_" else { return nil }
      return String(row[column])
    }
    return SpanNotation.marked(in: tags)
  }
}
