import BraidCorpora
import BraidFiles
import BraidText

/// One run of a job.
struct AnnotationRun {
  let job: AnnotationJob
  let annotator: Annotator
  /// The tasks asked for.
  let tasks: [Int]
  let shouldStop: () -> Bool
  let onProgress: (AnnotationProgress) -> Void
  let onRejected: (String) -> Void
  let onNothingRead: (Int) -> Void

  /// Annotates all records and writes them in a corpus format.
  func annotate(_ writing: WriteOptions, identity: Journal.Identity) throws -> AnnotationSummary {
    let reader = try CorpusReader(unopened: job.input, options: job.reading)
    let manifest = job.isStream ? nil : try? ShardManifest(beside: job.output)
    if !job.isStream { ShardManifest.delete(beside: job.output) }
    let (output, resumed) = try open(writing, identity)
    var summary = AnnotationSummary(counts: output.counts, resumedAt: resumed?.counts.records)
    if (resumed?.phase ?? .open) == .open {
      let records = RecordReader(reader, annotator, isStrict: job.options.strict, digests: !job.isStream)
      if let resumed { try records.skip(resumed.counts.records, digest: resumed.digest) }
      summary.wasStopped = try !write(records, to: output)
      if !summary.wasStopped {
        summary.ledger = reader.ledger
        // Where no record, of whatever shard, can be read, that is an error, and what an earlier run wrote stays.
        if let failure = records.failure {
          try output.discard(keepsLetters: job.deadLetters != nil)
          // The earlier output is what it was.
          try manifest?.write(beside: job.output)
          onNothingRead(output.counts.rejected)
          throw failure
        }
      }
    } else if job.reading.layout != nil {
      // The first row of a table says which columns the output has.
      _ = try? reader.next()
    }
    if summary.wasStopped { try output.sync() } else { try output.finish() }
    summary.counts = output.counts
    summary.leftOut = output.leftOut.note(writing.format)
    summary.files = output.files
    onProgress(AnnotationProgress(counts: summary.counts, shareOfRead: 1))
    if !summary.wasStopped { try writeManifest(reader, summary.counts, writing, identity) }
    return summary
  }

  /// Says beside the output which shard it is, if it is one that can be merged.
  private func writeManifest(
    _ reader: CorpusReader, _ counts: AnnotationCounts, _ writing: WriteOptions, _ identity: Journal.Identity
  ) throws {
    let table = TableShape(writing)
    guard let shard = job.reading.shard, !job.isStream, writing.format == .jsonl || table != nil else { return }
    // A document that the table cannot hold has no place among the records.
    if table != nil, counts.rejected > 0, let letters = job.deadLettersPath, try !DeadLetter.areNumbered(letters) {
      return
    }
    // A run whose records were all done when it was resumed has read nothing.
    try reader.readToEnd()
    // The input has a digest of its own, whatever its path.
    let run = identity.filter { $0.name != "input" && $0.name != "shard" }.map { "\($0.name) \($0.value)" }
    let manifest = try ShardManifest(
      reader, shard, run: StableHash.hexadecimal((["annotate"] + run).joined(separator: "\n")), output: job.output,
      table: table, documents: counts.documents, rejected: counts.rejected, deadLetters: job.deadLettersPath)
    try manifest.write(beside: job.output)
  }

  /// The output, and how far an earlier run had come.
  private func open(
    _ writing: WriteOptions, _ identity: Journal.Identity
  ) throws -> (output: any AnnotationOutput, resumed: Journal.Entry?) {
    let onRejected = onRejected
    if job.isStream {
      let output = try StreamOutput(job.output, writing, deadLetters: job.deadLetters) { onRejected($0.reason) }
      return (output, nil)
    }
    let output = try JournaledOutput(
      job.output, writing, deadLetters: job.deadLettersPath ?? "", identity: identity, resumes: job.resumes,
      interval: job.options.syncSeconds
    ) { onRejected($0.reason) }
    return (output, output.resumed)
  }

  /// Reading and preparing, predicting, and writing have a thread each; predicting takes what is ready, packs sentences of
  /// like length together and uses all cores.
  ///
  /// - Returns: whether all was written; not, when the run was asked to stop.
  private func write(_ records: RecordReader, to output: any AnnotationOutput) throws -> Bool {
    let batch = max(1, job.options.chunkBytes) * annotator.threads
    let map = OrderedMap(
      limit: 4 * batch, batch: batch, isEager: true, cost: { $0.cost }, workers: [annotate], pull: records.next)
    while !shouldStop() {
      let batch: [Record]?
      do { batch = try map.next() } catch {
        // What waits for a pipe, or is within a text, ends with an error when it is asked to stop.
        if shouldStop() || error is CancellationError { return false }
        // What came before the error is kept.
        try output.sync()
        throw error
      }
      guard let batch else { return true }
      for record in batch { try output.write(record) }
      try output.syncIfDue()
      let share = Double(batch.last?.read ?? 0) / Double(max(1, records.weightRead))
      onProgress(AnnotationProgress(counts: output.counts, shareOfRead: min(1, share)))
    }
    return false
  }

  /// Annotates the documents among some records.
  ///
  /// - Throws: `CancellationError` when it was stopped within them.
  private func annotate(_ records: inout [Record]) throws {
    var places: [Int] = []
    var documents: [PreparedDocument] = []
    for (index, record) in records.enumerated() {
      guard case .prepared(let document) = record.content else { continue }
      places.append(index)
      documents.append(document)
    }
    let annotated = annotator.predict(documents, tasks: tasks, options: job.options.predictions)
    if annotator.isStopped() {
      records = []
      throw CancellationError()
    }
    for (place, document) in zip(places, annotated) { records[place].content = .annotated(document) }
  }
}
