import BraidFiles
public import BraidText

/// Writes documents to a file that appears, complete, when `close()` returns.
///
/// Until then everything goes to a temporary file in the same folder; a writer that is let go without `close()` leaves the
/// old file as it was.
public final class CorpusWriter {
  // Sinks and places know nothing of the writer, so that none of its properties is used while another call changes it.
  @exclusivity(unchecked) var sink: any DocumentSink
  /// How documents are written; the target language may be known by the first translation only.
  @exclusivity(unchecked) private(set) var options: WriteOptions
  private let path: String
  @exclusivity(unchecked) private var target: TargetChoice?
  /// Documents that wait for the target language, which stands at the head of the file, with their numbers.
  @exclusivity(unchecked) private var waiting: [(number: Int, document: Document)]?
  /// Documents given.
  @exclusivity(unchecked) private var given = 0
  /// Whether documents that have waited and that the format cannot hold are kept for `takeRefused`.
  package var keepsRefused = false
  @exclusivity(unchecked) private var refused: [(document: Document, number: Int, error: CorpusError)] = []
  @exclusivity(unchecked) private var places: LayerPlaces
  /// Whether the columns of the input, which the output has, are still unknown.
  @exclusivity(unchecked) private var awaitsColumns: Bool
  /// Layers of the documents so far that the format has no place for.
  @exclusivity(unchecked) public private(set) var leftOut = LeftOut()
  private let format: CorpusFormat
  /// Whether the first document says what the columns are.
  private let awaitsPredictions: Bool
  /// What is predicted now, where that is known before the first document.
  private let predicted: [PredictedColumn]
  /// Whether the output has the columns of the input.
  @exclusivity(unchecked) private var keepsColumns: Bool
  @exclusivity(unchecked) private var asked: AskedColumns
  /// Memory for batches of documents that are encoded on threads.
  let spares = SpareBuffers()
  /// Whether a document has come, which says what columns a table has.
  @exclusivity(unchecked) private var hasBegun = false
  /// Documents that were written.
  @exclusivity(unchecked) private var count = 0
  /// The files, once everything is written.
  private var finished: [CorpusFile]?
  /// Files that describe those of this writer, and of others that were closed with it.
  private var descriptions: [CorpusFile] = []

  /// Opens the output.
  ///
  /// - Parameters:
  ///   - path: The file to write; `-` is standard output.
  ///   - options: The format and its options.
  /// - Throws: `CorpusError.file`, `notWritable`, `badOption`, or `badWriteOption` for one that the format can do nothing with.
  public init(_ path: String, options: WriteOptions) throws(CorpusError) {
    try options.checkFormat()
    try options.checkTaskColumns(options.predicted)
    self.options = options
    (format, awaitsPredictions, keepsColumns) = (options.format, options.awaitsPredictions, options.keepsColumns)
    predicted = options.predicted
    places = try LayerPlaces(options)
    awaitsColumns = options.keepsColumns || options.keepsGlobalColumns
    asked = try AskedColumns(options, tasks: options.tasks + options.predicted.flatMap { [$0.name, $0.scoreName] })
    self.path = path
    target = TargetChoice(options)
    if let target, target.name == nil, options.format == .po || options.format == .xliff {
      waiting = []
      sink = PendingSink(file: try CorpusFile(path))
    } else if options.awaitsPredictions {
      // The first document says which predictions there are.
      sink = PendingSink(file: try CorpusFile(path))
    } else {
      sink = try Self.open(path, options)
    }
  }

