import BraidText
import Dispatch

/// A run of documents that several threads change at once.
final class DocumentBatch {
  /// A run is closed at this many bytes of text, or documents.
  private static let mostBytes = 256 << 10
  private static let mostDocuments = 1024
  /// Documents that a thread takes at a time.
  private static let share = 16

  private let workers: [(inout Document) throws -> Void]
  private var results: [Result<Document, any Error>] = []
  private var position = 0

  /// An empty batch; each worker is used by one thread.
  ///
  /// - Precondition: at least one worker.
  init(workers: [(inout Document) throws -> Void]) { self.workers = workers }

  /// The next document; nil when there is none left.
  ///
  /// - Throws: what changing the document threw.
  func next() throws -> Document? {
    guard position < results.count else { return nil }
    position += 1
    return try results[position - 1].get()
  }

  /// Takes documents and changes them; what is wrong with reading comes up after those read before.
  func fill(from next: () throws -> Document?) throws {
    results.removeAll(keepingCapacity: true)
    position = 0
    var bytes = 0
    while bytes < Self.mostBytes, results.count < Self.mostDocuments {
      do {
        guard let document = try next() else { break }
        bytes += document.text.utf8.count
        results.append(.success(document))
      } catch {
        results.append(.failure(error))
        break
      }
    }
    let shares = (results.count + Self.share - 1) / Self.share
    let threads = min(workers.count, shares)
    guard threads > 1 else {
      for index in results.indices { Self.change(&results[index], workers[0]) }
      return
    }
    results.withUnsafeMutableBufferPointer { results in
      // Every thread has its own worker and its own documents.
      nonisolated(unsafe) let shared = (results: results, workers: workers)
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for share in stride(from: thread, to: shares, by: threads) {
          let first = share * Self.share
          for index in first..<min(first + Self.share, shared.results.count) {
            Self.change(&shared.results[index], shared.workers[thread])
          }
        }
      }
    }
  }

  private static func change(
    _ result: inout Result<Document, any Error>, _ worker: (inout Document) throws -> Void
  ) {
    guard case .success(var document) = result else { return }
    do {
      try worker(&document)
      result = .success(document)
    } catch {
      result = .failure(error)
    }
  }
}
