import BraidFiles
import BraidText

/// An option for reading that means something for some formats only; for others it is refused, so that nobody waits for what it does.
struct FormatOption: Sendable {
  /// The field of the options.
  let name: String
  /// The formats.
  let formats: Set<CorpusFormat>
  /// What it is for, as a message says it.
  let what: String
  /// Whether it means something for files of one of the formats, by what else is said of them.
  let isUsed: @Sendable (ReadOptions) -> Bool
  /// What it is set to; nil when it is as usual.
  let found: @Sendable (ReadOptions) -> String?
  /// Sets it to what is usual.
  let reset: @Sendable (inout ReadOptions) -> Void

  init(
    _ name: String, _ formats: Set<CorpusFormat>, _ what: String,
    isUsed: @escaping @Sendable (ReadOptions) -> Bool = { _ in true },
    found: @escaping @Sendable (ReadOptions) -> String?,
    reset: @escaping @Sendable (inout ReadOptions) -> Void
  ) {
    (self.name, self.formats, self.what, self.isUsed) = (name, formats, what, isUsed)
    (self.found, self.reset) = (found, reset)
  }

  /// What is wrong with the option, as was found and expected; nil when nothing is.
  func problem(_ options: ReadOptions, _ format: CorpusFormat) -> (found: String, expected: String)? {
    guard !(formats.contains(format) && isUsed(options)), let found = found(options) else { return nil }
    let lack = formats.contains(format) ? " without fields" : ""
    return ("\(found) for \(format.rawValue)\(lack)", "none, as it is for \(what)")
  }
}

/// Formats that have something in common.
private enum Formats {
  /// Whether JSON is read by a map of its members, or is of a format that has no other way.
  static let isMapped: @Sendable (ReadOptions) -> Bool = { options in
    !(json.contains(options.format) || [.tei, .xml].contains(options.format)) || !options.fields.isEmpty
  }

  /// Tables of rows and cells.
  static let tables: Set<CorpusFormat> = [.tsv, .csv, .parallelTSV]
  /// Files of columns that options may name.
  static let columnFiles: Set<CorpusFormat> = [.columns, .conll2000, .conll2003]
  static let tablesAndColumns = tables.union(columnFiles)
  static let json: Set<CorpusFormat> = [.jsonl, .doccano, .prodigy, .labelStudio]
  /// Plain texts, of which long ones are cut.
  static let cut: Set<CorpusFormat> = [.text, .lines, .paragraphs]
  static let columnsAndJSON = columnFiles.union(json)
  /// Formats whose sentences, blocks or texts may be put together to documents.
  static let joined = columnFiles.union(
    [.conll2005, .conll2008, .conll2009, .conll2012, .conllu, .conllup, .tei, .html])
  /// All but the formats that declare their encoding themselves.
  static let undeclared = Set(CorpusFormat.allCases).subtracting(
    [.tmx, .xliff, .xml, .tei, .tiger, .semeval, .propbankFrames, .xmi])
}

