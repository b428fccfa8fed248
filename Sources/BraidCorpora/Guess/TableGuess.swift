import Foundation

/// Guesses which column of a table, or which member of JSON objects, holds what.
enum TableGuess {
  /// Most different labels that a column may have.
  private static let mostLabels = 60

  /// The guess about a table with these first lines.
  static func table(_ lines: [String], separator: Character, format: CorpusFormat) -> FormatGuess {
    let rows = lines.map { cells($0, separator) }
    let width = rows[0].count
    guard width > 1 else {
      return FormatGuess(format: .lines, reason: "one column: a document a line")
    }
    let hasHeader = isHeader(rows[0], rows.dropFirst())
    let body = hasHeader ? Array(rows.dropFirst()) : rows
    let names = hasHeader ? rows[0] : (1...width).map(String.init)
    let columns = (0..<width).map { column in body.compactMap { column < $0.count ? $0[column] : nil } }
    let lengths = columns.map { column in Double(column.reduce(0) { $0 + $1.count }) / Double(max(1, column.count)) }
    let text = lengths.indices.max { lengths[$0] < lengths[$1] } ?? 0
    let others = columns.indices.filter { $0 != text }
    let label = others.filter { isLabel(columns[$0]) }.min { Set(columns[$0]).count < Set(columns[$1]).count }
    if let label {
      return FormatGuess(
        format: format,
        reason: "\(width) columns; few different values in `\(names[label])`, long ones in `\(names[text])`",
        columns: ["label": names[label], "text": names[text]], header: hasHeader)
    }
    if width == 2, format == .tsv, !hasHeader {
      return FormatGuess(format: .parallelTSV, reason: "two columns of text: parallel text")
    }
    return FormatGuess(
      format: format, reason: "\(width) columns; the longest texts in `\(names[text])`", columns: ["text": names[text]],
      header: hasHeader)
  }

  /// The guess about lines of JSON objects; nil when they are none.
  static func jsonl(_ lines: [String]) -> FormatGuess? {
    let objects = lines.compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
    }
    guard objects.count * 10 >= lines.count * 9, let first = objects.first else { return nil }
    if first["text"] is String, first["tokens"] is [Any] || first["labels"] is [String: Any] || first.count == 1 {
      return FormatGuess(format: .jsonl, reason: "Braid's JSON lines")
    }
    let texts = first.keys.filter { first[$0] is String }.sorted()
    func values(_ key: String) -> [String] { objects.compactMap { $0[key] as? String } }
    guard let text = texts.max(by: { length(values($0)) < length(values($1)) }) else { return nil }
    let label = texts.filter { $0 != text && isLabel(values($0)) }.min {
      Set(values($0)).count < Set(values($1)).count
    }
    var columns = ["text": text]
    columns["label"] = label
    return FormatGuess(
      format: .jsonl,
      reason: "JSON lines; the longest texts in `\(text)`" + (label.map { ", labels in `\($0)`" } ?? ""),
      columns: columns)
  }

  private static func length(_ values: [String]) -> Double {
    Double(values.reduce(0) { $0 + $1.count }) / Double(max(1, values.count))
  }

  private static func isLabel(_ values: [String]) -> Bool {
    let different = Set(values).count
    return different > 1 && different <= mostLabels && different * 2 < values.count && !values.contains("")
  }

  /// Whether a first row names its columns: its cells are short words that don't come again below them.
  private static func isHeader(_ row: [String], _ rest: ArraySlice<[String]>) -> Bool {
    let isName = #/^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/#
    guard !rest.isEmpty, Set(row).count == row.count, row.allSatisfy({ $0.wholeMatch(of: isName) != nil }) else {
      return false
    }
    return row.indices.allSatisfy { column in
      !rest.contains { column < $0.count && $0[column] == row[column] }
    }
  }

  /// The cells of a line; in CSV a cell may be in quotes, with quotes in it doubled.
  private static func cells(_ line: String, _ separator: Character) -> [String] {
    guard separator == "," else {
      return line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case separator where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
