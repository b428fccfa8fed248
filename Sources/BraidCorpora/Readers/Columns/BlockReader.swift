import BraidFiles
import BraidText

/// Blocks of rows between blank lines, cut into cells: the ground of all column formats.
///
/// The cells of a block are copied, so they stay valid until the next `advance`.
final class BlockReader {
  /// What separates cells.
  enum Separator {
    /// Every occurrence of the byte.
    case byte(UInt8)
    /// Runs of spaces and tabs.
    case blanks
  }

  /// Which lines are no rows.
  enum Comments {
    /// None: `#` may be a word.
    case none
    /// Lines that start with this.
    case prefix(String)
    /// Lines that start with `# ` or `#begin` or `#end`, or that are a `#` alone.
    case markers
    /// Lines that start with `#` before the first row of a block, when they have another width than the rows, or in one of
    /// these columns, counted from the end when negative, no tag of a span.
    case unlessRows(tagColumns: [Int])

    /// Whether a comment may end a file.
    fileprivate var areMarkers: Bool { if case .markers = self { true } else { false } }
  }

  // A reader has one owner, and its functions change its properties one after the other: none is looked at while another
  // function changes it.

  /// Comment lines before or in the block.
  @exclusivity(unchecked) private(set) var comments: [String] = []
  /// How many rows the block has.
  var count: Int { rows.count }
  /// How many cells each row has.
  @exclusivity(unchecked) private(set) var width = 0

  let lines: LineSource
  /// What stands between cells; changed before the first block only.
  @exclusivity(unchecked) var separator: Separator
  private let commentStyle: Comments
  @exclusivity(unchecked) private var splitter = FieldSplitter()
  @exclusivity(unchecked) private var arena: UnsafeMutableBufferPointer<UInt8>
  /// Bytes of the block's rows.
  @exclusivity(unchecked) private(set) var used = 0
  private let cells = RangeList()
  @exclusivity(unchecked) private var rows: [(number: Int, start: Int)] = []
  /// Lines with `#` before the first row of the file, which may still turn out to be rows.
  @exclusivity(unchecked) private var held: [(number: Int, line: String)] = []
  /// The column of the words, which a line that starts a document has its mark in, or in its first one; nil where no line does.
  private let wordColumn: Int?
  private let strings = StringCache()
  private let names = TagCells.Names()
  /// Whether a document starts with the block.
  @exclusivity(unchecked) private(set) var startsDocument = true
  /// Whether a line that says so stands before it.
  @exclusivity(unchecked) private(set) var hasDocumentStart = false
  /// Whether one stands right behind it.
  @exclusivity(unchecked) private var nextStartsDocument = false

  init(_ lines: LineSource, separator: Separator, comments: Comments, documentStarts wordColumn: Int? = nil) {
    self.lines = lines
    self.wordColumn = wordColumn
    self.separator = separator
    commentStyle = comments
    arena = .allocate(capacity: 16 << 10)
  }

  deinit { arena.deallocate() }

  /// A cell of the block; valid until the next `advance`.
  subscript(row: Int, column: Int) -> Bytes { Bytes(arena).slice(cells[row * width + column]) }

  /// The place of a row or of a cell in it.
  func place(_ row: Int, _ column: Int? = nil) -> SourceLocation {
    let byte = column.map { cells[row * width + $0].lowerBound - rows[row].start + 1 } ?? 0
    return SourceLocation(file: lines.file, line: rows[row].number, column: byte)
  }

  /// The strings of a column; nil where the cell is `missing`.
  func column(_ column: Int, missing: UInt8? = nil) -> [String?] {
    let (count, width) = (count, width)
    let arena = Bytes(arena)
    return [String?](unsafeUninitializedCapacity: count) { tags, filled in
      var place = column
      for row in 0..<count {
        let cell = arena.slice(cells[place])
        place &+= width
        let isMissing = missing != nil && cell.count == 1 && cell[0] == missing
        tags.initializeElement(at: row, to: isMissing ? nil : strings.string(cell))
      }
      filled = count
    }
  }

  /// Tags of columns, as they stand in the block.
  ///
  /// - Parameters:
  ///   - columns: The columns of the layers, at least one.
  ///   - missing: The cell that stands for no tag.
  /// - Returns: The tags, which don't need the block any more.
  func tagCells(_ columns: [(layer: String, column: Int)], missing: UInt8) -> TagCells {
    let (count, width) = (count, width)
    let arena = Bytes(arena)
    var tags: [TagCells.Cell] = []
    tags.reserveCapacity(count * columns.count)
    var present = 0
    for (_, column) in columns {
      var place = column
      for _ in 0..<count {
        let cell = cells[place]
        place &+= width
        if cell.count == 1, arena[cell.lowerBound] == missing {
          tags.append(.missing)
        } else {
          tags.append(TagCells.Cell(cell))
          present &+= 1
        }
      }
    }
    return TagCells(
      Array(arena.slice(0..<used)), cells: tags, layers: columns.map(\.layer), count: present, names: names)
  }

  /// Whether every cell of a column is the single byte.
  func isAll(_ byte: UInt8, column: Int) -> Bool { (0..<count).allSatisfy { self[$0, column].isOnly(byte) } }