extension ReadOptions {
  /// The options that are for some formats only.
  private static let limited: [FormatOption] = [
    FormatOption(
      "columns", Formats.tablesAndColumns.union([.aligned]), "tables, column files and aligned files",
      found: { Self.names($0.columns.keys) },
      reset: { $0.columns = [:] }),
    FormatOption(
      "fields", Formats.json.union([.xml, .tei]), "JSON, XML and TEI", found: { Self.names($0.fields.keys) },
      reset: { $0.fields = [:] }),
    FormatOption(
      "header", Formats.tables, "tables", found: { $0.header.map { "\($0)" } }, reset: { $0.header = nil }),
    FormatOption(
      "separator", Formats.tablesAndColumns, "tables and column files", found: { $0.separator?.rawValue },
      reset: { $0.separator = nil }),
    FormatOption(
      "quote", Formats.tables, "tables", found: { $0.quote.map { "`\($0)`" } }, reset: { $0.quote = nil }),
    FormatOption(
      "labelSeparator", Formats.tables.union([.aligned]), "tables and aligned files",
      found: { $0.labelSeparator.map { "`\($0)`" } },
      reset: { $0.labelSeparator = nil }),
    FormatOption(
      "pretokenized", Formats.tables.union(Formats.json).union([.lines, .fasttext, .parallel]),
      "tables, lines and mapped JSON", isUsed: Formats.isMapped,
      found: { $0.pretokenized ? "true" : nil }, reset: { $0.pretokenized = false }),
    FormatOption(
      "phrases", [.trees], "trees", found: { $0.phrases ? "true" : nil }, reset: { $0.phrases = false }),
    FormatOption(
      "unconfirmed", [.po, .xliff, .tmx], "PO, XLIFF and TMX", found: { $0.unconfirmed ? "true" : nil },
      reset: { $0.unconfirmed = false }),
    FormatOption(
      "comments", Formats.columnFiles, "column files", found: { $0.comments.map { "`\($0)`" } },
      reset: { $0.comments = nil }),
    FormatOption(
      "documents", Formats.joined, "column files, CoNLL formats, TEI and HTML",
      found: { $0.documents == .sentence ? nil : $0.documents.rawValue }, reset: { $0.documents = .sentence }),
    FormatOption(
      "spanEncoding", Formats.columnsAndJSON.union([.aligned]), "column files, aligned files and JSON",
      found: { $0.spanEncoding?.rawValue },
      reset: { $0.spanEncoding = nil }),
    FormatOption(
      "strictTags", Formats.columnsAndJSON.union([.aligned, .conllu, .conllup, .conll2008, .conll2009]),
      "column files, aligned files, JSON and formats with heads", found: { $0.strictTags ? "true" : nil },
      reset: { $0.strictTags = false }),
    FormatOption(
      "spanOffsets", Formats.json.union([.brat]), "JSON and brat", found: { $0.spanOffsets?.rawValue },
      reset: { $0.spanOffsets = nil }),
    FormatOption(
      "cutTokens", Formats.json.union([.brat, .webanno, .xmi, .html]), "JSON, brat, WebAnno, XMI and HTML",
      found: { $0.cutTokens ? "true" : nil }, reset: { $0.cutTokens = false }),
    FormatOption(
      "labelLayer", Formats.tables.union(Formats.json).union([.aligned, .fasttext, .trees, .xml, .tei]),
      "tables, aligned files, fastText, trees, JSON and mapped XML",
      isUsed: { $0.format != .tei || !$0.fields.isEmpty },
      found: { $0.labelLayer == "label" ? nil : "`\($0.labelLayer)`" }, reset: { $0.labelLayer = "label" }),
    FormatOption(
      "targetLanguage",
      Formats.tables.union(Formats.json).union([.aligned, .parallel, .tmx, .xliff, .po, .xml, .tei, .html]),
      "tables, aligned files, parallel text, TMX, XLIFF, PO, HTML, and mapped JSON and XML", isUsed: Formats.isMapped,
      found: { $0.targetLanguage.map { "`\($0)`" } }, reset: { $0.targetLanguage = nil }),
    FormatOption(
      "maximumDocumentBytes", Formats.cut, "plain text, lines and paragraphs, which are cut",
      found: { $0.maximumDocumentBytes.map { "\($0)" } }, reset: { $0.maximumDocumentBytes = nil }),
    FormatOption(
      "encoding", Formats.undeclared, "all but XML, which declares it itself",
      found: { $0.encoding == .utf8 ? nil : $0.encoding.rawValue }, reset: { $0.encoding = .utf8 }),
    FormatOption(
      "replaceInvalid", Formats.undeclared, "all but XML", found: { $0.replaceInvalid ? "true" : nil },
      reset: { $0.replaceInvalid = false }),
  ]

  private static func names(_ names: some Collection<String>) -> String? {
    names.isEmpty ? nil : names.sorted().joined(separator: ", ")
  }

  /// Whether long documents of the format are cut.
  package var cutsDocuments: Bool { Formats.cut.contains(format) }

  /// Whether the format can do something with an option.
  package func uses(_ option: String) -> Bool {
    !Self.limited.contains { $0.name == option && $0.problem(self, format) != nil }
  }

  /// Refuses options that are wrong, or that the format can do nothing with, and a language that is no language tag; parallel text
  /// has it as a name of its files.
  ///
  /// - Throws: `badOption` with the first one.
  package func checkFormat() throws(CorpusError) {
    if let language, format != .parallel, !LanguageMatch.isTag(language.replacing("_", with: "-")) {
      let nearest = TextLocale.nearest(to: language).map { "; did you mean \($0)?" } ?? ""
      throw .badOption(
        name: "language", found: "`\(language)`", expected: "a language tag (BCP 47), such as en or de-AT\(nearest)")
    }
    for option in Self.limited {
      guard let (found, expected) = option.problem(self, format) else { continue }
      throw .badOption(name: option.name, found: found, expected: expected)
    }
    if let problem { throw .badOption(name: problem.key, found: problem.found ?? "", expected: problem.expected) }
  }

  /// Sets options that the format can do nothing with to what is usual.
  public mutating func dropUnused() {
    for option in Self.limited where option.problem(self, format) != nil { option.reset(&self) }
  }

  /// The options for reading alone, of those that are for reading and writing: names of layers and languages that only what is
  /// written has a place for are left out.
  ///
  /// - Parameter written: the format that is written; nil for none.
  /// - Returns: the options that a reader is given.
  package func forReading(writing written: CorpusFormat?) -> ReadOptions {
    guard let written else { return self }
    var options = self
    for option in Self.limited where ["labelLayer", "targetLanguage"].contains(option.name) {
      guard option.problem(self, format) != nil, WriteOptions.formats(of: option.name).contains(written) else {
        continue
      }
      option.reset(&options)
    }
    return options
  }

  /// The options for reading what is put into a file: those that mean something for that file alone are not looked at, nor is an
  /// encoding for JSON, which is UTF-8.
  ///
  /// - Parameter file: the format of the file.
  /// - Returns: the options that a reader is given.
  package func forReading(insertedInto file: CorpusFormat) -> ReadOptions {
    var options = self
    var other = self
    other.format = file
    // XML is read by its map alone.
    if file == .xml, format != .xml { options.fields = [:] }
    if Formats.json.contains(format), Formats.undeclared.contains(file) {
      (options.encoding, options.replaceInvalid) = (.utf8, false)
    }
    for option in Self.limited where option.problem(options, format) != nil && option.problem(other, file) == nil {
      option.reset(&options)
    }
    return options
  }
}
