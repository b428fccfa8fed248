import BraidFiles
import BraidText
import Foundation

/// The first rows of a table, for what they say about its separator and its header.
struct TableHead {
  /// Rows that are looked at.
  static let most = 50
  /// What may stand between columns, the usual one first.
  private static let candidates: [ColumnSeparator] = [.comma, .semicolon, .tab, .pipe]

  /// The rows, those without anything left out.
  let rows: [[String]]

  /// The rows at the beginning of a text, cut at a byte; none when quotes are not closed where a cell ends.
  ///
  /// - Parameters:
  ///   - bytes: The beginning of a table.
  ///   - isWhole: Whether the last row ends with the bytes.
  ///   - separator: The byte between cells.
  ///   - quote: The byte that cells may be in; nil for none.
  ///   - limit: The most rows that are looked at.
  init(
    _ bytes: some Collection<UInt8>, isWhole: Bool, separator: UInt8, quote: UInt8?, limit: Int = TableHead.most
  ) {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var (isQuoted, wasQuoted, isBroken) = (false, false, false)
    func endRow() {
      if cell.last == .carriageReturn { cell.removeLast() }
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
      wasQuoted = false
      if row.contains(where: { $0.unlessBlank != nil }) { rows.append(row) }
      row = []
    }
    var previous: UInt8?
    for byte in bytes {
      guard rows.count < limit else { break }
      defer { previous = byte }
      if isQuoted {
        if byte == quote { isQuoted = false } else { cell.append(byte) }
      } else if byte == quote, wasQuoted, previous == quote {
        // A quote in quotes is doubled.
        cell.append(byte)
        isQuoted = true
      } else if byte == quote, cell.isEmpty, !wasQuoted {
        (isQuoted, wasQuoted) = (true, true)
      } else if byte == separator {
        row.append(String(decoding: cell, as: UTF8.self))
        (cell, wasQuoted) = ([], false)
      } else if byte == .lineFeed {
        endRow()
      } else {
        if wasQuoted, byte != .carriageReturn { isBroken = true }
        cell.append(byte)
      }
    }
    if isWhole, rows.count < limit, !isQuoted, !cell.isEmpty || !row.isEmpty { endRow() }
    self.rows = isBroken ? [] : rows
  }

  /// Rows that are known.
  init(rows: [[String]]) { self.rows = rows }

  /// How wide all rows are; nil when they differ, or there are none.
  private var width: Int? {
    guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else { return nil }
    return width
  }

  /// What stands between the columns of a CSV file whose first bytes these are: the first of comma, semicolon, tab and pipe that
  /// cuts every row into as many cells; a comma when none does.
  static func separator(
    _ bytes: some Collection<UInt8>, isWhole: Bool, quote: UInt8? = .quote
  ) -> ColumnSeparator {
    candidates.first { candidate in
      guard candidate.byte != quote else { return false }
      let head = TableHead(bytes, isWhole: isWhole, separator: candidate.byte, quote: quote)
      guard let width = head.width, width > 1 else { return false }
      // What is followed by a space wherever it stands is punctuation.
      return candidate == .comma || !head.rows.allSatisfy { $0.dropFirst().allSatisfy { $0.hasPrefix(" ") } }
    } ?? .comma
  }

  /// Whether the first row names the columns: its cells are different words, and none comes again below it; in a column of
  /// numbers it is none.
  ///
  /// - Parameter needsNumbers: Whether there has to be a column of numbers under a name, which then tells names from texts: they
  ///   may be questions, short for numbers, or, above the numbers of rows, left out.
  /// - Returns: Whether it does.
  func beginsWithNames(needsNumbers: Bool) -> Bool {
    guard let first = rows.first, first.count > 1, Set(first.map(ExactString.init)).count == first.count
    else { return false }
    let columns = columnsBelow
    let areNames = zip(first, columns).allSatisfy { name, cells in
      (needsNumbers ? Self.mayName(name, cells, words: 5) : Self.isName(name)) && !cells.contains(name)
    }
    return areNames && (!needsNumbers || columns.contains(where: Self.areNumbers))
  }

  /// The cells of a column below the first row, but for blank ones; none where the rows that are known have no such column.
  private func filledBelow(_ column: Int) -> [String] {
    rows.dropFirst().compactMap { column < $0.count ? $0[column].unlessBlank : nil }
  }

  /// The cells below the first row, by column.
  private var columnsBelow: [[String]] {
    let body = rows.dropFirst()
    return (rows.first?.indices ?? 0..<0).map { column in body.compactMap { column < $0.count ? $0[column] : nil } }
  }

  /// Whether the rows are words in the ten columns of CoNLL-U, between comments or without any.
  var hasTreebankColumns: (words: Bool, comments: Bool) {
    let words = rows.filter { $0.count != 1 || $0[0].utf8.first != UInt8(ascii: "#") }
    let areWords =
      !words.isEmpty
      && words.allSatisfy { $0.count == 10 && $0[0].first?.isNumber == true && ($0[6] == "_" || Int($0[6]) != nil) }
    return (areWords, words.count < rows.count)
  }

