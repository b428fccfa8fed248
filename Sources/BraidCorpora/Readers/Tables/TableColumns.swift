import BraidFiles
package import BraidText

/// Which column of a table fills which part of a document.
struct TableColumns {
  /// What the columns of a table are usually called, in any case of letters.
  private static let texts = [
    "text", "source", "sentence", "review", "content", "comment", "tweet", "utterance", "message", "question", "body",
    "description", "abstract", "document", "phrase", "query", "passage", "paragraph", "post", "headline", "input",
  ]
  static let labels =
    [
      "label", "class", "category", "sentiment", "polarity", "intent", "topic", "gold_label", "gold", "tag",
    ] + targets
  /// What is a label where the values below come again, and a translation beside a source and otherwise.
  static let targets = ["target", "output"]
  /// What the two texts of a pair are called.
  private static let pairs = [
    ("premise", "hypothesis"), ("sentence1", "sentence2"), ("question1", "question2"), ("text1", "text2"),
    ("sentence_a", "sentence_b"), ("text_a", "text_b"),
  ]
  private static let others = [
    "target": "target", "output": "target", "id": "id", "idx": "id", "guid": "id", "nr": "id", "language": "language",
    "lang": "language",
    Document.secondName: Document.secondName,
  ]

  /// The column of the text; nil for none.
  private var text: Int?
  /// How the columns were found, when the user has not said; nil when they have.
  private(set) var guessed: String?
  /// The columns that no part is mapped to, as they are called; nil when there are none.
  private(set) var leftOut: (names: String, count: Int)?
  /// What the other columns hold.
  private var parts: [(column: Int, part: DocumentPart)] = []

  /// Documents that have a label and nothing else.
  private let labelled = ValueCache(bits: 8, none: Document(text: ""))
  /// Bytes of the longest label of which a document is kept.
  private static let longestKept = 64

  /// Nothing is filled.
  init() {}

  /// Resolves the columns asked for against the header.
  ///
  /// - Parameters:
  ///   - options: What is asked for.
  ///   - header: The names of the columns; nil when the file has none.
  ///   - cells: The first row.
  ///   - place: Where it stands.
  ///   - head: The first rows, for what a name that may be that of labels or of translations is.
  /// - Throws: `noSuchColumn`; `badOption` if there are more than two columns and no map of them, or what stands between labels
  ///   is said and there are none.
  init(
    options: ReadOptions, header: [String]?, cells: [String], place: SourceLocation, head: TableHead? = nil
  ) throws(CorpusError) {
    var wanted = options.columns
    if wanted.isEmpty, let header {
      wanted = try Self.usual(header, at: place, head)
    } else if wanted.isEmpty {
      let usual: [[String: ColumnRef]] = [[:], ["text": 1], ["label": 1, "text": 2]]
      guard cells.count < usual.count else {
        let looksQuoted = options.quoteByte == nil && TableHead(rows: [cells]).looksQuoted
        throw .badOption(
          name: "columns", found: "\(place): \(cells.count) columns: \(cells.joined(separator: ", "))",
          expected: "which one holds what, such as label=1 and text=2"
            + (looksQuoted ? "; where cells that begin with `\"` are quoted, name `quote`, too" : ""))
      }
      wanted = options.format == .parallelTSV ? ["source": 1, "target": 2] : usual[cells.count]
    }
    if options.columns.isEmpty {
      guessed = Self.described(wanted, header)
    }
    for (name, column) in wanted.sorted(by: { $0.key < $1.key }) {
      let index: Int?
      switch column {
      case .number(let number): index = number - 1
      case .name(let name):
        index =
          header?.firstIndex { $0.isExactly(name) } ?? header?.firstIndex(of: name)
          ?? header?.firstIndex { Self.known($0) == Self.known(name) }
      }
      guard let index, cells.indices.contains(index) else {
        throw .noSuchColumn(place, column: column.description, header: header ?? [])
      }
      let part = try DocumentPart(column: name, labelLayer: options.labelLayer, target: options.targetName)
      if part == .text { text = index } else { parts.append((index, part)) }
    }
    let hasLabels = parts.contains { if case .label = $0.part { true } else { false } }
    if let separator = options.labelSeparator, !hasLabels {
      let names = wanted.keys.sorted().joined(separator: ", ")
      throw .badOption(
        name: "labelSeparator", found: "`\(separator)` for columns without labels: \(names)",
        expected: "a column of labels, such as label=1, or no separator")
    }
    let used = Set(parts.map(\.column) + [text ?? -1])
    let others = cells.indices.filter { !used.contains($0) }
    guard !others.isEmpty else { return }
    if options.layout != nil {
      keep(others, header)
      return
    }
    let names = others.prefix(8).map { index in header.map { "`\($0[index])`" } ?? "\(index + 1)" }
    leftOut = (names.joined(separator: ", ") + (others.count > 8 ? ", …" : ""), others.count)
  }

