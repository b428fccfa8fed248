import BraidFiles
import BraidText

/// Files of as many lines in a folder, a document a line: texts, tags for their words, labels; what is missing is an empty
/// line.
struct AlignedSink: RevertingSink {
  /// A file that is written.
  struct Column {
    /// The name that it is asked for by.
    let name: String
    /// What its lines hold.
    let part: DocumentPart
    /// What it is called.
    let file: String
  }

  private let options: WriteOptions
  private let columns: [Column]
  private let files: [CorpusFile]
  private let hasTokens: Bool
  private var underscores = LostTags(mark: .underscore)
  /// Let go behind the files.
  private let folder: OutputFolder

  /// Makes the folder if it is not there.
  ///
  /// - Throws: `file`; `badOption` for standard output; `badWriteOption` for columns that it can't have.
  init(_ path: String, options: WriteOptions) throws(CorpusError) {
    guard path != "-" else { throw .badOption(name: "output", found: "-", expected: "a folder") }
    self.options = options
    columns = try Self.columns(options)
    hasTokens = columns.map(\.part).haveTokens
    folder = try OutputFolder(path)
    var files: [CorpusFile] = []
    for column in columns { files.append(try CorpusFile("\(path)/\(column.file)")) }
    self.files = files
  }

  /// The columns of the options, or those of slot-filling sets. `NAME=FILE` names the file; others are called as in these
  /// sets, or as their layer.
  ///
  /// - Throws: `badWriteOption` for a part that no line can hold, for no texts, and for files without names of their own.
  static func columns(_ options: WriteOptions) throws(CorpusError) -> [Column] {
    var columns: [Column] = []
    let standard = AlignedFiles.standard
    for asked in options.columns.isEmpty ? standard.map(\.0) : options.columns {
      let parts = asked.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0]
      let part: DocumentPart
      do throws(CorpusError) {
        part = try DocumentPart(name, labelLayer: options.labelLayer, target: options.targetLanguage)
      } catch {
        guard case .badOption(let option, let found, let expected) = error else { throw error }
        throw .badWriteOption(name: option, found: found, expected: expected)
      }
      if let expected = unwritten(name, part) {
        throw .badWriteOption(name: "columns", found: name, expected: expected)
      }
      let usual = standard.first { $0.0 == name }?.1 ?? (part.isText ? standard[0].1 : part.columnName)
      columns.append(Column(name: name, part: part, file: parts.count > 1 ? parts[1] : usual))
    }
    guard columns.count(where: \.part.isText) == 1 else {
      throw .badWriteOption(
        name: "columns", found: options.columns.joined(separator: ", "), expected: "one file of texts: text or tokens")
    }
    var files: Set<String> = []
    for column in columns where !DocumentNames.isName(column.file) || !files.insert(column.file).inserted {
      throw .badWriteOption(
        name: "columns", found: "\(column.name) in a file `\(column.file)`",
        expected:
          "a name of letters, digits, points, hyphens and underscores for each file, such as \(column.name)=tags")
    }
    return columns
  }

  /// What to ask for in the place of what no file can hold; nil for what one can.
  private static func unwritten(_ name: String, _ part: DocumentPart) -> String? {
    if name.hasPrefix(PredictedColumn.beginning) {
      return "the name of a layer or a task, as predictions take the place of the layer"
    }
    if case .offsets = part { return "a part that a line can hold, such as LAYER:bio" }
    return nil
  }

  mutating func put(_ document: Document) throws(CorpusError) {
    var lines: [String] = []
    for column in columns { lines.append(try line(column, document)) }
    for (file, line) in zip(files, lines) { try file.appendLine(line) }
    underscores.endDocument()
  }

  private mutating func line(_ column: Column, _ document: Document) throws(CorpusError) -> String {
    switch column.part {
    case .text, .tokens: return hasTokens ? try words(document) : document.text
    case .tags(let layer):
      if let tags = document.tags(inColumn: layer) {
        guard tags.contains(where: { $0 != nil }) else { return "" }
        return try joined(tags.map { underscores.cell($0, layer) }, document)
      }
      return try document.spans(inColumn: layer).map { spans throws(CorpusError) in
        try self.tags(of: spans, layer, document)
      } ?? ""
    case .spans(let layer):
      guard let spans = document.spans(inColumn: layer) else { return "" }
      return try tags(of: spans, layer, document)
    case .label(let layer): return try whole(labels(layer, document), column, document)
    case .id: return try whole(document.id, column, document)
    case .language: return try whole(document.language ?? "", column, document)
    case .field(let name): return try whole(document.fields[name] ?? "", column, document)
    case .translation(let name): return try whole(document.translations[name]?.text ?? "", column, document)
    case .offsets: return ""
    }
  }

  private func words(_ document: Document) throws(CorpusError) -> String {
    guard !document.tokens.isEmpty || document.text.unlessBlank == nil else {
      throw cannotExpress("a text without tokens; `braid tokenize` finds them", document)
    }
    return try joined(document.tokens.indices.map(document.form), document)
  }

  private func tags(of spans: [LabeledSpan], _ layer: String, _ document: Document) throws(CorpusError) -> String {
    let encoded = options.spanEncoding.tags(for: spans, in: document.tokens.indices)
    guard encoded.leftOut == 0 else { throw cannotExpress("overlapping spans of \(layer)", document) }
    return try joined(encoded.tags, document)
  }

  private func labels(_ layer: String, _ document: Document) throws(CorpusError) -> String {
    guard let labels = document.labels(inColumn: layer) else { return "" }
    // A separator alone says that there is none.
    if labels.isEmpty { return options.labelSeparator ?? "" }
    guard labels.count == 1 || options.labelSeparator != nil else {
      throw cannotExpress("\(labels.count) labels of \(layer) in a line without a `labelSeparator`", document)
    }
    return try PredictedColumn.cell(labels, document, options.format, between: options.labelSeparator ?? "")
  }

  /// Words or tags, a space apart.
  private func joined(_ cells: [String], _ document: Document) throws(CorpusError) -> String {
    for cell in cells where cell.isEmpty || cell.utf8.contains(where: { $0 <= .space }) {
      throw cannotExpress(cell.isEmpty ? "an empty word or tag" : "white space in the word or tag `\(cell)`", document)
    }
    return cells.joined(separator: " ")
  }

  /// What is a line as it is.
  private func whole(_ value: String, _ column: Column, _ document: Document) throws(CorpusError) -> String {
    guard !value.hasLineBreak, !value.hasBlankEnd else {
      throw cannotExpress("a line break in, or white space around, what `\(column.name)` has", document)
    }
    return value
  }

  private func cannotExpress(_ what: String, _ document: Document) -> CorpusError {
    .cannotExpress(options.format, document: document.id, what: what)
  }

  var lost: [DocumentContent: Int] { underscores.counts }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    folder.keep()
    return files
  }
}
