import BraidCorpora
import BraidFiles
import BraidText
import Foundation

extension AnnotationRun {
  /// Writes XML files back with annotations.
  ///
  /// A file is in memory whole, one at a time; each output appears complete or not at all.
  func rewrite(_ rewriting: RewriteOptions) throws -> AnnotationSummary {
    let isFolder = job.input.count > 1 || FileList.isFolder(job.output)
    if isFolder { try FileSystem.makeFolder(job.output) }
    let names = isFolder ? try Self.names(job.input) : [""]
    let letters = try job.deadLettersPath.map { path throws(FileError) in try AtomicFile(path) }
    var summary = AnnotationSummary(counts: AnnotationCounts())
    var ledger = Ledger()
    for (file, name) in zip(job.input, names) {
      if shouldStop() {
        summary.wasStopped = true
        break
      }
      let target = isFolder ? "\(job.output)/\(name)" : job.output
      if job.resumes, isFolder, FileManager.default.fileExists(atPath: target) {
        summary.resumedAt = (summary.resumedAt ?? 0) + 1
        continue
      }
      do throws(CorpusError) {
        let rewriter = try XMLRewriter(file, options: job.reading)
        try rewriter.write(annotated(rewriter.documents, of: file), to: target, options: rewriting)
        ledger.merge(rewriter.ledger)
        summary.counts.documents += rewriter.documents.count
      } catch {
        if job.options.strict { throw error }
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

  private func annotated(_ documents: [Document], of file: String) throws(CorpusError) -> [Document] {
    do {
      return try annotator.annotate(documents, tasks: tasks, options: job.options.predictions).map(\.withPredictions)
    } catch {
      throw .file(.unreadable(file: file, reason: error.errorDescription ?? "\(error)"))
    }
  }

  /// The names of the output files.
  ///
  /// - Throws: `AnnotationError.sameName` when two would have one name.
  private static func names(_ files: [String]) throws(AnnotationError) -> [String] {
    var seen: [String: String] = [:]
    var names: [String] = []
    for file in files {
      var name = Paths.name(file)
      if name.hasSuffix(".gz") { name.removeLast(3) }
      if let other = seen[name] { throw .sameName(other, file) }
      seen[name] = file
      names.append(name)
    }
    return names
  }
}
