package import BraidFiles
package import BraidText
import Synchronization

/// Documents on their way to a writer: as they were read, then as they are written.
package struct DocumentBatch: Sendable {
  /// The documents; none when they are encoded.
  fileprivate var documents: [Document] = []
  /// How many there are.
  package fileprivate(set) var count = 0
  /// Bytes of their texts, and of what comes with them.
  fileprivate var cost = 0
  /// The documents as the writer has them.
  fileprivate var encoded: ByteBuffer?

  /// Bytes of text, and of what comes with it, that a worker takes at a time.
  fileprivate static let standardCost = 256 << 10
  /// What is reckoned with for each worker: documents of usual size are as large, so that each has one.
  fileprivate static let largestCost = ReadOptions.standardDocumentBytes + standardCost

  fileprivate mutating func append(_ document: consuming Document) {
    cost += document.text.utf8.count + MemoryLayout<Document>.size
    count += 1
    documents.append(document)
  }

  /// Changes the documents and encodes them; those before one that can't be changed when `change` throws.
  fileprivate mutating func encode(
    _ offsets: OffsetUnit, into buffer: ByteBuffer, _ change: (inout Document) throws -> Void
  ) rethrows {
    var output = JSONOutput(buffer)
    encoded = buffer
    defer { documents = [] }
    for index in documents.indices {
      do { try change(&documents[index]) } catch {
        count = index
        throw error
      }
      output.appendLine(documents[index], offsets: offsets)
      // What is written needs no memory any more.
      documents[index] = Document(text: "")
    }
  }
}

/// Memory of batches that were written, for others.
package final class SpareBuffers: Sendable {
  private let buffers = Mutex<[ByteBuffer]>([])

  /// An empty buffer.
  fileprivate func take() -> ByteBuffer { buffers.withLock { $0.popLast() } ?? ByteBuffer() }

  /// Gives a buffer back.
  fileprivate func give(_ buffer: ByteBuffer) {
    buffer.removeAll()
    buffers.withLock { $0.append(buffer) }
  }
}

extension CorpusWriter {
  /// Whether each document is written by itself, so that several threads can encode documents.
  package var encodesOnThreads: Bool { options.format == .jsonl }

  /// Writes documents that are encoded.
  ///
  /// - Throws: `CorpusError.file`.
  /// - Precondition: `encodesOnThreads`.
  package func write(_ batch: DocumentBatch) throws(CorpusError) {
    guard let buffer = batch.encoded else { return }
    try sink.write(encoded: buffer.bytes)
    spares.give(buffer)
  }

  /// Documents that are pulled one after the other, changed, and encoded for this writer on several threads; on the caller's
  /// when there is one worker.
  ///
  /// - Parameters:
  ///   - workers: each changes documents on one thread; a document for which one throws is where the error comes.
  ///   - pull: gives the next document, nil after the last.
  /// - Returns: the batches, in order.
  /// - Precondition: `encodesOnThreads`.
  package func encoding(
    workers: [(inout Document) throws -> Void], pull: @escaping () throws -> Document?
  ) -> OrderedMap<DocumentBatch> {
    let (offsets, spares) = (options.offsets, spares)
    var failure: (any Error)?
    return OrderedMap(
      limit: (workers.count + 1) * DocumentBatch.largestCost, batch: 1, usesCaller: true, cost: { $0.cost },
      workers: workers.map { change in
        { batches in
          for index in batches.indices {
            do { try batches[index].encode(offsets, into: spares.take(), change) } catch {
              batches.removeSubrange((index + 1)...)
              throw error
            }
          }
        }
      },
      pull: {
        if let failure { throw failure }
        var batch = DocumentBatch()
        do {
          while batch.cost < DocumentBatch.standardCost, let document = try pull() { batch.append(document) }
        } catch {
          guard batch.count > 0 else { throw error }
          failure = error
        }
        return batch.count > 0 ? batch : nil
      })
  }
}
