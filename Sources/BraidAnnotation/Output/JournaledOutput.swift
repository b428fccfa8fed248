import BraidCorpora
import BraidFiles
import BraidText
import Foundation

/// Output to a file that appears, complete, at the end, by way of a run folder that survives a crash.
///
/// The folder `.NAME.braid-run` beside the file holds the documents so far as JSON lines, the dead letters so far, and a
/// journal of the moments at which both were on disk. Anything written after the last such moment is cut off when the
/// run is resumed, so that every record is there once.
///
/// Other formats than these lines are written beside them as the documents come, if they can be, so that none has to be
/// read again; a run that was resumed, or has a document that its format cannot hold, writes them at the end.
final class JournaledOutput: AnnotationOutput {
  private let path: String
  private let options: WriteOptions
  private let folder: String
  private let lettersPath: String
  private let journal: Journal
  private var documents: AppendOnlyFile?
  /// Writes the documents in their format as they come; nil where that is done at the end.
  private var writer: CorpusWriter?
  /// Nil once they are in their place.
  private var letters: AppendOnlyFile?
  private let onRejected: (DeadLetter) -> Void
  private let interval: Double
  private var synchronized = ContinuousClock.now
  private var entry: Journal.Entry
  /// How far an earlier run had come; nil in a new one.
  let resumed: Journal.Entry?

  /// Opens the output.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - options: its format.
  ///   - deadLetters: file of the dead letters.
  ///   - identity: what the run is.
  ///   - resumes: whether an unfinished run is resumed.
  ///   - interval: seconds between two moments of safety.
  ///   - onRejected: called for every rejected record.
  /// - Throws: `AnnotationError`.
  init(
    _ path: String, _ options: WriteOptions, deadLetters: String, identity: Journal.Identity, resumes: Bool,
    interval: Double, onRejected: @escaping (DeadLetter) -> Void
  ) throws {
    self.path = path
    self.options = options
    self.interval = interval
    self.onRejected = onRejected
    lettersPath = deadLetters
    folder = Self.folder(of: path)
    // Says what is wrong with the format or the place before the work; let go without `close` it changes nothing.
    let writer = try CorpusWriter(path, options: options)
    (journal, resumed) = try Self.openJournal(folder, of: path, identity: identity, resumes: resumes)
    entry = resumed ?? Journal.Entry()
    letters =
      entry.phase == .finished
      ? nil
      : try AppendOnlyFile(folder + "/dead-letters.jsonl", length: entry.letterBytes, digest: entry.letterDigest)
    // In a complete run the documents may be in their place already.
    documents =
      entry.phase > .complete || entry.phase == .complete && FileSystem.isAbsent(documentsPath)
      ? nil : try AppendOnlyFile(documentsPath, length: entry.documentBytes, digest: entry.documentDigest)
    if resumed == nil, !areLines, writer.isStreamed { self.writer = writer }
  }

  /// Whether the documents of the run folder are the output.
  private var areLines: Bool { options.isStandardJSONL && !path.hasSuffix(".gz") }