  /// Makes fields of the columns that no part is mapped to.
  private mutating func keep(_ columns: [Int], _ header: [String]?) {
    var used = Set(parts.compactMap { if case .field(let name) = $0.part { name } else { nil } })
    for column in columns {
      let name = (header?[column]).flatMap(\.unlessBlank) ?? "\(TableLayout.unnamed)\(column + 1)"
      // An id is one without being mapped.
      if Self.others[Self.known(name)] == "id", !parts.contains(where: { $0.part == .id }) {
        parts.append((column, .id))
        continue
      }
      var own = name
      var number = 2
      while !used.insert(own).inserted {
        own = "\(name) \(number)"
        number += 1
      }
      parts.append((column, .field(own)))
    }
  }

  /// What each column holds; without a header it is called by its part.
  ///
  /// - Precondition: the columns that no part was mapped to are kept.
  func layout(_ cells: [String], hasHeader: Bool) -> [TableLayout.Column] {
    cells.indices.map { index in
      let part =
        index == text ? .text : parts.first { $0.column == index }?.part ?? .field("\(TableLayout.unnamed)\(index + 1)")
      return TableLayout.Column(name: hasHeader ? cells[index] : part.columnName, part: part)
    }
  }

  /// What is found where, for the ledger.
  private static func described(_ wanted: [String: ColumnRef], _ header: [String]?) -> String {
    let numbers = wanted.compactMap { name, column in
      if case .number(let number) = column { (name: name, number: number) } else { nil }
    }
    let names = numbers.sorted { $0.number < $1.number }.prefix(8).map { name, number in
      "\(name) in " + (header.map { "`\($0[number - 1])`" } ?? "column \(number)")
    }
    return names.joined(separator: ", ") + (numbers.count > 8 ? ", …" : "")
      + (header == nil ? "; no header" : ", by the header")
  }

  /// What the columns of a header hold by their names; those with other names are fields.
  ///
  /// - Throws: `noSuchColumn` when none of them is a text.
  private static func usual(
    _ header: [String], at place: SourceLocation, _ head: TableHead?
  ) throws(CorpusError) -> [String: ColumnRef] {
    let names = header.map(known)
    let pair = pair(names)
    let text = text(of: header)
    let second = text == pair?.0 ? pair?.1 : nil
    let label = labels.lazy.compactMap(names.firstIndex).first { column in
      guard targets.contains(names[column]) else { return true }
      return !names.contains("source") && head?.comesAgain(column) == true
    }
    guard let text else {
      // What is asked for by nobody is not called missing, but for a table of predictions, which has no text.
      guard !names.contains(where: { $0.hasPrefix(PredictedColumn.beginning) }) else {
        throw .noSuchColumn(place, column: "text", header: header)
      }
      throw .badOption(
        name: "columns",
        found: "\(place): columns of which none is called what texts are: \(header.joined(separator: ", "))",
        expected: "which one holds what, such as text=\(header[0])")
    }
    var wanted: [String: ColumnRef] = [:]
    for (index, name) in names.enumerated() {
      let part =
        switch index {
        case text: "text"
        case second: Document.secondName
        case label: "label"
        case _ where name.isEmpty: "field:\(TableLayout.unnamed)\(index + 1)"
        default: others[name] ?? (hasPart(name) ? trimmed(header[index]) : "field:" + trimmed(header[index]))
        }
      // A name that differs from one before it in bytes alone gets a number.
      wanted[wanted.newName(part) ?? part] = .number(index + 1)
    }
    return wanted
  }

  /// The column that a header says holds texts; nil for none.
  static func text(of header: [String]) -> Int? {
    let names = header.map(known)
    return names.firstIndex(of: texts[0]) ?? pair(names)?.0 ?? texts.lazy.compactMap(names.firstIndex).first
  }

  /// The columns of the two texts of a pair, where both are called so.
  private static func pair(_ names: [String]) -> (Int, Int)? {
    pairs.lazy.compactMap { first, second in
      guard let first = names.firstIndex(of: first), let second = names.firstIndex(of: second) else { return nil }
      return (first, second)
    }.first
  }

  /// A name as it is looked for: in small letters, without the spaces that people put behind commas.
  private static func known(_ name: String) -> String { trimmed(name).lowercased() }

  private static func trimmed(_ name: String) -> String {
    var name = name
    return name.withUTF8 { $0.trimmed.string }
  }

  /// Whether a name says itself what it holds, such as `label:topic`.
  private static func hasPart(_ name: String) -> Bool {
    ["label:", "field:", "translation:"].contains { name.hasPrefix($0) }
  }

  /// Keeps a cell of white space, which says nothing, for the table that is written with the same columns.
  private static func keep(blank cell: String, _ part: DocumentPart, in document: inout Document) {
    switch part {
    case .field(let name), .label(let name): document.fields[name] = cell
    default: break
    }
  }