  /// Writes one document; in all formats but JSONL its predictions take the place of the layers that they are for, whatever
  /// their tasks are called, unless columns are asked for by the names of tasks. What earlier models predicted for these layers is
  /// written in none.
  ///
  /// - Throws: `CorpusError.file`, or `cannotExpress` for a document the format cannot hold.
  public func write(_ document: Document) throws(CorpusError) {
    var document = document
    if format == .xliff, document.fields["translate"] == "no" { leaveTranslations(&document) }
    asked.see(document)
    if count == 0, !document.predictions.isEmpty { try options.checkTaskColumns(PredictedColumn.columns(document)) }
    if awaitsPredictions, !hasBegun { try beginTable(document) }
    guard !document.predictions.isEmpty || format.holdsPredictions && !predicted.isEmpty else {
      return try put(document)
    }
    var replaced = EarlierPredictions.take(
      from: &document, for: predicted, withFields: options.columns.isEmpty && !keepsColumns)
    guard !format.holdsPredictions else {
      try put(document)
      return leftOut.addReplaced(replaced)
    }
    if keepsColumns {
      try put(document)
      let tasks = Set(options.predicted.map(\.task))
      for (task, prediction) in document.predictions {
        guard tasks.contains(task) else {
          leftOut.add(prediction.layers.map { .layer($0) })
          continue
        }
        leftOut.add(places.without(prediction, of: task, hasScores: hasScoreColumn(of: task)))
      }
      for name in options.replacedFields where document.fields[name] != nil { replaced.insert(.field(name)) }
      leftOut.addReplaced(replaced)
      return
    }
    if let shared = document.sharedPrediction(except: { !places.sharesPlace(of: $0, for: $1) }) {
      throw .cannotExpress(
        format, document: document.id,
        what: "the predictions of both `\(shared.first)` and `\(shared.second)` as \(shared.layer.description)")
    }
    var written = document.withPredictions(except: places.hasColumn)
    // What has taken the place of a layer is no column any more; Label Studio has it beside what people wrote.
    written.predictions = document.predictions.filter { task, prediction in
      if format == .labelStudio { return true }
      let hasScore = hasScoreColumn(of: task)
      return prediction.layers.contains { places.hasColumn(of: task, for: $0) || hasScore($0) }
    }
    // What people answered was about other spans and labels.
    let isOther = document.predictions.values.contains { prediction in
      prediction.layers.contains {
        switch $0 {
        case .spans, .labels: true
        default: false
        }
      }
    }
    if format == .prodigy, isOther, written.fields.removeValue(forKey: "answer") != nil {
      replaced.insert(.field("answer"))
    }
    try put(written)
    for (task, prediction) in document.predictions {
      // The others took the places of layers, and were seen there.
      let own = prediction.layers.filter { places.hasColumn(of: task, for: $0) }
      if !own.isEmpty {
        leftOut.add(
          places.without(Prediction(own, of: prediction.annotation), of: task, hasScores: hasScoreColumn(of: task)))
      }
      replaced.formUnion(
        prediction.layers.filter { layer in
          layer.isPresent(in: document)
            && (!places.hasColumn(of: task, for: layer) || format == .labelStudio && layer.isScored(in: document))
        })
      replaced.formUnion(places.hidden(by: prediction, of: task, in: document))
      if prediction.layers.contains(.tags("head")), !places.hasColumn(of: task, for: .tags("head")) {
        if document.tags["deps"] != nil { leftOut.addCleared(.layer(.tags("deps"))) }
        if document.sentences.contains(where: { !$0.emptyNodes.isEmpty }) { leftOut.addCleared(.part(.emptyNodes)) }
      }
    }
    leftOut.addReplaced(replaced)
  }

  /// Takes the predicted translations from a document whose text must not be translated, so that its own one stays.
  private func leaveTranslations(_ document: inout Document) {
    for (task, var prediction) in document.predictions {
      let found = prediction.layers.filter { layer in
        guard case .translation = layer else { return false }
        return layer.isPresent(in: prediction.annotation)
      }
      guard !found.isEmpty else { continue }
      for layer in found { layer.clear(&prediction.annotation) }
      prediction.layers.removeAll { found.contains($0) }
      document.predictions[task] = prediction.layers.isEmpty ? nil : prediction
      leftOut.add(found.map { .layer($0) })
    }
  }

  /// Which layers that a task predicts have a column of scores.
  private func hasScoreColumn(of task: String) -> (AnnotationLayer) -> Bool {
    let columns = options.predicted.filter { column in
      column.task == task && column.hasScore
        && (options.keepsColumns ? options.predictedScores : options.columns.contains(column.scoreName))
    }
    return { layer in columns.contains { $0.layer == layer } }
  }

  /// Begins a table whose first document this is.
  private func beginTable(_ document: Document) throws(CorpusError) {
    if options.predicted.isEmpty, !document.predictions.isEmpty {
      options.predicted = PredictedColumn.columns(document)
      if format.isTable, options.columns.isEmpty, options.layout == nil { options.layout = TableLayout() }
      keepsColumns = options.keepsColumns
      awaitsColumns = keepsColumns
    }
    options.layout?.note(document)
    places = try LayerPlaces(options)
    hasBegun = true
    try openTable()
  }

  private func openTable() throws(CorpusError) {
    if let pending = sink as? PendingSink { sink = try Self.open(path, options, file: pending.file) }
  }

