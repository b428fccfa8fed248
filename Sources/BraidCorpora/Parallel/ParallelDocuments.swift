package import BraidText
import Dispatch
import Synchronization

/// Reads documents on one thread at a time, works on them on several and hands them over in their order.
package enum ParallelDocuments {
  /// A run of documents is closed at this many bytes of text.
  private static let batchBytes = 256 << 10
  private static let batchCount = 512

  /// Works on every document of a reader.
  ///
  /// At most `threads` runs of documents are in memory. What is wrong with a document ends the work, after all documents
  /// before it were handed over.
  ///
  /// - Parameters:
  ///   - reader: Where documents come from.
  ///   - threads: How many threads work, at least 1.
  ///   - makeWorker: Makes what one thread works with; called on one thread at a time.
  ///   - work: Changes a document; called on several threads, each with a worker of its own.
  ///   - consume: Takes a document; called on one thread at a time, in order.
  /// - Returns: The workers.
  /// - Throws: The first error of reading, work or consuming, in the order of the documents.
  package static func forEach<Worker>(
    _ reader: CorpusReader, threads: Int, makeWorker: () throws -> Worker,
    work: (Worker, inout Document) throws -> Void, consume: (Document) throws -> Void
  ) throws -> [Worker] {
    let threads = max(1, threads)
    let workers = try (0..<threads).map { _ in try makeWorker() }
    let turns = (0..<threads).map { _ in DispatchSemaphore(value: 0) }
    turns[0].signal()
    try withoutActuallyEscaping(work) { work in
      try withoutActuallyEscaping(consume) { consume in
        let line = Line(reader: reader, consume: consume)
        // The reader is used under the lock of `line`, the consumer in turn, each worker by one thread.
        nonisolated(unsafe) let shared = (line: line, workers: workers, work: work)
        let lock = Mutex(())
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          while var batch = lock.withLock({ _ in shared.line.take() }) {
            batch.apply { try shared.work(shared.workers[thread], &$0) }
            turns[batch.number % threads].wait()
            shared.line.give(batch)
            turns[(batch.number + 1) % threads].signal()
          }
        }
        if let error = line.error { throw error }
      }
    }
    return workers
  }

  /// A run of documents, and what is wrong with the next one.
  private struct Batch {
    var number: Int
    var documents: [Document] = []
    var error: (any Error)?

    mutating func apply(_ work: (inout Document) throws -> Void) {
      for index in documents.indices {
        do {
          try work(&documents[index])
        } catch {
          documents.removeLast(documents.count - index)
          self.error = error
          return
        }
      }
    }
  }

  /// Both ends of the line: reading and handing over.
  private final class Line {
    private let reader: CorpusReader
    private let consume: (Document) throws -> Void
    private var taken = 0
    private var ended = false
    private let stopped = Atomic<Bool>(false)
    /// The first error in the order of the documents.
    private(set) var error: (any Error)?

    init(reader: CorpusReader, consume: @escaping (Document) throws -> Void) {
      self.reader = reader
      self.consume = consume
    }

    func take() -> Batch? {
      guard !ended, !stopped.load(ordering: .relaxed) else { return nil }
      var batch = Batch(number: taken)
      var bytes = 0
      do {
        while bytes < batchBytes, batch.documents.count < batchCount {
          guard let document = try reader.next() else {
            ended = true
            break
          }
          bytes += document.text.utf8.count
          batch.documents.append(document)
        }
      } catch {
        ended = true
        batch.error = error
      }
      guard !batch.documents.isEmpty || batch.error != nil else { return nil }
      taken += 1
      return batch
    }

    func give(_ batch: Batch) {
      guard error == nil else { return }
      do {
        for document in batch.documents { try consume(document) }
        if let error = batch.error { throw error }
      } catch {
        self.error = error
        stopped.store(true, ordering: .relaxed)
      }
    }
  }
}
