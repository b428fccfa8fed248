import BraidText
import Foundation

/// Guesses which column of a table, or which member of JSON objects, holds what.
enum TableGuess {
  /// Most different labels that a column may have.
  private static let mostLabels = 60

  /// The guess about a table of one line, where that can only be a header; nil for any other.
  static func header(_ line: String, format: CorpusFormat) -> FormatGuess? {
    let bytes = Array(line.utf8)
    let separator = format == .csv ? TableHead.separator(bytes, isWhole: true) : .tab
    let head = TableHead(bytes, isWhole: true, separator: separator.byte, quote: ReadOptions(format: format).quoteByte)
    guard let cells = head.rows.first, TableColumns.isHeader(cells, ReadOptions(format: format), nil) else {
      return nil
    }
    var guess = FormatGuess(format: format, reason: "a header, and no rows", header: true)
    guess.onlyHeader = cells.map { "`\($0)`" }.joined(separator: ", ")
    return guess
  }

  /// The guess about a table with these first lines.
  static func table(_ lines: [String], format: CorpusFormat) -> FormatGuess {
    // What a spreadsheet says of its columns is no row of them.
    let namesSeparator = format == .csv && TableSource.namesSeparator((lines.first ?? "").utf8)
    let lines = namesSeparator ? Array(lines.dropFirst()) : lines
    let bytes = Array(lines.joined(separator: "\n").utf8)
    let quote = quote(of: lines, bytes, format)
    let (separator, rows) = cut(bytes, format, quote: TableQuote.byte(quote, format))
    guard let first = rows.first, first.count > 1 else {
      return FormatGuess(format: .lines, reason: "one column: a document a line")
    }
    let width = first.count
    let head = TableHead(rows: rows)
    let isHeader = Self.isHeader(first, rows.dropFirst()) || head.beginsWithNames(needsNumbers: true)
    let namesLabels = !isHeader && head.namesLabels
    let repeated = TableColumns.repeatedName(first)
    let hasHeader = namesLabels || isHeader
    let body = hasHeader ? Array(rows.dropFirst()) : rows
    // Columns of one name are told apart by their numbers.
    let hasNames = hasHeader && Set(first).count == width
    let names = first.enumerated().map { index, name in
      (hasNames ? name.unlessBlank?.trimmingCharacters(in: .whitespaces) : nil) ?? "\(index + 1)"
    }
    let columns = (0..<width).map { column in
      body.compactMap { column < $0.count ? $0[column].unlessBlank : nil }
    }
    let lengths = columns.map { column in Double(column.reduce(0) { $0 + $1.count }) / Double(max(1, column.count)) }
    // What is called a text is one, as it is when it is read without being asked for.
    let named = hasHeader ? TableColumns.text(of: first) : nil
    let longest = named ?? lengths.indices.max { lengths[$0] < lengths[$1] } ?? 0
    // Two columns of text of about one length are a pair.
    let texts = lengths.indices.filter { $0 == longest || isText(columns[$0]) && lengths[$0] * 3 > lengths[longest] }
    let text = texts.count == 2 ? texts[0] : longest
    let second = texts.count == 2 ? texts[1] : nil
    let others = columns.indices.filter { $0 != text && $0 != second }
    let numbers = others.filter { isNumbers(columns[$0]) }
    let separators = Dictionary(uniqueKeysWithValues: others.map { ($0, labelSeparator(columns[$0])) })
    // What is called a label is one, however few rows show it.
    func isNamedLabel(_ column: Int) -> Bool {
      let name = first[column].lowercased()
      return hasHeader && TableColumns.labels.contains(name) && !numbers.contains(column)
        && (2...mostLabels).contains(Set(columns[column]).count) && !isText(columns[column])
        && (!TableColumns.targets.contains(name) || TableHead.comeAgain(columns[column]))
    }
    // Beside one column of texts words that come again are labels, and no translations, however few rows there are.
    func comesAgain(_ column: Int) -> Bool {
      let cells = columns[column]
      return width == 2 && second == nil && Set(columns[text]).count == columns[text].count
        && (2...mostLabels).contains(Set(cells).count) && TableHead.comeAgain(cells)
        && !numbers.contains(column)
    }
    let labels = others.filter {
      isLabel(columns[$0]) || isNamedLabel($0) || comesAgain($0) || separators[$0] != .some(nil)
    }.sorted {
      (Set(columns[$0]).count, $0) < (Set(columns[$1]).count, $1)
    }
    // What is called a label comes before what only looks like one.
    let label = labels.first { hasHeader && first[$0].lowercased() == "label" } ?? labels.first
    if label == nil, width == 2, format == .tsv, !hasHeader, second != nil || !isNumbers(columns[1 - text]) {
      var guess = FormatGuess(format: .parallelTSV, reason: "two columns of text: parallel text")
      guess.quote = quote
      return guess
    }
    let found =
      "\(width) columns" + (separator == .semicolon ? " separated by semicolons" : "")
      + (quote.map { ", their cells in `\($0)`" } ?? "")
    var guess = FormatGuess(
      format: format, reason: "\(found); the longest texts in `\(names[text])`", columns: ["text": names[text]],
      header: hasHeader)
    guess.quote = quote
    if hasHeader { guess.names = first }
    if namesLabels {
      guess.warnings.append(
        "the first row, `\(first.joined(separator: "`, `"))`, is taken for names of columns: labels below it come again, and "
          + "none of it does; if it is data, name the columns by number, with `header: false`")
    }
    if hasHeader, !hasNames, let repeated {
      guess.warnings.append("`\(repeated)` is the name of two columns, which are called by their numbers")
    }
    if quote == nil, format == .tsv, let cell = seeminglyQuoted(lines) {
      guess.warnings.append("some cells look quoted, such as \(cell.prefix(40)); if they are, add `quote: '\"'`")
    }
    if let label {
      guess.columns["label"] = names[label]
      guess.reason = "\(found); few different values in `\(names[label])`, long ones in `\(names[text])`"
    }
    // One for the whole table.
    if let separator = labels.lazy.compactMap({ separators[$0] ?? nil }).first {
      guess.labelSeparator = separator
      guess.reason += "; several labels in a cell, with `\(separator)` between them"
    }
    if let second, label != nil || !numbers.isEmpty {
      guess.columns[Document.secondName] = names[second]
      guess.reason += "; a second text in `\(names[second])`"
    }
    for column in labels.sorted() where column != label {
      guess.columns["label:\(hasNames ? layer(names[column]) : "column\(column + 1)")"] = names[column]
      guess.reason += ", in `\(names[column])` as well"
    }
    for column in numbers where column != label {
      // Without a header columns have no names of their own.
      let layer =
        guess.columns["label"] == nil
        ? "label" : hasNames ? "label:\(layer(names[column]))" : "label:number\(column + 1)"
      guess.columns[layer] = names[column]
      guess.reason += "; numbers in `\(names[column])`"
    }
    for column in others
    where !labels.contains(column) && isText(columns[column]) && lengths[column] * 3 > lengths[text] {
      guess.warnings.append(
        "`\(names[column])` is a text, too, and is not read: tasks learn from `\(names[text])` alone; if a label is about "
          + "two of the texts, name them `text` and `text2`")
    }
    return guess
  }

