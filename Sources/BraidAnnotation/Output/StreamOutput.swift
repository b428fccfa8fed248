import BraidCorpora
import BraidText

/// Output to a pipe, a terminal or a device: what is written can't be taken back, so there is nothing to resume.
final class StreamOutput: AnnotationOutput {
  private enum Target {
    /// JSONL, handed over, as other formats are, whenever no more records are ready: who sends one record gets its result.
    case lines(AppendOnlyFile, OffsetUnit, [PredictedColumn])
    case format(CorpusWriter)
  }

  /// Where dead letters go.
  private enum Letters {
    case none
    case file(CorpusFile)
    /// Among the documents, each in the place of its record.
    case inPlace
  }

  private let target: Target
  private let letters: Letters
  private let onRejected: (DeadLetter) -> Void
  private(set) var counts = AnnotationCounts()
  /// A stream is no file.
  var files: [String]? { nil }
  /// What predictions took the place of in lines.
  private var lines = LeftOut()

  /// Opens the output.
  ///
  /// - Parameters:
  ///   - path: `-`, or a pipe or device.
  ///   - options: the format.
  ///   - deadLetters: file of the dead letters; nil for none; the same as `path` for lines among those of the documents,
  ///     where the format is JSONL.
  ///   - onRejected: called for every rejected record.
  /// - Throws: what opening a file throws.
  init(
    _ path: String, _ options: WriteOptions, deadLetters: String?, onRejected: @escaping (DeadLetter) -> Void
  ) throws {
    target =
      options.format == .jsonl
      ? .lines(try AppendOnlyFile(stream: path), options.offsets, options.predicted)
      : .format(try CorpusWriter(path, options: options))
    if let deadLetters {
      let isInPlace = deadLetters == path && options.format == .jsonl
      letters = isInPlace ? .inPlace : .file(try CorpusFile(deadLetters))
    } else {
      letters = .none
    }
    self.onRejected = onRejected
    if case .format(let writer) = target { writer.keepsRefused = true }
  }

  func write(_ record: Record) throws {
    switch record.content {
    case .annotated(var document):
      do {
        switch target {
        case .lines(let file, let offsets, let predicted):
          lines.addReplaced(EarlierPredictions.take(from: &document, for: predicted))
          try file.append(document, offsets: offsets)
        case .format(let writer): try writer.write(document)
        }
        counts.documents += 1
      } catch let error as CorpusError {
        guard case .cannotExpress = error else { throw error }
        try reject(DeadLetter(document, reason: error.numbered(counts.records + 1).errorDescription ?? ""))
      }
      try rejectWaited()
    case .prepared: preconditionFailure("a record before its prediction")
    case .rejected(let letter): try reject(letter)
    }
  }

  var leftOut: LeftOut { if case .format(let writer) = target { writer.leftOut } else { lines } }

  func syncIfDue() throws {
    switch target {
    case .lines(let file, _, _): try file.flush()
    case .format(let writer): try writer.handOver()
    }
  }

  func sync() throws { try finish() }

  func finish() throws {
    switch target {
    case .lines(let file, _, _): try file.flush()
    case .format(let writer):
      try writer.endWaiting()
      try rejectWaited()
      try writer.close()
    }
    if counts.rejected > 0, case .file(let file) = letters { try file.commit() }
  }

  /// Ends an output without documents: the letters among its lines are handed over, and of other formats nothing is written.
  func discard(keepsLetters: Bool) throws {
    if case .lines(let file, _, _) = target { try file.flush() }
    if keepsLetters, case .file(let file) = letters { try file.commit() }
  }

  /// Rejects documents that have waited for others and that the format cannot hold.
  private func rejectWaited() throws {
    guard case .format(let writer) = target else { return }
    for (document, _, error) in writer.takeRefused() {
      counts.documents -= 1
      try reject(DeadLetter(document, reason: error.errorDescription ?? ""))
    }
  }

  private func reject(_ letter: DeadLetter) throws {
    counts.rejected += 1
    onRejected(letter)
    switch (letters, target) {
    case (.file(let file), _): try file.append(letter.jsonLine)
    case (.inPlace, .lines(let file, _, _)): try file.append(letter.jsonLine)
    default: break
    }
  }
}
