import BraidCorpora
import BraidFiles
import BraidText
import CAllocator
import Foundation

/// A reader with its progress and the ledger it prints at its end.
final class CorpusInput {
  /// The reader.
  let reader: CorpusReader
  /// The files that are read.
  let files: [String]
  /// How the files are read.
  let options: ReadOptions
  private let progress: Progress
  private let isQuiet: Bool
  /// Whether the format of the files is not given.
  private let formatIsAssumed: Bool
  /// Whether standard input is read.
  private let readsInput: Bool

  /// Bytes that the process keeps to itself between documents.
  private static let keptMemory: CInt = 16 << 20

  /// Opens files.
  ///
  /// - Parameters:
  ///   - paths: Files, folders and patterns; none is standard input.
  ///   - arguments: How they are read.
  ///   - segmentation: The rules by which plain text longer than a document is cut.
  ///   - shard: The part of the records that is read; nil for all.
  ///   - layout: Where a table's columns are noted, all of which are kept then.
  ///   - writing: The format that is written, for which some options are, too; nil for none.
  ///   - isInserted: Whether it is put into a file of that format.
  ///   - target: What the translation is called where nothing else is said, and the format leaves it open; one that the file says
  ///     is in another language is left aside. Nil for as usual.
  ///   - takesAnyOption: Whether options that are not for the format of the files are let go.
  ///   - readsPredictions: Whether what a model gave is read beside what people wrote, where a format tells both apart.
  /// - Throws: `CorpusError`, or `ValidationError` when the format is not known.
  init(
    _ paths: [String], _ arguments: ReadArguments, segmentation: SegmenterOptions? = nil, shard: RecordShard? = nil,
    layout: TableLayout? = nil, writing: CorpusFormat? = nil, isInserted: Bool = false, target: String? = nil,
    takesAnyOption: Bool = false, readsPredictions: Bool = false
  ) throws {
    Interruption.install()
    // Documents and what is written of them come and go, some megabytes at a time.
    allocator_keep(Self.keptMemory)
    let paths = try arguments.files(paths.isEmpty ? ["-"] : paths)
    files = paths
    if paths.contains("-"), Console.readsTyping, !arguments.isQuiet {
      Console.note("reading from the terminal; press Ctrl-D to end")
    }
    var options = try arguments.options(paths)
    options.shard = shard
    options.readsPredictions = readsPredictions
    if takesAnyOption { options.dropUnused() }
    if let target {
      options.targetLanguage = target
      options.keepsOtherTargets = true
      if !options.uses("targetLanguage") { options.targetLanguage = ReadOptions().targetLanguage }
    }
    if options.format.keptColumns != nil { options.layout = layout }
    if let segmentation {
      options.segmentation = segmentation
      if !arguments.isQuiet { Console.noteSlowSegmentation() }
    }
    self.options = options
    let file = isInserted ? writing : nil
    reader = try CorpusReader(
      paths, options: file.map(options.forReading(insertedInto:)) ?? options.forReading(writing: writing))
    isQuiet = arguments.isQuiet
    readsInput = paths.contains("-")
    formatIsAssumed = arguments.format == nil
    progress = Progress(paths, meter: options.meter ?? ReadMeter(), isSilent: isQuiet)
  }

  /// Whether standard input is read and has nothing more at hand, so that what is written had better be handed over.
  var isIdle: Bool {
    guard readsInput else { return false }
    var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) == 0
  }

  /// Calls `body` with each document.
  ///
  /// - Throws: What reading and `body` throw.
  func forEach(_ body: (Document) throws -> Void) throws {
    defer { progress.finish() }
    var count = 0
    while let document = try next() {
      try progress.advance()
      count += 1
      do { try body(document) } catch let error as CorpusError { throw error.numbered(count) }
    }
  }

  /// The next document.
  ///
  /// - Throws: What reading throws; about a file that is not of the format that its name stands for, with that said.
  private func next() throws -> Document? {
    do throws(CorpusError) {
      return try reader.next()
    } catch {
      guard formatIsAssumed, error.isAboutFormat else { throw error }
      throw AssumedFormat(error: error, format: options.format)
    }
  }

  /// All documents at once.
  ///
  /// - Throws: What reading throws.
  func all() throws -> [Document] {
    var documents: [Document] = []
    try forEach { documents.append($0) }
    return documents
  }

  /// Works on each document on several threads and calls `consume` with each in order.
  ///
  /// - Returns: What the threads worked with.
  /// - Throws: What reading, work and `consume` throw.
  func forEach<Worker>(
    threads: Int, makeWorker: () throws -> Worker, work: @escaping (Worker, inout Document) throws -> Void,
    consume: (Document) throws -> Void = { _ in }
  ) throws -> [Worker] {
    defer { progress.finish() }
    let workers = try (0..<max(1, threads)).map { _ in try makeWorker() }
    let map = OrderedMap(workers: workers.map { worker in { try work(worker, &$0) } }, pull: next)
    var count = 0
    while let documents = try map.next() {
      for document in documents {
        try progress.advance()
        count += 1
        do { try consume(document) } catch let error as CorpusError { throw error.numbered(count) }
      }
    }
    return workers
  }

  /// Works on each document on several threads and writes it.
  ///
  /// - Throws: What reading, work and writing throw.
  func write<Worker>(
    to writer: CorpusWriter, threads: Int, makeWorker: () throws -> Worker,
    work: @escaping (Worker, inout Document) throws -> Void
  ) throws {
    guard writer.encodesOnThreads else {
      _ = try forEach(threads: threads, makeWorker: makeWorker, work: work, consume: writer.write)
      return
    }
    defer { progress.finish() }
    let workers = try (0..<max(1, threads)).map { _ in try makeWorker() }
    let map = writer.encoding(workers: workers.map { worker in { try work(worker, &$0) } }, pull: next)
    while let batches = try map.next() {
      for batch in batches {
        try progress.advance(by: batch.count)
        try writer.write(batch)
      }
    }
  }

  /// Prints what was read, repaired and dropped.
  func sayLedger() {
    if !isQuiet { for line in LedgerReport.lines(reader.ledger) { Console.note(line) } }
  }
}

/// What is wrong with a file, whose format is not given.
private struct AssumedFormat: LocalizedError {
  var error: CorpusError
  var format: CorpusFormat

  var errorDescription: String? { error.errorDescription }
  var recoverySuggestion: String? {
    let advice = error.recoverySuggestion.map { Failure.flagged($0, error) + "\n  " } ?? ""
    return advice + "It was read as \(format.rawValue), as its name suggests; --from names another format."
  }
}

extension CorpusError {
  /// Whether a file of another format would give the same error.
  fileprivate var isAboutFormat: Bool {
    switch self {
    case .raggedColumns, .unexpected, .malformedJSON, .malformedXML, .unbalancedBrackets, .unclosedQuote, .wrongField:
      true
    default: false
    }
  }
}
