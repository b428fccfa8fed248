import BraidCorpora
import BraidFiles
import BraidText
import Foundation

extension AnnotationRun {
  /// Writes XML files back with annotations, and a translator's files with translations.
  ///
  /// A file is in memory whole, one at a time; each output appears complete or not at all.
  func rewrite(_ rewriting: RewriteOptions, identity: Journal.Identity) throws -> AnnotationSummary {
    let isFolder = job.rewritesToFolder
    if isFolder { try FileSystem.makeFolder(job.output) }
    let names = isFolder ? try Self.names(job.input) : [""]
    let journal =
      isFolder ? try RewriteJournal(job.output, identity: identity, resumes: job.resumes) : nil
    let letters = try job.deadLettersPath.map { path throws(FileError) in try AtomicFile(path) }
    var summary = AnnotationSummary(counts: AnnotationCounts())
    var ledger = Ledger()
    var counts = RewriteCounts()
    var (isAnyWritten, failure): (Bool, CorpusError?) = (false, nil)
    var changed: [String] = []
    var written: [String] = []
    for (file, name) in zip(job.input, names) {
      if shouldStop() {
        summary.wasStopped = true
        break
      }
      let target = isFolder ? "\(job.output)/\(name)" : job.output
      do throws(CorpusError) {
        let bytes = try Self.bytes(file)
        let input = Self.digest(bytes)
        if let journal, journal.isDone(name, input: input), FileSystem.exists(target) {
          summary.resumedAt = (summary.resumedAt ?? 0) + 1
          summary.counts.documents += journal.documents(name)
          isAnyWritten = true
          let output = (try? Self.bytes(target)).map(Self.digest)
          if journal.isUnchanged(name, output: output) { written.append(target) } else { changed.append(target) }
          continue
        }
        let rewriter = try SourceRewriter(bytes: bytes, file: file, options: job.reading)
        if let slash = name.lastIndex(of: "/") { try Self.makeFolder("\(job.output)/\(name[..<slash])") }
        let documents = try annotated(rewriter, of: file)
        if annotator.isStopped() {
          summary.wasStopped = true
          break
        }
        counts += try rewriter.write(documents, to: target, options: rewriting)
        isAnyWritten = true
        written.append(target)
        try Self.note(name, input, target, documents: rewriter.documents.count, in: journal)
        ledger.merge(rewriter.ledger)
        summary.counts.documents += rewriter.documents.count
      } catch {
        if job.options.strict { throw error }
        if case .file(.unwritable) = error { throw error }
        failure = failure ?? error
        let letter = DeadLetter(error)
        summary.counts.rejected += 1
        onRejected(letter.reason)
        try letters?.write(letter.jsonLine)
      }
      onProgress(AnnotationProgress(counts: summary.counts, shareOfRead: 1))
    }
    if !summary.wasStopped, !isAnyWritten, let failure {
      journal?.delete()
      if job.deadLetters != nil { try letters?.commit() }
      onNothingRead(summary.counts.rejected)
      throw failure
    }
    if summary.counts.rejected > 0 {
      try letters?.commit()
    } else if !summary.wasStopped, !job.isStream, let path = job.deadLettersPath {
      DeadLetter.delete(path)
    }
    // The files that were refused can be mended, and the run be resumed with them.
    if !summary.wasStopped, summary.counts.rejected == 0 { journal?.delete() }
    summary.ledger = ledger
    summary.files = written
    // The journal has no more of the files that were done before than how many documents they have.
    let ofRun = summary.resumedAt == nil ? "" : " (in this run)"
    summary.leftOut = counts.leftOutNote.map { $0 + ofRun }
    summary.notes =
      counts.notes(job.reading.format).map { $0 + ofRun }
      + changed.map { "\($0) is not as it was written, and is left as it is" }
    return summary
  }

  private static func makeFolder(_ path: String) throws(CorpusError) {
    do throws(FileError) { try FileSystem.makeFolders(path) } catch { throw .file(error) }
  }

  private static func bytes(_ file: String) throws(CorpusError) -> [UInt8] {
    do throws(FileError) { return try ByteSource(file).readAll() } catch { throw .file(error) }
  }

  private static func digest(_ bytes: [UInt8]) -> String { String(StableHash(bytes).value, radix: 16) }

  private static func note(
    _ name: String, _ input: String, _ target: String, documents: Int, in journal: RewriteJournal?
  ) throws(CorpusError) {
    guard let journal else { return }
    let output = digest(try bytes(target))
    do {
      try journal.add(name, input: input, output: output, documents: documents)
    } catch {
      throw .file(.unwritable(file: name, reason: error.errorDescription ?? "\(error)"))
    }
  }

  /// The documents of a file, those that something can be written about annotated.
  private func annotated(_ rewriter: SourceRewriter, of file: String) throws(CorpusError) -> [Document] {
    do {
      var documents = rewriter.documents
      let open = rewriter.open
      let annotated = try annotator.annotate(
        open.map { documents[$0] }, tasks: tasks, options: job.options.predictions)
      for (index, document) in zip(open, annotated) { documents[index] = document }
      return documents
    } catch {
      let reason = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
      throw .file(.unreadable(file: file, reason: reason))
    }
  }

  /// The names of the output files: those of the inputs, below the folder that has all of them.
  ///
  /// - Throws: `AnnotationError.sameName` when two would have one name.
  static func names(_ files: [String]) throws(AnnotationError) -> [String] {
    let folders = files.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropLast() }
    var start = folders.first?.count ?? 0
    for folder in folders {
      start = min(start, zip(folders[0], folder).prefix { $0.utf8.elementsEqual($1.utf8) }.count)
    }
    var seen: [String: String] = [:]
    var names: [String] = []
    for file in files {
      var name = file.split(separator: "/", omittingEmptySubsequences: false).dropFirst(start).joined(separator: "/")
      // Nothing is written outside of the folder.
      if name.split(separator: "/").contains("..") { name = Paths.name(file) }
      if name.hasSuffix(".gz") { name.removeLast(3) }
      if let other = seen[name] { throw .sameName(other, file) }
      seen[name] = file
      names.append(name)
    }
    return names
  }
}
