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
    /// Lines that start with `#`.
    case hash
    /// Lines that start with `# ` or `#begin` or `#end`, or that are a `#` alone.
    case markers
  }

  /// Comment lines before or in the block.
  private(set) var comments: [String] = []
  /// How many rows the block has.
  var count: Int { rows.count }
  /// How many cells each row has.
  private(set) var width = 0

  let lines: LineSource
  private let separator: Separator
  private let commentStyle: Comments
  private var splitter = FieldSplitter()
  private var arena: UnsafeMutableBufferPointer<UInt8>
  /// Bytes of the block's rows.
  private(set) var used = 0
  private var cells: [Range<Int>] = []
  private var rows: [(number: Int, start: Int)] = []

  init(_ lines: LineSource, separator: Separator, comments: Comments) {
    self.lines = lines
    self.separator = separator
    commentStyle = comments
    arena = .allocate(capacity: 16 << 10)
  }

  deinit { arena.deallocate() }

  /// A cell of the block; valid until the next `advance`.
  subscript(row: Int, column: Int) -> Bytes { Bytes(rebasing: arena[cells[row * width + column]]) }

  /// The place of a row or of a cell in it.
  func place(_ row: Int, _ column: Int? = nil) -> Place {
    let byte = column.map { cells[row * width + $0].lowerBound - rows[row].start + 1 } ?? 0
    return Place(file: lines.file, line: rows[row].number, column: byte)
  }

  /// The strings of a column; nil where the cell is `missing`.
  func column(_ column: Int, missing: UInt8? = nil) -> [String?] {
    (0..<count).map { row in
      let cell = self[row, column]
      if let missing, cell.isOnly(missing) { return nil }
      return cell.string
    }
  }

  /// Whether every cell of a column is the single byte.
  func isAll(_ byte: UInt8, column: Int) -> Bool { (0..<count).allSatisfy { self[$0, column].isOnly(byte) } }

  /// Goes to the next block.
  ///
  /// - Throws: What reading throws, and `raggedColumns` when the rows of a block are not equally wide.
  func advance(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    comments = []
    cells.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    used = 0
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.trimmed.isEmpty {
        if !rows.isEmpty { return true }
        continue
      }
      if isComment(line) {
        comments.append(line.string)
        continue
      }
      switch separator {
      case .byte(let byte):
        splitter.split(line, at: byte)
        if splitter.dropTrailingEmpty() {
          ledger.note(.repaired, .lines, "empty columns at the end of the line", at: lines.place())
        }
      case .blanks: splitter.splitBlanks(line)
      }
      if rows.isEmpty {
        width = splitter.count
      } else if splitter.count != width {
        throw .raggedColumns(lines.place(), found: splitter.count, expected: width)
      }
      keep(line)
    }
    return !rows.isEmpty
  }

  private func isComment(_ line: Bytes) -> Bool {
    guard line[0] == 0x23 else { return false }
    switch commentStyle {
    case .none: return false
    case .hash: return true
    case .markers:
      return line.count == 1 || line[1] == 32 || line.starts(with: "#begin") || line.starts(with: "#end")
    }
  }

  private func keep(_ line: Bytes) {
    if used + line.count > arena.count {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(arena.count * 2, used + line.count))
      _ = larger.update(fromContentsOf: arena[..<used])
      arena.deallocate()
      arena = larger
    }
    _ = UnsafeMutableBufferPointer(rebasing: arena[used...]).update(fromContentsOf: line)
    rows.append((lines.number, used))
    for range in splitter.ranges { cells.append(range.lowerBound + used..<range.upperBound + used) }
    used += line.count
  }
}
