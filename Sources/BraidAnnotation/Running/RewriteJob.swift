public import BraidCorpora
import BraidFiles
public import BraidTasks
import BraidText
import Foundation

/// Annotation of XML files that come back as they were, byte for byte, but for the annotations.
///
/// A file is in memory whole, one at a time; each output appears complete or not at all.
public struct RewriteJob: Sendable {
  /// How documents are annotated.
  public var options = AnnotationOptions()
  /// The files.
  public var input: [String]
  /// How they are read: `tei`, or `xml` by a map.
  public var reading: ReadOptions
  /// The file that is written, `-` for standard output; of several files the folder.
  public var output: String
  /// Where annotations stand in them.
  public var rewriting: RewriteOptions
  /// File of the files that could not be read or written; nil: `OUTPUT.dead-letters.jsonl`, none for standard output.
  public var deadLetters: String?
  /// Whether files that are in the output folder already are left as they are.
  public var resumes = false

  /// A job.
  public init(input: [String], reading: ReadOptions, output: String, rewriting: RewriteOptions) {
    self.input = input
    self.reading = reading
    self.output = output
    self.rewriting = rewriting
  }

  /// Where dead letters go; nil for nowhere.
  public var deadLettersPath: String? { deadLetters ?? (output == "-" ? nil : output + ".dead-letters.jsonl") }

  /// Runs the job.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - shouldStop: asked before each file.
  ///   - onProgress: told how many documents are annotated and files refused, after each file.
  ///   - onRejected: told the reason of every dead letter.
  /// - Returns: documents annotated and files refused.
  /// - Throws: `AnnotationError`, `FileError.unwritable`, `CorpusError.file` or `TextError`.
  public func run(
    _ model: JointModel, shouldStop: () -> Bool = { false }, onProgress: (AnnotationCounts) -> Void = { _ in },
    onRejected: (String) -> Void = { _ in }
  ) throws -> AnnotationSummary {
    let annotator = try BatchAnnotator(model, options: options)
    let preparer = try TextPreparer(annotator.preparation)
    let isFolder = input.count > 1 || isExistingFolder(output)
    if isFolder { try FileSystem.makeFolder(output) }
    let names = isFolder ? try Self.names(input) : [""]
    let letters = try deadLettersPath.map { path throws(FileError) in try AtomicFile(path) }
    var summary = AnnotationSummary(counts: AnnotationCounts())
    var ledger = Ledger()
    for (file, name) in zip(input, names) {
      if shouldStop() {
        summary.wasStopped = true
        break
      }
      let target = isFolder ? "\(output)/\(name)" : output
      if resumes, isFolder, FileManager.default.fileExists(atPath: target) {
        summary.resumedAt = (summary.resumedAt ?? 0) + 1
        continue
      }
      do throws(CorpusError) {
        let rewriter = try XMLRewriter(file, options: reading)
        let documents = try rewriter.documents.map { document throws(CorpusError) in
          do throws(TextError) { return try preparer.prepare(document) } catch {
            throw .file(.unreadable(file: file, reason: error.errorDescription ?? "\(error)"))
          }
        }
        try rewriter.write(annotator.annotate(documents).map(\.restored), to: target, options: rewriting)
        ledger.merge(rewriter.ledger)
        summary.counts.documents += documents.count
      } catch {
        if options.isStrict { throw error }
        if case .file(.unwritable) = error { throw error }
        let letter = DeadLetter(error)
        summary.counts.rejected += 1
        onRejected(letter.reason)
        try letters?.write(letter.jsonLine)
      }
      onProgress(summary.counts)
    }
    if summary.counts.rejected > 0 { try letters?.commit() }
    summary.ledger = ledger
    return summary
  }

  private func isExistingFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The names of the output files.
  ///
  /// - Throws: `AnnotationError.sameName` when two would have one name.
  private static func names(_ files: [String]) throws(AnnotationError) -> [String] {
    var seen: [String: String] = [:]
    var names: [String] = []
    for file in files {
      var name = URL(fileURLWithPath: file).lastPathComponent
      if name.hasSuffix(".gz") { name.removeLast(3) }
      if let other = seen[name] { throw .sameName(other, file) }
      seen[name] = file
      names.append(name)
    }
    return names
  }
}