  /// Whether a first row can only be a header: it has different cells, of which one is what texts are called and another
  /// what labels and the like are, or the others are names, too, and don't come again below it; or it has names above a
  /// column of numbers, or such as predictions have; or the columns asked for by number hold the names they are asked for by.
  /// A table of one column has one where that is called what texts or predictions are.
  static func isHeader(_ cells: [String], _ options: ReadOptions, _ head: TableHead?) -> Bool {
    let names = cells.map(known)
    guard names.count > 1 else {
      let isText = options.columns.isEmpty || options.columns == ["text": 1]
      return options.format.isTable && isText
        && names.allSatisfy { texts.contains($0) || $0.hasPrefix(PredictedColumn.beginning) }
    }
    if options.columns.isEmpty {
      let isPair = pair(names) != nil
      let areDifferent = Set(names.map(ExactString.init)).count == names.count
      let hasText = areDifferent && (isPair || names.contains(where: texts.contains))
      let hasPredictions = names.contains { $0.hasPrefix(PredictedColumn.beginning) }
      let hasOther =
        isPair || hasPredictions || names.contains { labels.contains($0) || others[$0] != nil || hasPart($0) }
      return hasText && hasOther
        || options.format.isTable
          && (head?.beginsWithNames(needsNumbers: !hasText && !hasPredictions) == true
            || head?.beginsWithNames(needsNumbers: true) == true)
    }
    return options.columns.count > 1
      && options.columns.allSatisfy { name, column in
        guard case .number(let number) = column, names.indices.contains(number - 1) else { return false }
        return names[number - 1] == name.lowercased()
      }
      || head?.beginsWithNames(needsNumbers: true) == true
  }

  /// What to say about a first row that may be a header of which no name is known, so that it is not taken for data unseen:
  /// its cells are different words, none comes again below it, and one is joined by an underscore, or stands above nothing but
  /// numbers, above labels that all come again, or above texts. Nil for any other.
  static func unknownHeader(_ cells: [String], _ options: ReadOptions, _ head: TableHead?) -> String? {
    guard options.header == nil, options.columns.isEmpty, options.format.isTable,
      head?.namesLabels == true || head?.namesTexts == true
        || head?.beginsWithNames(needsNumbers: false) == true
          && (cells.contains { $0.utf8.contains(.underscore) } || head?.hasNumbersBelow == true)
    else { return nil }
    return cells.prefix(8).joined(separator: ", ") + (cells.count > 8 ? ", …" : "")
  }

  /// A name of two columns in a first row that has what texts and what labels are called; nil for any other row.
  static func repeatedName(_ cells: [String]) -> String? {
    let names = cells.map(known)
    guard names.contains(where: texts.contains), names.contains(where: labels.contains) else { return nil }
    return names.indices.first { index in names[..<index].contains { $0.isExactly(names[index]) } }.map { cells[$0] }
  }

  /// The document of one row.
  func document(_ row: RowReader, options: ReadOptions) -> Document {
    var document =
      text.map { row.withField($0) { options.document($0) } } ?? Document(language: options.language, text: "")
    if parts.count == 1, case .label(let layer) = parts[0].part {
      row.withField(parts[0].column) { setLabel($0, layer, options, of: &document) }
      return document
    }
    for (column, part) in parts {
      let cell = row.string(column)
      guard let value = cell.unlessBlank else {
        if options.layout != nil, !cell.isEmpty { Self.keep(blank: cell, part, in: &document) }
        // Whoever takes the document counts it.
        if case .label(let layer) = part { document.labels[layer] = [Label("")] }
        continue
      }
      switch part {
      case .id: document.id = value
      case .language: document.language = value
      case .field(let name): document.fields[name] = value
      case .label(let layer): document.labels[layer] = options.labels(in: value)
      case .translation(let name): document.translations[name] = AlignedText(value)
      case .text, .tokens, .tags, .spans, .offsets: break
      }
    }
    return document
  }

  /// Gives a document the label of a cell, which documents of the same label share.
  private func setLabel(_ cell: Bytes, _ layer: String, _ options: ReadOptions, of document: inout Document) {
    func labelled(_ cell: Bytes) -> Document {
      var labelled = Document(text: "")
      labelled.labels[layer] = options.labels(in: cell.string)
      return labelled
    }
    let like = cell.count <= Self.longestKept ? self.labelled.value(cell, labelled) : labelled(cell)
    if like.isAnnotated { document.takeAnnotations(of: like) }
  }
}

extension ReadOptions {
  /// The labels of a cell, each once and without white space around them where there may be several. A cell of separators
  /// alone has none; a blank one, and what is blank between others, is a label without characters, which is missing.
  package func labels(in cell: String) -> [Label] {
    guard let separator = labelSeparator.map({ Array($0.utf8) }), !separator.isEmpty else { return [Label(cell)] }
    var labels: [Label] = []
    var rest = Array(cell.utf8)[...]
    while true {
      let end = rest.firstRange(of: separator)
      let bytes = (end.map { rest[..<$0.lowerBound] } ?? rest).drop { $0 == .space || 9...13 ~= $0 }
      let blanks = bytes.reversed().prefix { $0 == .space || 9...13 ~= $0 }.count
      let name = String(decoding: bytes.dropLast(blanks), as: UTF8.self)
      if name.isEmpty || !labels.contains(where: { $0.name.isExactly(name) }) { labels.append(Label(name)) }
      guard let end else {
        let isNone = labels.allSatisfy(\.name.isEmpty) && cell.unlessBlank != nil
        return isNone ? [] : labels
      }
      rest = rest[end.upperBound...]
    }
  }
}