  /// Opens the journal, in a folder that is made unless it is an earlier run's.
  private static func openJournal(
    _ folder: String, of path: String, identity: Journal.Identity, resumes: Bool
  ) throws(AnnotationError) -> (journal: Journal, last: Journal.Entry?) {
    var attempts = 3
    while true {
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw .unwritable(path: path, reason: FileSystem.lastError)
      }
      guard FileSystem.isOwnFolder(folder) else {
        throw .unwritable(path: path, reason: "\(folder) is in the way, which is not a folder of this user")
      }
      do throws(AnnotationError) {
        return try Journal.open(folder + "/journal", identity: identity, resumes: resumes)
      } catch {
        // A run that ends at this moment deletes its journal.
        attempts -= 1
        guard case .busy = error, attempts > 0 else { throw error }
      }
    }
  }

  /// The run folder of an output.
  static func folder(of path: String) -> String {
    Paths.sibling(of: path, named: ".\(Paths.name(path)).braid-run")
  }

  /// Documents of an unfinished run for `path`; nil when there is none.
  static func unfinished(_ path: String) -> Bool {
    !FileSystem.isAbsent(folder(of: path) + "/journal")
  }

  private var documentsPath: String { folder + "/documents.jsonl" }

  var counts: AnnotationCounts { entry.counts }
  private(set) var leftOut = LeftOut()
  private(set) var files: [String]?

  func write(_ record: Record) throws {
    switch record.content {
    case .annotated(var document):
      guard let documents else { preconditionFailure("a record after the last") }
      // Another output tells itself what predictions take the place of.
      if areLines { leftOut.addReplaced(EarlierPredictions.take(from: &document, for: options.predicted)) }
      try documents.append(document)
      // What is wrong comes again when all are written at the end.
      do { try writer?.write(document) } catch { writer = nil }
      entry.counts.documents += 1
    case .prepared: preconditionFailure("a record before its prediction")
    case .rejected(let letter): try reject(letter)
    }
    entry.digest = record.digest
  }

  func syncIfDue() throws {
    if synchronized.duration(to: .now) >= .seconds(interval) { try sync() }
  }

  func sync() throws {
    try documents?.synchronize()
    try letters?.synchronize()
    entry.documentBytes = documents?.length ?? entry.documentBytes
    entry.letterBytes = letters?.length ?? entry.letterBytes
    entry.documentDigest = documents?.digest.value ?? entry.documentDigest
    entry.letterDigest = letters?.digest.value ?? entry.letterDigest
    try journal.append(entry)
    synchronized = .now
  }

  /// Each step is noted once it is on disk, so that a run that is resumed does no step twice and leaves none out.
  func finish() throws {
    if entry.phase == .open { try note(.complete) }
    if entry.phase == .complete {
      if let documents {
        if areLines {
          try documents.replace(path)
          files = [path]
        } else if let writer {
          try writer.close()
          (leftOut, files) = (writer.leftOut, writer.files)
        } else {
          try convert()
        }
        self.documents = nil
      }
      try note(.placed)
    }
    if entry.phase == .placed {
      try finishLetters()
      letters = nil
      try note(.finished)
    }
    deleteFolder()
    FileSystem.synchronizeFolder(of: path)
  }

  func discard(keepsLetters: Bool) throws {
    if keepsLetters {
      try sync()
      try finishLetters()
    }
    deleteFolder()
  }

  private func deleteFolder() {
    // The journal last: without it the run would start over.
    for name in ["documents.jsonl", "dead-letters.jsonl", "journal"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  private func note(_ phase: Journal.Phase) throws {
    entry.phase = phase
    try sync()
  }

  /// Writes the documents in their format.
  private func convert() throws {
    var reading = ReadOptions(format: .jsonl)
    // A long document's line is longer than any that comes from elsewhere should be.
    reading.maximumLineBytes = .max
    let reader = try CorpusReader([documentsPath], options: reading)
    let writer = try CorpusWriter(path, options: options)
    // Records that could not be read are not among them.
    let areAll = entry.counts.rejected == 0
    writer.keepsRefused = true
    var number = 0
    func reject(_ document: Document, _ number: Int, _ error: CorpusError) throws {
      entry.counts.documents -= 1
      let named = areAll ? error.numbered(number) : error
      try self.reject(DeadLetter(document, reason: named.errorDescription ?? ""))
    }
    while let document = try reader.next() {
      number += 1
      var failure: CorpusError?
      do throws(CorpusError) { try writer.write(document) } catch {
        guard case .cannotExpress = error else { throw error }
        failure = error
      }
      for (document, number, error) in writer.takeRefused() { try reject(document, number, error) }
      if let failure { try reject(document, number, failure) }
    }
    try writer.endWaiting()
    for (document, number, error) in writer.takeRefused() { try reject(document, number, error) }
    try writer.close()
    (leftOut, files) = (writer.leftOut, writer.files)
  }

  /// Puts the dead letters in their place; none, no file of an earlier run's.
  private func finishLetters() throws {
    try letters?.flush()
    guard entry.letterBytes > 0 else { return DeadLetter.delete(lettersPath) }
    let file = try AtomicFile(lettersPath)
    let source = try ByteSource(folder + "/dead-letters.jsonl")
    try file.write(source.readAll())
    try file.commit()
  }

  private func reject(_ letter: DeadLetter) throws {
    entry.counts.rejected += 1
    onRejected(letter)
    try letters?.append(letter.jsonLine)
  }
}