  /// The separator and the rows of a table whose cells may be in quotes.
  private static func cut(
    _ bytes: [UInt8], _ format: CorpusFormat, quote: UInt8?
  ) -> (separator: ColumnSeparator, rows: [[String]]) {
    let separator = format == .csv ? TableHead.separator(bytes, isWhole: true, quote: quote) : .tab
    return (separator, TableHead(bytes, isWhole: true, separator: separator.byte, quote: quote, limit: .max).rows)
  }

  /// A name of a column as that of a layer, of which a task may be called.
  private static func layer(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) ? $0 : "-" })
  }

  /// The quotes that nearly every row has cells in, other than those that the format has, or those without which rows are not equally
  /// wide; nil for none.
  private static func quote(of lines: [String], _ bytes: [UInt8], _ format: CorpusFormat) -> String? {
    ["\"", "'"].first { quote in
      let byte = quote.utf8.first
      guard byte != TableQuote.byte(nil, format) else { return false }
      let (separator, rows) = cut(bytes, format, quote: byte)
      guard let width = rows.first?.count, width > 1, rows.count > 1, rows.allSatisfy({ $0.count == width }) else {
        return false
      }
      // Where only the cells that need them have quotes, as spreadsheets and Python write them.
      let bare = cut(bytes, format, quote: nil)
      let isUneven = bare.rows.contains { $0.count != width } && TableHead(rows: bare.rows).looksQuoted
      let hasQuotedNames = bare.rows.first?.allSatisfy { $0.count > 1 && $0.hasPrefix(quote) && $0.hasSuffix(quote) }
      if quote == "\"", isUneven || hasQuotedNames == true { return true }
      let between = String(UnicodeScalar(separator.byte))
      guard rows.count > 2 else { return false }
      // A header often has none.
      let quoted = lines.dropFirst().count { line in
        (line.hasPrefix(quote) || line.contains(between + quote))
          && (line.hasSuffix(quote) || line.contains(quote + between))
      }
      return quoted * 10 >= (rows.count - 1) * 9
    }
  }

  /// A cell of a table without quotes that has some around it, and doubled ones in it.
  private static func seeminglyQuoted(_ lines: [String]) -> Substring? {
    lines.lazy.flatMap { $0.split(separator: "\t") }.first { cell in
      cell.utf8.count > 4 && cell.hasPrefix("\"") && cell.hasSuffix("\"")
        && cell.dropFirst().dropLast().contains("\"\"")
    }
  }

  /// Whether values are texts: they have several words, and most are different.
  private static func isText(_ values: [String]) -> Bool {
    let words = values.reduce(0) { $0 + $1.split(separator: " ").count }
    return words > 2 * values.count && Set(values).count * 2 > values.count
  }

  /// Whether values are measured: numbers with fractions.
  private static func isNumbers(_ values: [String]) -> Bool {
    values.count > 1 && values.allSatisfy { Double($0) != nil } && values.contains { $0.contains(".") }
  }

  /// The guess about values of JSON, which a file has as `what` says; nil when they are no objects.
  static func json(_ records: [String], _ what: String) -> FormatGuess? {
    let objects = records.compactMap { record in
      (try? JSONSerialization.jsonObject(with: Data(record.utf8))) as? [String: Any]
    }
    guard objects.count * 10 >= records.count * 9, !objects.isEmpty else { return nil }
    // A record may lack what others have, or have it as null.
    let keys = Set(objects.flatMap(\.keys)).sorted()
    if isOwn(objects) {
      return FormatGuess(format: .jsonl, reason: "Braid's documents, \(what)")
    }
    func values(_ key: String) -> [String] { objects.compactMap { $0[key] as? String } }
    let texts = keys.filter { values($0).count * 2 > objects.count }
    // Labels may be numbers and truth values, too.
    func names(_ key: String) -> [String] {
      objects.compactMap { $0[key] as? String ?? ($0[key] as? NSNumber)?.stringValue }
    }
    guard let text = texts.max(by: { length(values($0)) < length(values($1)) }) else { return nil }
    // What is called a label is one, however few records show it.
    func isNamedLabel(_ key: String, _ names: [String]) -> Bool {
      TableColumns.labels.contains(key.lowercased()) && (2...mostLabels).contains(Set(names).count)
        && !isNumbers(names) && !isText(names)
        && (!TableColumns.targets.contains(key.lowercased()) || TableHead.comeAgain(names))
    }
    let labels = keys.filter { $0 != text && (isLabel(names($0)) || isNamedLabel($0, names($0))) }.sorted {
      (Set(names($0)).count, $0) < (Set(names($1)).count, $1)
    }
    // Of several labels each, such as tags.
    let lists = keys.filter { key in
      let found = objects.compactMap { $0[key] as? [String] }
      let all = found.flatMap(\.self)
      return found.count * 2 > objects.count && (isLabel(all) || isNamedLabel(key, all))
        && found.allSatisfy { Set($0).count == $0.count }
    }
    let label = labels.first { $0.lowercased() == "label" } ?? labels.first ?? lists.first
    let numbers = keys.filter { key in
      let found = objects.compactMap { $0[key] as? Double }
      return found.count == objects.count && found.contains { $0 != $0.rounded() }
    }
    let others = texts.filter { $0 != text && isText(values($0)) && length(values($0)) * 3 > length(values(text)) }
    var columns = ["text": text]
    columns["label"] = label
    let more = (labels + lists).filter { $0 != label }
    for key in more { columns["label:\(key)"] = key }
    for key in numbers { columns[columns["label"] == nil ? "label" : "label:\(key)"] = key }
    if others.count == 1, columns["label"] != nil {
      // What is called so, or comes first by name, is the first of the two.
      let pair = [text, others[0]].sorted()
      (columns["text"], columns[Document.secondName]) = (pair[0], pair[1])
    }
    for (part, path) in rest(objects, besides: Set(columns.values)) { columns[part] = path }
    var guess = FormatGuess(
      format: .jsonl,
      reason: "\(what); the longest texts in `\(text)`"
        + ([label].compactMap(\.self) + more).map { ", labels in `\($0)`" }.joined()
        + (columns[Document.secondName].map { ", a second text in `\($0)`" } ?? "")
        + numbers.map { ", numbers in `\($0)`" }.joined(),
      columns: columns)
    guess.names = keys
    return guess
  }

  /// What documents keep of members that have no other part: an ID, by which rows are joined, and fields.
  private static func rest(_ objects: [[String: Any]], besides used: Set<String>) -> [String: String] {
    var values: [String: [Any]] = [:]
    for object in objects {
      for (key, value) in object where !key.isEmpty && !used.contains(key) && !key.contains(".") {
        guard let members = value as? [String: Any] else {
          values[key, default: []].append(value)
          continue
        }
        for (inner, value) in members where !inner.contains(".") {
          values["\(key).\(inner)", default: []].append(value)
        }
      }
    }
    // A member that is an object in some records and a text in others has no place.
    let scalars = values.filter { path, found in
      found.contains { !($0 is NSNull) } && found.allSatisfy { $0 is String || $0 is NSNumber || $0 is NSNull }
        && !values.keys.contains { $0.hasPrefix(path + ".") }
    }.keys
    let id = ["id", "_id", "idx", "guid", "uuid"].lazy.compactMap { name in scalars.first { $0.lowercased() == name } }
      .first
    var parts: [String: String] = [:]
    for path in scalars { parts[path == id ? "id" : "field:\(path)"] = path }
    return parts
  }

  /// Whether objects are documents as Braid writes them: a text or tokens, and some other part of a document, or no more than what
  /// every document has.
  private static func isOwn(_ objects: [[String: Any]]) -> Bool {
    let maps = ["labels", "fields", "translations", "spans", "tags", "predictions", "probabilities"]
    guard objects.allSatisfy({ $0["text"] is String || $0["tokens"] is [Any] }) else { return false }
    let hasPart = objects.contains { object in
      object["tokens"] is [Any] || object["frames"] is [[String: Any]]
        || maps.contains { object[$0] is [String: Any] }
    }
    return hasPart || objects.allSatisfy { Set($0.keys).isSubset(of: ["id", "language", "text"]) }
  }

  /// What stands between several labels in the cells of a column: what cuts them into fewer different ones; nil for nothing.
  private static func labelSeparator(_ cells: [String]) -> String? {
    [";", "|", ","].first { separator in
      let several = cells.count { $0.contains(separator) }
      let parts = cells.flatMap { cell in
        cell.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) }
      }
      return several * 20 > cells.count && isLabel(parts) && Set(parts).count < Set(cells).count
    }
  }

  private static func length(_ values: [String]) -> Double {
    Double(values.reduce(0) { $0 + $1.count }) / Double(max(1, values.count))
  }

  private static func isLabel(_ values: [String]) -> Bool {
    let different = Set(values).count
    guard !isNumbers(values) else { return false }
    return different > 1 && different <= mostLabels && different * 2 < values.count
  }

  /// Whether a first row names its columns: its cells are short words that don't come again below them.
  private static func isHeader(_ row: [String], _ rest: ArraySlice<[String]>) -> Bool {
    let isName = #/^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/#
    guard !rest.isEmpty, Set(row).count == row.count || TableColumns.repeatedName(row) != nil,
      row.allSatisfy({ $0.wholeMatch(of: isName) != nil })
    else {
      return false
    }
    return row.indices.allSatisfy { column in
      !rest.contains { column < $0.count && $0[column] == row[column] }
    }
  }
}