  /// Whether a cell begins with `"`, where cells are in no quotes.
  var looksQuoted: Bool { rows.contains { $0.contains { $0.utf8.first == .quote } } }

  /// Whether the first row names the columns, by the labels below it: its cells are short and different words, in a column of
  /// labels all others come again, a few times each, and the first does not; and above a text stands no longer one.
  var namesLabels: Bool {
    guard let first = rows.first, first.count > 1, width != nil, Set(first).count == first.count else { return false }
    let (columns, count) = (columnsBelow, rows.count - 1)
    let areNames = zip(first, columns).allSatisfy { name, cells in
      Self.mayName(name, cells, words: 3) && !cells.contains(name)
    }
    guard areNames else { return false }
    let labels = columns.indices.filter { column in
      let counts = columns[column].reduce(into: [:]) { $0[$1, default: 0] += 1 }
      return counts.count > 1 && counts.count * 3 <= count && counts.values.allSatisfy { $0 > 1 }
    }
    return !labels.isEmpty
      && columns.indices.allSatisfy { column in
        labels.contains(column) || Self.areNumbers(columns[column])
          || first[column].utf8.count * count <= columns[column].reduce(0) { $0 + $1.utf8.count }
      }
  }

  /// Rows that are needed to tell a name from a text of one word.
  private static let fewest = 3

  /// Whether the first row names the columns, by the texts below it: its cells are one word each, none comes again, and one stands
  /// above texts, each of several words and four at the mean, another above what is no text. In a table without a header such a row
  /// has a text of one word and a label, or a number that is written as a word, that no other row has.
  var namesTexts: Bool {
    guard let first = rows.first, first.count > 1, rows.count > Self.fewest, width != nil,
      Set(first).count == first.count
    else { return false }
    let columns = columnsBelow
    let areNames = zip(first, columns).allSatisfy { name, cells in
      Self.isName(name, words: 1, marks: "_-") && !cells.contains(name)
    }
    guard areNames else { return false }
    let words = columns.map { cells in cells.map { $0.utf8.split(separator: .space).count } }
    return words.contains { $0.allSatisfy { $0 > 1 } && $0.reduce(0, +) >= 4 * $0.count }
      && columns.indices.contains(where: isShort)
  }

  /// Whether values of a column come again below the first row, as labels do, a third of them at least.
  func comesAgain(_ column: Int) -> Bool { Self.comeAgain(filledBelow(column)) }

  /// Whether values come again, a third of them at least.
  static func comeAgain(_ cells: [String]) -> Bool { !cells.isEmpty && Set(cells).count * 3 <= cells.count * 2 }

  /// Whether the cells of a column have at most two words at the mean, below the first row.
  func isShort(_ column: Int) -> Bool {
    let cells = filledBelow(column)
    return !cells.isEmpty
      && cells.reduce(0) { $0 + $1.utf8.split(separator: .space).count } <= 2 * cells.count
  }

  /// Whether a column has numbers, and nothing else, below the first row.
  var hasNumbersBelow: Bool {
    guard let first = rows.first, rows.count > 1 else { return false }
    return first.indices.contains { column in
      rows.dropFirst().allSatisfy { column < $0.count && Double($0[column]) != nil }
    }
  }

  /// Whether a cell may be what a column is called: at most three short words that begin with a letter.
  private static func isName(_ cell: String) -> Bool {
    isName(cell, words: 3, marks: " _-.:/()#") && cell.utf8.last != .dot
  }

  /// Whether a cell may be what a column is called where more than its form says so: a question, too, or above numbers what is
  /// short for one, such as `Nr.`, or nothing where these are all different, as row numbers are.
  private static func mayName(_ cell: String, _ cells: [String], words: Int) -> Bool {
    let areNumbers = Self.areNumbers(cells)
    guard let name = cell.unlessBlank?.trimmingCharacters(in: .whitespaces) else {
      return areNumbers && Set(cells).count == cells.count
    }
    guard !areNumbers || !missing.contains(name.lowercased()) else { return false }
    return isName(name, words: words, marks: " _-.:/()#?%&'*+[]") && (name.utf8.last != .dot || areNumbers)
  }

  /// Whether a cell is at most so many words of letters, digits and marks, the first of them a letter, and no number.
  private static func isName(_ cell: String, words: Int, marks: String) -> Bool {
    guard let first = cell.unicodeScalars.first, first.properties.isAlphabetic || first == "_" else { return false }
    return cell.utf8.count <= 40 && cell.utf8.split(separator: .space).count <= words && Double(cell) == nil
      && cell.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || marks.unicodeScalars.contains($0)
      }
  }

  /// Whether cells are numbers, at least two of them, and nothing else; a decimal comma is one, and some may be blank.
  private static func areNumbers(_ cells: [String]) -> Bool {
    let filled = cells.compactMap(\.unlessBlank)
    return filled.count > 1
      && filled.allSatisfy { Double($0.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")) != nil }
  }

  /// What stands for a number that is not known.
  private static let missing: Set = ["n/a", "na", "nan", "null", "none", "nil", "missing", "unknown"]
}