  /// Whether each document is written when it comes, to one file, so that none has to be kept.
  package var isStreamed: Bool { sink is any StreamedSink }

  /// Hands over what has been written, where the output is a pipe or a terminal and the format goes document by document.
  ///
  /// - Throws: `CorpusError.file`.
  package func handOver() throws(CorpusError) {
    if let sink = sink as? any StreamedSink { try sink.file.handOver() }
  }

  private func put(_ document: Document) throws(CorpusError) {
    guard target != nil else { return try append(document) }
    given += 1
    try target?.see(document)
    guard let name = target?.name else {
      if waiting == nil { return try append(document) }
      waiting?.append((given, document))
      // Nobody waits for ever.
      if waiting?.count == Self.mostWaiting { try openForTarget(target?.fallback ?? options.targetLanguage) }
      return
    }
    if waiting != nil { try openForTarget(name) }
    var document = document
    if name != options.targetLanguage {
      if target?.isPredicted == true, document.translations.removeValue(forKey: options.targetLanguage) != nil {
        leftOut.addReplaced([.translation(options.targetLanguage)])
      }
      if let translation = document.translations.removeValue(forKey: name) {
        document.translations[options.targetLanguage] = translation
      }
    }
    try append(document)
  }

  private static let mostWaiting = 10_000

  /// Begins the file, with the documents that have waited for its target language. What is wrong with one of them is not
  /// about the document that ended the wait.
  private func openForTarget(_ name: String) throws(CorpusError) {
    let documents = waiting ?? []
    waiting = nil
    options.targetLanguage = name
    places = try LayerPlaces(options)
    sink = try Self.open(path, options, file: (sink as? PendingSink)?.file)
    for (number, document) in documents {
      do throws(CorpusError) { try append(document) } catch {
        guard keepsRefused, case .cannotExpress = error else { throw error.numbered(number) }
        refused.append((document, number, error))
      }
    }
  }

  /// The documents that have waited for others and that the format cannot hold, since this was asked last, with their numbers
  /// among those written; none unless `keepsRefused`.
  package func takeRefused() -> [(document: Document, number: Int, error: CorpusError)] {
    guard !refused.isEmpty else { return [] }
    defer { refused = [] }
    return refused
  }

  private func append(_ document: Document) throws(CorpusError) {
    try check(document)
    try sink.write(document)
    if awaitsColumns {
      awaitsColumns = false
      places = try LayerPlaces(options)
    }
    defer { count += 1 }
    // Braid's own layout has a place for everything.
    guard format != .jsonl else { return }
    var missing = places.without(document)
    let parts = places.parts
    if count == 0 || format == .brat, document.text.utf8.starts(with: "\u{FEFF}".utf8), parts.beginsWithText(document),
      !missing.contains(.part(.zeroWidthSpaces))
    {
      missing.append(.part(.zeroWidthSpaces))
    }
    if count > 0, format == .text, !parts.holdsBoundaries { missing.append(.part(.boundaries)) }
    if !missing.isEmpty { leftOut.add(missing) }
  }

  private func check(_ document: Document) throws(CorpusError) {
    guard format.hasOnlyTokens else { return }
    let covered = document.sentences.reduce(0) { $0 + $1.tokens.count }
    guard covered == document.tokens.count else {
      throw .cannotExpress(
        format, document: document.id, what: "tokens outside of sentences; `braid tokenize` finds them")
    }
    guard covered > 0 else {
      let isBlank = document.text.unlessBlank == nil
      throw .cannotExpress(
        format, document: document.id,
        what: isBlank ? "a document without words" : "a text without tokens; `braid tokenize` finds them")
    }
  }

  /// Writes what is left, syncs it to disk and renames it into place.
  ///
  /// - Throws: `CorpusError.file`, or `badOption` for a column or target language that no document has.
  public func close() throws(CorpusError) { try Self.close([self]) }

  /// Writes what is left and closes the files beside their places, so that many writers can wait for `close(_:)`.
  ///
  /// - Throws: As `close`.
  package func wait() throws(CorpusError) {
    for file in try finish() { try file.wait() }
  }

  /// Closes several writers: all files are in their places then, or none.
  ///
  /// - Throws: `CorpusError.file`, or `badOption` for a column that no document has.
  public static func close(_ writers: [CorpusWriter]) throws(CorpusError) { try close(writers, with: []) }

