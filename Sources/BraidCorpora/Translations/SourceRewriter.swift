import BraidFiles
package import BraidText

/// A file in memory that is written back with what was found out about its documents: annotations in XML, translations in
/// the formats of translators, either in a page.
package enum SourceRewriter {
  case page(HTMLRewriter)
  case annotations(XMLRewriter)
  case translations(TranslationRewriter)

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file, UTF-8; a page in any encoding.
  ///   - file: Its name for errors.
  ///   - options: The format and what it leaves open.
  /// - Throws: `CorpusError` for bytes that do not follow the format, and for a format that is not rewritten.
  package init(bytes: [UInt8], file: String, options: ReadOptions) throws(CorpusError) {
    guard options.format != .html else {
      self = .page(try HTMLRewriter(bytes: bytes, file: file, options: options))
      return
    }
    self =
      options.format.takesTranslations
      ? .translations(try TranslationRewriter(bytes: bytes, file: file, options: options))
      : .annotations(try XMLRewriter(bytes: bytes, file: file, options: options))
  }

  /// Reads a file; `-` is standard input; gzip is unpacked.
  ///
  /// - Throws: `CorpusError`, also for a file that cannot be read.
  package init(_ path: String, options: ReadOptions) throws(CorpusError) {
    let bytes = try CorpusError.naming { () throws(FileError) in try ByteSource(path).readAll() }
    try self.init(bytes: bytes, file: path, options: options)
  }

  /// The documents of the file.
  package var documents: [Document] {
    switch self {
    case .annotations(let rewriter): rewriter.documents
    case .page(let rewriter): rewriter.documents
    case .translations(let rewriter): rewriter.documents
    }
  }

  /// What was repaired and dropped while reading.
  package var ledger: Ledger {
    switch self {
    case .annotations(let rewriter): rewriter.ledger
    case .page(let rewriter): rewriter.ledger
    case .translations(let rewriter): rewriter.ledger
    }
  }

  /// The documents that something can be written about, by index.
  package var open: [Int] {
    switch self {
    case .annotations(let rewriter): Array(rewriter.documents.indices)
    case .page(let rewriter): Array(rewriter.documents.indices)
    case .translations(let rewriter): rewriter.documents.indices.filter(rewriter.isOpen)
    }
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - annotated: The documents with what was found out, as many and with the same texts.
  ///   - path: Where it goes; `-` is standard output.
  ///   - options: What goes in and where.
  /// - Returns: What became of it.
  /// - Throws: `CorpusError` for documents that are not the file's, and for a path that cannot be written.
  package func write(
    _ annotated: [Document], to path: String, options: RewriteOptions
  ) throws(CorpusError) -> RewriteCounts {
    switch self {
    case .annotations(let rewriter): return RewriteCounts(try rewriter.write(annotated, to: path, options: options))
    case .page(let rewriter):
      let result = try rewriter.rewritten(with: annotated, options: options)
      let file = try CorpusFile(path)
      try file.append(result.bytes)
      try file.commit()
      return RewriteCounts(result)
    case .translations(let rewriter):
      let result = try rewriter.rewritten(with: annotated, targetLanguage: options.targetLanguage)
      let file = try CorpusFile(path)
      try file.append(result.bytes)
      try file.commit()
      return RewriteCounts(result)
    }
  }
}

/// How what was found out got into files.
package struct RewriteCounts: Sendable, Equatable {
  private var annotations = RewrittenXML(bytes: [], elements: 0, milestones: 0, standoff: 0, unplacedLayers: [:])
  private var translations = RewrittenTranslations()

  /// Nothing yet.
  package init() {}

  fileprivate init(_ xml: RewrittenXML) {
    annotations = xml
    annotations.bytes = []
  }

  fileprivate init(_ page: RewrittenHTML) {
    annotations.elements = page.elements
    annotations.unplacedLayers = page.unplacedLayers
    translations.inserted = page.inserted
    translations.missing = page.missing
    translations.movedCodes = page.movedCodes
  }

  fileprivate init(_ translations: RewrittenTranslations) {
    self.translations = translations
    self.translations.bytes = []
  }

  /// Adds the counts of another file.
  package static func += (a: inout Self, b: Self) {
    a.annotations.elements += b.annotations.elements
    a.annotations.milestones += b.annotations.milestones
    a.annotations.standoff += b.annotations.standoff
    a.annotations.unplacedLayers.merge(b.annotations.unplacedLayers, uniquingKeysWith: +)
    a.translations.inserted += b.translations.inserted
    a.translations.kept += b.translations.kept
    a.translations.missing += b.translations.missing
    a.translations.movedCodes += b.translations.movedCodes
    a.translations.lostCodes += b.translations.lostCodes
  }

  /// Whether there were translations.
  package var hasTranslations: Bool { translations != RewrittenTranslations() }

  /// Where annotations got to, in a line.
  package var annotationsNote: String {
    "annotations: \(annotations.elements.grouped) as elements, \(annotations.milestones.grouped) as milestones, "
      + "\(annotations.standoff.grouped) as standoff, \(annotations.unplaced.grouped) without a place"
      + (annotations.unplaced == 0 ? "" : " (\(annotations.unplacedLayers.keys.sorted().joined(separator: ", ")))")
  }

  /// What was left out of XML, in a line; nil when nothing was.
  package var leftOutNote: String? {
    guard annotations.unplaced > 0 else { return nil }
    let counts = annotations.unplacedLayers.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.grouped))" }
    return "left out, no place in the file: \(counts.joined(separator: ", "))"
  }

  /// What became of translations and of the codes in their sources, in lines.
  package var translationNotes: [String] {
    var notes = [
      "translations: \(translations.inserted.grouped) inserted, \(translations.kept.grouped) kept as they were, "
        + "\(translations.missing.grouped) missing"
    ]
    if translations.movedCodes > 0 {
      notes.append("inline codes at the end of their translation: \(translations.movedCodes.grouped)")
    }
    if translations.lostCodes > 0 {
      notes.append("left out: \(translations.lostCodes.grouped) inline codes, which their unit has elsewhere")
    }
    return notes
  }
}
