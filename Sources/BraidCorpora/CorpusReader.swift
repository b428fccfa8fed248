import BraidFiles
public import BraidText

/// What a reader went past after an error.
public struct SkippedRecord: Sendable, Equatable {
  /// The line at which reading failed, as far as it is text; nil if unknown.
  public var line: String?
  /// Whether everything from there to the end of the file is lost.
  public var isRestOfFile: Bool
}

/// Reads the documents of files, one after the other, in bounded memory.
///
/// ```swift
/// let reader = try CorpusReader(["train.conllu.gz"], options: ReadOptions(format: .conllu))
/// while let document = try reader.next() { print(document.tokens.count) }
/// print(reader.ledger.read)
/// ```
public final class CorpusReader {
  /// What was read, repaired, truncated and dropped so far.
  @exclusivity(unchecked) public private(set) var ledger = Ledger()

  /// Records that were read so far, or could not be; those of other shards too.
  @exclusivity(unchecked) package private(set) var records = 0
  /// Whether a document could be read, be it one of another shard.
  @exclusivity(unchecked) package private(set) var hasRead = false

  // Sources and ledgers know nothing of the reader, so that none of its properties is used while another call changes it.
  private let options: ReadOptions
  @exclusivity(unchecked) private var digest = StableHash()
  /// Whether translations stand under a name that was not given.
  private let namesTarget: Bool
  private var files: ArraySlice<[String]>
  @exclusivity(unchecked) private var source: any DocumentSource = NoDocuments()
  /// Whether a file is being read.
  @exclusivity(unchecked) private var isOpen = false
  /// The file that `source` reads.
  private var file = ""
  /// The folder that files are below whose documents are called by their paths.
  private let folder: String
  private var checked = false

  /// Opens the first file.
  ///
  /// - Parameters:
  ///   - paths: Files in order; `-` is standard input; gzip is recognised by its first bytes. `parallel` takes two files,
  ///     source and target, for each pair; `aligned` the files of each set, or folders with them.
  ///   - options: The format and its options.
  /// - Throws: `CorpusError.file` or `badOption`.
  public init(_ paths: [String], options: ReadOptions) throws(CorpusError) {
    try options.checkFormat()
    self.options = options
    namesTarget = Self.namesTarget(options)
    files = try Self.units(paths, options)[...]
    folder = Self.folder(paths, of: files, options.format)
    if let first = files.popFirst() {
      file = first[0]
      source = try Self.open(first, options, below: folder)
      isOpen = true
    }
  }

  /// A reader whose first file is opened by the first `next`, so that a file that can't be opened is an error among others.
  ///
  /// - Parameters:
  ///   - paths: Files in order, as for the other initializer.
  ///   - options: The format and its options.
  /// - Throws: `CorpusError.badOption`.
  package init(unopened paths: [String], options: ReadOptions) throws(CorpusError) {
    try options.checkFormat()
    self.options = options
    namesTarget = Self.namesTarget(options)
    files = try Self.units(paths, options)[...]
    folder = Self.folder(paths, of: files, options.format)
  }

  /// The next document; nil after the last.
  ///
  /// - Throws: What is wrong with the file, and where; after the last document `CorpusError.aboveThreshold` when more was
  ///   lost or repaired than the options allow.
  public func next() throws(CorpusError) -> Document? {
    do throws(CorpusError) {
      while var document = try advance() {
        records += 1
        hasRead = true
        if options.shard != nil {
          digest.add(document.id)
          digest.add(document.text)
          guard isInShard(records - 1) else { continue }
        }
        if options.countsPredictions { setPredictionsAside(of: &document) }
        ledger.count(document)
        if document.isAnnotated { noteDefaults(document) }
        return document
      }
    } catch {
      records += 1
      if let place = error.place { digest.add(place.description) }
      throw error
    }
    if !checked {
      checked = true
      try ledger.check(maximumLost: options.maximumLost, maximumRepaired: options.maximumRepaired)
    }
    return nil
  }

  /// Takes what has a score out of a document's layers, as predictions, and counts it.
  private func setPredictionsAside(of document: inout Document) {
    // Readers of pages and TEI have done so.
    if options.format == .brat || options.format == .xmi { ScoredPredictions.take(from: &document) }
    guard let count = ScoredPredictions.count(in: document), count > 0 else { return }
    ledger.note(
      .recognized, .values, "with a score: predictions of a model, no gold labels, unless `unconfirmed: true` says so",
      at: SourceLocation(file: file, line: source.line), count: count)
  }

  /// Whether the last document is of the same record of its file as the one before it, as a further segment of a unit is.
  package var continuesRecord: Bool { source.continuesRecord }

  /// Whether the last record, read or not, is one of the shard that is read.
  package var lastIsInShard: Bool { records == 0 || isInShard(records - 1) }

