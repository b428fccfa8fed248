import BraidCorpora
import BraidText

/// Output to a pipe, a terminal or a device: what is written can't be taken back, so there is nothing to resume.
final class StreamOutput: AnnotationOutput {
  private enum Target {
    case lines(AppendOnlyFile)
    case format(CorpusWriter)
  }

  private let target: Target
  private let letters: CorpusFile?
  private let onRejected: (DeadLetter) -> Void
  private(set) var counts = AnnotationCounts()

  /// Opens the output.
  ///
  /// - Parameters:
  ///   - path: `-`, or a pipe or device.
  ///   - options: the format.
  ///   - deadLetters: file of the dead letters; nil for none.
  ///   - onRejected: called for every rejected record.
  /// - Throws: what opening a file throws.
  init(
    _ path: String, _ options: WriteOptions, deadLetters: String?, onRejected: @escaping (DeadLetter) -> Void
  ) throws {
    target =
      options.isStandardJSONL
      ? .lines(try AppendOnlyFile(stream: path)) : .format(try CorpusWriter(path, options: options))
    letters = try deadLetters.map { path throws(CorpusError) in try CorpusFile(path) }
    self.onRejected = onRejected
  }

  func write(_ record: Record) throws {
    switch record.content {
    case .annotated(let document):
      do {
        switch target {
        case .lines(let file): try file.append(document)
        case .format(let writer): try writer.write(document)
        }
        counts.documents += 1
      } catch let error as CorpusError {
        guard case .cannotExpress = error else { throw error }
        try reject(DeadLetter(document, reason: error.errorDescription ?? ""))
      }
    case .prepared: preconditionFailure("a record before its prediction")
    case .rejected(let letter): try reject(letter)
    }
  }

  var leftOut: LeftOut { if case .format(let writer) = target { writer.leftOut } else { LeftOut() } }

  func syncIfDue() throws { if case .lines(let file) = target { try file.flush() } }

  func sync() throws { try finish() }

  func finish() throws {
    switch target {
    case .lines(let file): try file.flush()
    case .format(let writer): try writer.close()
    }
    if counts.rejected > 0 { try letters?.commit() }
  }

  private func reject(_ letter: DeadLetter) throws {
    counts.rejected += 1
    onRejected(letter)
    try letters?.append(letter.jsonLine)
  }
}
