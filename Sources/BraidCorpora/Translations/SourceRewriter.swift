import BraidFiles
package import BraidText

/// A file in memory that is written back with what was found out about its documents: annotations in XML, translations in
/// the formats of translators, either in a page.
package struct SourceRewriter {
  private enum Kind {
    case page(HTMLRewriter)
    case annotations(XMLRewriter)
    case translations(TranslationRewriter)
  }

  private let kind: Kind
  /// The encoding of the file; nil for UTF-8, and of a page, which becomes that.
  private let encoding: SourceEncoding?

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file, in the encoding that it declares.
  ///   - file: Its name for errors.
  ///   - options: The format and what it leaves open.
  /// - Throws: `CorpusError` for bytes that do not follow the format, and for a format that is not rewritten.
  package init(bytes: [UInt8], file: String, options: ReadOptions) throws(CorpusError) {
    guard options.format != .html else {
      encoding = nil
      kind = .page(try HTMLRewriter(bytes: bytes, file: file, options: options))
      return
    }
    encoding = try SourceEncoding(bytes, file: file, format: options.format, encoding: options.encoding)
    let bytes = encoding?.text ?? bytes
    kind =
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
    switch kind {
    case .annotations(let rewriter): rewriter.documents
    case .page(let rewriter): rewriter.documents
    case .translations(let rewriter): rewriter.documents
    }
  }

  /// What was repaired and dropped while reading.
  package var ledger: Ledger {
    switch kind {
    case .annotations(let rewriter): rewriter.ledger
    case .page(let rewriter): rewriter.ledger
    case .translations(let rewriter): rewriter.ledger
    }
  }

  /// The documents that something can be written about, by index.
  package var open: [Int] {
    switch kind {
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
    let bytes: [UInt8]
    var counts: RewriteCounts
    switch kind {
    case .annotations(let rewriter):
      guard encoding == nil || options.style == .inline else {
        throw .wrongEncoding(file: path, found: "standoff about a file in another encoding")
      }
      let result = try rewriter.rewritten(with: annotated, options: options)
      (bytes, counts) = (result.bytes, RewriteCounts(result))
    case .page(let rewriter):
      let result = try rewriter.rewritten(with: annotated, options: options)
      (bytes, counts) = (result.bytes, RewriteCounts(result))
    case .translations(let rewriter):
      let result = try rewriter.rewritten(with: annotated, targetLanguage: options.targetLanguage)
      (bytes, counts) = (result.bytes, RewriteCounts(result))
      for (document, original) in zip(annotated.map(\.withPredictions), rewriter.documents) {
        let new = NewContent(document, beside: original)
        counts.leaveOut(new.annotations(RewriteOptions()))
        counts.leaveOut(new.segmentation)
        counts.leaveOut(new.details.filter { !Self.isMark($0.key, of: document, original, rewriter.format) })
      }
    }
    let encoded = try encoding?.encoded(bytes) ?? bytes
    let file = try CorpusFile(path)
    try file.append(encoded)
    try file.commit()
    return counts
  }

  /// Whether a field says no more than that a translation is not confirmed, which the file says in its own way.
  private static func isMark(
    _ code: String, of document: Document, _ original: Document, _ format: CorpusFormat
  ) -> Bool {
    guard format != .tmx else { return false }
    switch code {
    case AnnotationLayer.field("flags").code:
      return POEntry.others(ofFlags: document.fields["flags"]) == POEntry.others(ofFlags: original.fields["flags"])
    case AnnotationLayer.field("state").code: return format == .xliff && XLIFFStates.needsWork(document.fields["state"])
    default: return false
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
    annotations.replaced = page.replaced
    annotations.unplacedLayers = page.unplacedLayers
    translations.inserted = page.inserted
    translations.missing = page.missing
    translations.kept = page.kept
    translations.movedCodes = page.movedCodes
    translations.movedTexts = page.movedTexts
  }

  fileprivate init(_ translations: RewrittenTranslations) {
    self.translations = translations
    self.translations.bytes = []
    annotations.unplacedLayers = translations.unplacedLayers
    self.translations.unplacedLayers = [:]
  }

  /// Adds what has no place, by layer.
  fileprivate mutating func leaveOut(_ counts: [String: Int]) {
    annotations.unplacedLayers.merge(counts, uniquingKeysWith: +)
  }

  /// Adds the counts of another file.
  package static func += (a: inout Self, b: Self) {
    a.annotations.elements += b.annotations.elements
    a.annotations.attributes += b.annotations.attributes
    a.annotations.milestones += b.annotations.milestones
    a.annotations.standoff += b.annotations.standoff
    a.annotations.replaced += b.annotations.replaced
    a.annotations.unplacedLayers.merge(b.annotations.unplacedLayers, uniquingKeysWith: +)
    a.translations.inserted += b.translations.inserted
    a.translations.replaced += b.translations.replaced
    a.translations.kept += b.translations.kept
    a.translations.missing += b.translations.missing
    a.translations.movedCodes += b.translations.movedCodes
    a.translations.movedTexts += b.translations.movedTexts
    a.translations.lostCodes += b.translations.lostCodes
  }

  /// Whether there were translations.
  private var hasTranslations: Bool { translations != RewrittenTranslations() }

  /// Where annotations and translations got to in files of a format, in lines.
  package func notes(_ format: CorpusFormat) -> [String] {
    if format.takesTranslations { return translationNotes }
    return annotationNotes + (format == .html && hasTranslations ? translationNotes : [])
  }

  /// Where annotations got to, and how many gave way, in lines.
  private var annotationNotes: [String] {
    let note =
      "annotations: \(annotations.elements.grouped) as elements, \(annotations.attributes.grouped) as attributes, "
      + "\(annotations.milestones.grouped) as milestones, \(annotations.standoff.grouped) as standoff"
    guard annotations.replaced > 0 else { return [note] }
    return [
      note, "annotations with scores, as an earlier run writes them, that gave way: \(annotations.replaced.grouped)",
    ]
  }

  /// What was left out of files, in a line; nil when nothing was.
  package var leftOutNote: String? {
    guard annotations.unplaced > 0 else { return nil }
    let counts = annotations.unplacedLayers.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.grouped))" }
    return "left out, no place in the file: \(counts.joined(separator: ", "))"
  }

  /// What became of translations and of the codes in their sources, in lines.
  private var translationNotes: [String] {
    var notes = [
      "translations: \(translations.inserted.grouped) inserted, \(translations.kept.grouped) kept as they were, "
        + "\(translations.missing.grouped) missing"
    ]
    if translations.replaced > 0 {
      notes.append("of these in the place of fuzzy, unconfirmed or partial ones: \(translations.replaced.grouped)")
    }
    if translations.movedCodes > 0 {
      notes.append("inline codes at the end of their translation: \(translations.movedCodes.grouped)")
    }
    if translations.movedTexts > 0 {
      notes.append("texts not to be translated at the end of their translation: \(translations.movedTexts.grouped)")
    }
    if translations.lostCodes > 0 {
      notes.append("left out: \(translations.lostCodes.grouped) inline codes, which their unit has elsewhere")
    }
    return notes
  }
}