  /// Digest of the input so far, in hexadecimal: the ids and texts of documents and the places of errors, of all shards; only
  /// kept when there is a shard.
  package var inputDigest: String { String(digest.value, radix: 16) }

  private func isInShard(_ record: Int) -> Bool { options.shard?.holds(record) ?? true }

  /// The next document of any shard.
  private func advance() throws(CorpusError) -> Document? {
    while true {
      if !isOpen {
        guard let next = files.popFirst() else { return nil }
        file = next[0]
        source = try Self.open(next, options, below: folder)
        isOpen = true
      }
      var document: Document?
      if isInShard(records) {
        document = try source.next(into: &ledger)
      } else {
        var others = Ledger()
        document = try source.next(into: &others)
      }
      guard document != nil else {
        close()
        continue
      }
      if document?.isAnnotated == true { try dropFaults(&document) }
      return document
    }
  }

  /// Takes out of a document what has no characters, and heads that are none.
  private func dropFaults(_ document: inout Document?) throws(CorpusError) {
    // Asking for the line copies the source.
    var place: SourceLocation { SourceLocation(file: file, line: source.line) }
    let isCounted = isInShard(records)
    if let blank = document?.dropBlankValues(), !blank.isEmpty, isCounted { blank.note(in: &ledger, at: place) }
    // Column files have looked at the heads of each sentence themselves; some of their formats have several roots.
    guard options.format == .jsonl, document?.annotationKinds.tags == true else { return }
    for (word, head, fault) in document?.takeHeadFaults(allowsRoots: true) ?? [] {
      guard !options.strictTags else {
        throw .unexpected(
          place, found: "head `\(head)` of word \(word + 1)", expected: fault.expected(document?.tokens.count ?? 0))
      }
      if isCounted { ledger.note(.dropped, .tags, fault.rawValue, at: place) }
    }
  }

  private func close() {
    source = NoDocuments()
    isOpen = false
  }

  /// Calls `body` with the ledger or, for records of other shards, with one that is let go.
  private func counting<Result, Failure>(
    _ isCounted: Bool, _ body: (inout Ledger) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if isCounted { return try body(&ledger) }
    var others = Ledger()
    return try body(&others)
  }

  /// Counts what is taken for granted about a document, and what not every task can learn.
  private func noteDefaults(_ document: Document) {
    let kinds = document.annotationKinds
    if kinds.spans {
      let overlapping = document.spans.values.reduce(0) { $0 + $1.overlapping }
      ledger.note(
        .recognized, .spans, "overlap others of their layer; a tagger learns the first ones, the longest of them",
        at: SourceLocation(file: file, line: source.line), count: overlapping)
    }
    if namesTarget, kinds.translations, document.translations[options.targetName] != nil {
      ledger.note(
        .recognized, .translations, "no target language is named: called `\(options.targetName)`",
        at: SourceLocation(file: file, line: source.line))
    }
  }

  private static func namesTarget(_ options: ReadOptions) -> Bool {
    options.targetLanguage == nil && options.format != .jsonl && options.format != .tei
  }

  /// Every file that a reader of `paths` opens, in order; as they are when they don't make pairs.
  package static func files(_ paths: [String], options: ReadOptions) -> [String] {
    (try? units(paths, options).joined()).map(Array.init) ?? paths
  }

  /// Continues after an error that `next` has thrown: past the record, or past the file when the rest of it is lost.
  ///
  /// - Parameter error: What `next` has thrown.
  /// - Returns: What is skipped; nil for an error about the corpus as a whole, after which nothing comes.
  public func skip(after error: CorpusError) -> SkippedRecord? {
    guard error.place != nil else { return nil }
    // The file may be read whole another time: nothing of it is lost.
    if case .file(.interrupted) = error { return nil }
    if !error.endsFile, isOpen, let line = counting(lastIsInShard, { source.skip(into: &$0) }) {
      return SkippedRecord(line: line, isRestOfFile: false)
    }
    close()
    return SkippedRecord(line: nil, isRestOfFile: true)
  }

  /// Reads what is left, for the number of records and their digest.
  ///
  /// - Throws: what is wrong with the corpus as a whole.
  package func readToEnd() throws(CorpusError) {
    while true {
      do throws(CorpusError) {
        guard try next() != nil else { return }
      } catch {
        guard skip(after: error) != nil else { throw error }
      }
    }
  }

