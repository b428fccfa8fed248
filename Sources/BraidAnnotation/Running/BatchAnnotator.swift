import BraidCorpora
public import BraidTasks
import BraidText
import Foundation

/// Annotates any number of documents with a model: all heads from one encoding, in bounded memory.
///
/// Reading and splitting, annotating, and writing each have a thread of their own; annotating takes what is ready, packs
/// sentences of like length together and uses all cores. Documents come out in the order they went in; what one gets does
/// not depend on its neighbours.
public final class BatchAnnotator {
  private let predictor: Predictor
  /// How raw text is made ready.
  let preparation: TextPreparation
  private let tasks: [Int]
  private let options: AnnotationOptions

  /// An annotator with `model`.
  ///
  /// - Throws: `AnnotationError.unknownTask`, or `TextError` for a locale without rules.
  public init(_ model: JointModel, options: AnnotationOptions = AnnotationOptions()) throws {
    let names = model.heads.map(\.name)
    for task in options.tasks where !names.contains(task) {
      throw AnnotationError.unknownTask(task, known: names)
    }
    preparation = model.preparation.with(locale: options.locale)
    _ = try TextPreparer(preparation)
    tasks = names.indices.filter { options.tasks.isEmpty || options.tasks.contains(names[$0]) }
    predictor = Predictor(model, threads: options.threads)
    self.options = options
  }

  /// Annotates everything a reader gives.
  ///
  /// After an error or a stop the thread that reads may still wait for input; the reader must not be used any more.
  ///
  /// - Parameters:
  ///   - reader: where documents come from.
  ///   - output: where they go.
  ///   - earlier: records that `output` holds from an earlier run, and their digest.
  ///   - shouldStop: asked now and then; when it says yes, what is done is made safe and the run ends.
  ///   - onProgress: told what became of the records so far, now and then.
  /// - Returns: what was read; nil when it was stopped.
  /// - Throws: what reading the corpus as a whole or writing throws.
  func run(
    _ reader: CorpusReader, to output: any AnnotationOutput, after earlier: (records: Int, digest: UInt64)? = nil,
    shouldStop: @escaping () -> Bool, onProgress: @escaping (AnnotationCounts) -> Void
  ) throws -> Ledger? {
    let chunk = max(1, options.chunkBytes) * predictor.threads
    let budget = Budget(4 * chunk)
    let read = WorkQueue<Record>()
    let done = WorkQueue<[Record]>()
    let input = try RecordReader(reader, preparation, isStrict: options.isStrict)
    // Each of these is used by the one thread that it is handed to, until that thread has ended.
    nonisolated(unsafe) let source = input
    nonisolated(unsafe) let target = output
    nonisolated(unsafe) let tell = onProgress
    _ = Worker("braid reader") {
      do {
        if let earlier { try source.skip(earlier.records, digest: earlier.digest) }
        while let record = try source.next() {
          guard budget.spend(record.cost) else { break }
          read.push(record)
        }
        read.close()
      } catch {
        read.close(.failure(error))
      }
    }
    let writer = Worker("braid writer") {
      do {
        while let chunk = try done.take(limit: 1, cost: { _ in 1 })?.first {
          for record in chunk {
            try target.write(record)
            budget.release(record.cost)
          }
          try target.rest()
          tell(target.counts)
        }
      } catch {
        budget.end()
        read.close(.failure(error))
        throw error
      }
    }
    do {
      while !shouldStop(), let records = try read.take(limit: chunk, cost: \.cost) { done.push(annotate(records)) }
    } catch {
      budget.end()
      done.close()
      try writer.join()
      // What came before the error is kept.
      try output.pause()
      throw error
    }
    budget.end()
    done.close()
    try writer.join()
    if shouldStop() {
      try output.pause()
      return nil
    }
    try output.finish()
    onProgress(output.counts)
    return input.ledger
  }

  /// The documents with the answers of all tasks picked.
  func annotate(_ documents: [PreparedDocument]) -> [PreparedDocument] {
    var results = documents
    let answers = predictor.annotate(documents.map(\.document), tasks: tasks, answers: options.answers)
    for (index, answer) in answers.enumerated() { results[index].document = answer }
    return results
  }

  private func annotate(_ records: [Record]) -> [Record] {
    var result = records
    var places: [Int] = []
    var documents: [PreparedDocument] = []
    for (index, record) in records.enumerated() {
      guard case .document(let document) = record.content else { continue }
      places.append(index)
      documents.append(document)
    }
    for (place, document) in zip(places, annotate(documents)) {
      result[place].content = .document(document)
    }
    return result
  }
}