  /// Goes to the next block.
  ///
  /// - Throws: What reading throws, and `raggedColumns` when the rows of a block are not equally wide.
  func advance(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    comments = []
    cells.removeAll()
    startsDocument = nextStartsDocument || rows.isEmpty && startsDocument
    hasDocumentStart = nextStartsDocument || rows.isEmpty && hasDocumentStart
    nextStartsDocument = false
    rows.removeAll(keepingCapacity: true)
    used = 0
    lines.beginRecord()
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.isEmpty || line[0] <= .space && line.trimmed.isEmpty {
        if !rows.isEmpty { return true }
        comments += held.map(\.line)
        held = []
      } else if isDocumentStart(line) {
        nextStartsDocument = !rows.isEmpty
        if nextStartsDocument { return true }
        (startsDocument, hasDocumentStart) = (true, true)
      } else if let isRow = isRow(line) {
        if !isRow {
          comments.append(line.string)
        } else {
          if !held.isEmpty { try release(before: line, into: &ledger) }
          try add(line, number: lines.number, into: &ledger)
        }
      } else {
        held.append((lines.number, line.string))
      }
    }
    if rows.isEmpty, !commentStyle.areMarkers {
      let count = comments.count + held.count
      ledger.note(.dropped, .lines, "comment without a sentence", at: lines.place(), count: count)
    }
    return !rows.isEmpty
  }

  /// Whether a line starts a document: its first cell says so, or its word does, behind a number where the map names no column.
  private func isDocumentStart(_ line: Bytes) -> Bool {
    guard let wordColumn else { return false }
    if DocumentStart.isMark(line) { return true }
    let isNumbered = UInt8(ascii: "0")...UInt8(ascii: "9") ~= line[0]
    guard wordColumn > 0 || isNumbered || line[0] <= .space else { return false }
    return DocumentStart.isMark(rest(of: line, from: 0))
      || DocumentStart.isMark(rest(of: line, from: wordColumn > 0 ? wordColumn : isNumbered ? 1 : 0))
  }

  /// A line from a column on; empty where it has fewer.
  private func rest(of line: Bytes, from column: Int) -> Bytes {
    var index = 0
    switch separator {
    case .byte(let byte):
      for _ in 0..<column {
        guard let end = line[index...].firstIndex(of: byte) else { return line.slice(line.count..<line.count) }
        index = end + 1
      }
    case .blanks:
      func isBlank(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }
      for _ in 0..<column {
        while index < line.count, isBlank(line[index]) { index += 1 }
        while index < line.count, !isBlank(line[index]) { index += 1 }
      }
      while index < line.count, isBlank(line[index]) { index += 1 }
    }
    return line.slice(index..<line.count)
  }

  private func add(_ line: Bytes, number: Int, into ledger: inout Ledger) throws(CorpusError) {
    if cut(line) {
      ledger.note(
        .repaired, .lines, "empty columns at the end of the line", at: SourceLocation(file: lines.file, line: number))
    }
    if splitter.count != width, width > 0, case .blanks = separator { cutAtTabs(line) }
    if rows.isEmpty {
      width = splitter.count
    } else if splitter.count != width {
      throw .raggedColumns(SourceLocation(file: lines.file, line: number), found: splitter.count, expected: width)
    }
    keep(line, number: number)
  }

  /// Cuts a line into cells.
  ///
  /// - Returns: Whether there were empty ones at its end, which are left out.
  private func cut(_ line: Bytes) -> Bool {
    switch separator {
    case .byte(let byte):
      splitter.split(line, at: byte)
      return splitter.dropTrailingEmpty()
    case .blanks:
      splitter.splitBlanks(line)
      return false
    }
  }

  /// Cuts a line at tabs where that gives the width of the rows before it: a word may have no characters.
  private func cutAtTabs(_ line: Bytes) {
    splitter.split(line, at: .tab)
    if splitter.count != width || width == 1 { splitter.splitBlanks(line) }
  }

  /// Decides on the lines that were held, now that the first row is there.
  private func release(before line: Bytes, into ledger: inout Ledger) throws(CorpusError) {
    _ = cut(line)
    width = splitter.count
    for (number, text) in held {
      var text = text
      var failure: CorpusError?
      text.withUTF8 { held in
        guard fits(held) else { return comments.append(held.string) }
        do throws(CorpusError) { try add(held, number: number, into: &ledger) } catch { failure = error }
      }
      if let failure { throw failure }
    }
    held = []
  }

  /// Whether a line is a row and no comment; nil when the first row has to tell.
  private func isRow(_ line: Bytes) -> Bool? {
    switch commentStyle {
    case .none: return true
    case .prefix(let prefix): return !line.starts(with: prefix.utf8)
    case .markers:
      return line[0] != .hash
        || !(line.count == 1 || line[1] == .space || line.starts(with: "#begin") || line.starts(with: "#end"))
    case .unlessRows:
      guard line[0] == .hash, rows.isEmpty else { return true }
      return width == 0 ? nil : fits(line)
    }
  }

  /// Whether a line has the width of the rows, and tags where they have them.
  private func fits(_ line: Bytes) -> Bool {
    guard case .unlessRows(let columns) = commentStyle else { return true }
    _ = cut(line)
    guard splitter.count == width else { return false }
    return columns.allSatisfy { column in
      let index = column < 0 ? width + column : column
      guard 0..<width ~= index else { return true }
      let cell = splitter[index].string
      return cell == "_" || (SpanNotation.detected(in: [cell]) ?? .usual) != .labelOnly
    }
  }

  private func keep(_ line: Bytes, number: Int) {
    if used + line.count > arena.count {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(arena.count * 2, used + line.count))
      _ = larger.update(fromContentsOf: arena[..<used])
      arena.deallocate()
      arena = larger
    }
    if let base = arena.baseAddress, let start = line.baseAddress {
      (base + used).update(from: start, count: line.count)
    }
    rows.append((number, used))
    splitter.appendRanges(to: cells, shiftedBy: used)
    used += line.count
  }
}