  /// The files that are read together: pairs for parallel text and brat, sets for aligned files, else single ones.
  ///
  /// A single path of parallel text stands for the pair `PATH.LANGUAGE`, `PATH.TARGET`, packed or not.
  ///
  /// - Throws: `badOption` or `unexpected` for files that make no pairs or sets.
  package static func units(_ paths: [String], _ options: ReadOptions) throws(CorpusError) -> [[String]] {
    if options.format == .brat {
      // A pattern or a folder names both files of a pair, and brat's own settings.
      var seen: Set<String> = []
      var pairs: [[String]] = []
      for path in paths where !path.hasSuffix(".conf") { pairs += try BratSource.pairs(path) }
      return pairs.filter { seen.insert($0[0]).inserted }
    }
    if options.format == .aligned { return try AlignedFiles(options).sets(paths) }
    guard options.format == .parallel else { return paths.map { [$0] } }
    if paths.count == 1, let language = options.language {
      return [[language, options.targetName].map { FileSystem.packedOrNot("\(paths[0]).\($0)") }]
    }
    guard paths.count.isMultiple(of: 2) else {
      throw .badOption(
        name: "paths", found: paths.count.counted("file"),
        expected: "source and target files in pairs, or one path without its language endings")
    }
    return stride(from: 0, to: paths.count, by: 2).map { Array(paths[$0..<$0 + 2]) }
  }

  /// What the ids of documents that are called by their paths leave out of these: the folder, with its slash, that all files are below.
  private static func folder(_ paths: [String], of files: ArraySlice<[String]>, _ format: CorpusFormat) -> String {
    guard format == .brat || format == .webanno else { return "" }
    return DocumentPaths.folder(paths, of: files.map { $0[0] })
  }

  /// The one place that knows which type reads which format.
  private static func open(
    _ files: [String], _ options: ReadOptions, below folder: String
  ) throws(CorpusError) -> any DocumentSource {
    let file = files[0]
    func xml(
      _ handler: any XMLDocumentHandler, repairsBrackets: Bool = false, limits: XMLLimits = XMLLimits()
    ) throws(CorpusError) -> any DocumentSource {
      try XMLDocumentSource(
        file, handler: handler, repairsBrackets: repairsBrackets, limits: limits,
        recordLimit: options.maximumRecordBytes,
        meter: options.meter)
    }
    switch options.format {
    case .text, .paragraphs: return try TextSource(file, options: options)
    case .lines: return try LinesSource(file, options: options)
    case .tsv, .csv, .parallelTSV: return try TableSource(file, options: options)
    case .jsonl, .doccano, .prodigy, .labelStudio: return try JSONLSource(file, options: options)
    case .fasttext: return try LineRecords(file, options: options, parser: FastTextParser(options: options))
    case .trec: return try LineRecords(file, options: options, parser: TRECParser(options: options))
    case .trees, .ptb: return try TreesSource(file, options: options)
    case .columns, .conll2000, .conll2003:
      return SentenceDocuments(try ColumnsSource(file, options: options), options.documents)
    case .conll2005: return SentenceDocuments(try CoNLL2005Source(file, options: options), options.documents)
    case .conll2008, .conll2009:
      return SentenceDocuments(try CoNLL2009Source(file, options: options), options.documents)
    case .conll2012: return SentenceDocuments(try CoNLL2012Source(file, options: options), options.documents)
    case .conllu, .conllup: return SentenceDocuments(try CoNLLUSource(file, options: options), options.documents)
    case .aligned: return try AlignedSource(files, options: options)
    case .parallel: return try ParallelSource(file, files[1], options: options)
    case .brat: return BratSource(files, folder: folder, options: options)
    case .xmi: return try xml(XMIReader(options: options), limits: XMIReader.limits)
    case .html: return try HTMLSource(file, options: options)
    case .webanno: return try WebAnnoSource(file, below: folder, options: options)
    case .po:
      var options = options
      if options.encoding == .utf8, let declared = try POSource.encoding(of: file) { options.encoding = declared }
      return try POSource(file, options: options)
    case .tmx: return try xml(TMXReader(options: options))
    case .xliff: return try xml(XLIFFReader(options: options))
    case .xml: return try xml(XMLMapReader(options: options))
    case .tei: return try xml(TEIReader(options: options))
    case .tiger: return try xml(TIGERReader(options: options))
    case .semeval: return try xml(SemEvalReader(options: options), repairsBrackets: true)
    case .propbankFrames: return try xml(PropBankFramesReader(options: options))
    }
  }
}

/// No file.
private struct NoDocuments: DocumentSource {
  mutating func next(into ledger: inout Ledger) -> Document? { nil }
}

extension [LabeledSpan] {
  /// How many begin before one that begins before them, or with them, has ended.
  fileprivate var overlapping: Int {
    var end = 0
    var isSorted = true
    for (span, next) in zip(self, dropFirst()) where next.tokens.lowerBound < span.tokens.lowerBound {
      isSorted = false
    }
    let spans = isSorted ? self : sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    return spans.count { span in
      defer { end = Swift.max(end, span.tokens.upperBound) }
      return span.tokens.lowerBound < end
    }
  }
}