  /// Closes several writers together with other files: all are in their places then, or none.
  ///
  /// - Throws: `CorpusError.file`.
  package static func close(_ writers: [CorpusWriter], with others: [CorpusFile]) throws(CorpusError) {
    if let problem = AskedColumns.problem(writers.map(\.asked)) { throw problem }
    if let problem = TargetChoice.problem(writers.compactMap(\.target)) { throw problem }
    var files = others
    for writer in writers { files += try writer.finish() }
    // One file describes the types of all.
    if let first = writers.first(where: { $0.sink is XMISink }) {
      first.descriptions = try XMISink.typeSystems(writers.compactMap { $0.sink as? XMISink })
      files += first.descriptions
    }
    try CorpusFile.commit(files)
  }

  /// The files that it has written, once it is closed: of formats with a file for each document all of these.
  package var files: [String] { ((finished ?? []) + descriptions).map(\.path) }

  /// Writes the documents that wait still, so that all that the format cannot hold are known before the file is closed.
  ///
  /// - Throws: `CorpusError.file`.
  package func endWaiting() throws(CorpusError) {
    if waiting != nil { try openForTarget(target?.fallback ?? options.targetLanguage) }
  }

  /// Writes what is left.
  ///
  /// - Returns: the files, beside their places.
  private func finish() throws(CorpusError) -> [CorpusFile] {
    if let finished { return finished }
    try endWaiting()
    if awaitsPredictions { try openTable() }
    leftOut.empty = asked.unfilled
    let files = try sink.finish()
    if let table = sink as? TableSink {
      (leftOut.spacedCells, leftOut.beginsLikeHeader) = (table.spacedCells, table.beginsLikeHeader)
      if count > 0 { leftOut.unnamed = options.unnamedColumns }
    }
    leftOut.add(sink.lost)
    finished = files
    return files
  }

  /// The one place that knows which type writes which format; `file` is the output where it is open already.
  private static func open(
    _ path: String, _ options: WriteOptions, file: CorpusFile? = nil
  ) throws(CorpusError) -> any DocumentSink {
    func opened() throws(CorpusError) -> CorpusFile {
      if let file { return file }
      return try CorpusFile(path)
    }
    switch options.format {
    case .text, .paragraphs: return TextSink(try CorpusFile(path), options: options)
    case .lines: return LinesSink(try CorpusFile(path))
    case .jsonl: return JSONLSink(try CorpusFile(path), offsets: options.offsets)
    case .doccano, .prodigy, .labelStudio: return ToolSink(try CorpusFile(path), options: options)
    case .tsv, .csv, .parallelTSV: return try TableSink(try opened(), options: options)
    case .fasttext, .trec: return LabeledLinesSink(try CorpusFile(path), options: options)
    case .columns, .conll2000, .conll2003: return try ColumnsSink(try opened(), options: options)
    case .conll2005: return CoNLL2005Sink(try CorpusFile(path))
    case .conll2008, .conll2009: return CoNLL2009Sink(try CorpusFile(path), options.format)
    case .conll2012: return CoNLL2012Sink(try CorpusFile(path))
    case .conllu, .conllup: return CoNLLUSink(try CorpusFile(path), options: options)
    case .aligned: return try AlignedSink(path, options: options)
    case .parallel: return try ParallelSink(path, options: options)
    case .tmx: return TMXSink(try CorpusFile(path), options: options)
    case .xliff: return try XLIFFSink(try opened(), options: options)
    case .po: return POSink(try opened(), options: options)
    case .tei: return TEISink(try CorpusFile(path))
    case .tiger: return TIGERSink(try CorpusFile(path))
    case .semeval: return SemEvalSink(try CorpusFile(path))
    case .propbankFrames: return PropBankFramesSink(try CorpusFile(path))
    case .trees, .ptb: return TreesSink(try CorpusFile(path), options: options)
    case .brat: return try BratSink(path)
    case .webanno: return try WebAnnoSink(path)
    case .xmi: return try XMISink(path)
    case .html: return try HTMLSink(path)
    case .xml: throw .notWritable(options.format)
    }
  }
}

extension AnnotationLayer {
  /// Whether labels or spans of a document have scores, as what an earlier model gave.
  fileprivate func isScored(in document: Document) -> Bool {
    switch self {
    case .labels(let name): document.labels[name]?.contains { $0.score != nil } ?? false
    case .spans(let name): document.spans[name]?.contains { $0.score != nil } ?? false
    default: false
    }
  }
}
