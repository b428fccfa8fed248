package import BraidFiles

extension OrderedMap where Element == Document {
  /// Bytes of text, and of what comes with it, that a worker takes at a time.
  private static var batchBytes: Int { 256 << 10 }

  /// Documents that are pulled one after the other and changed on several threads; on the caller's when there is one worker.
  ///
  /// - Parameters:
  ///   - workers: each changes documents on one thread; a document for which one throws is where the error comes.
  ///   - pull: gives the next document, nil after the last.
  package convenience init(
    workers: [(inout Document) throws -> Void], pull: @escaping () throws -> Document?
  ) {
    self.init(
      limit: (workers.count + 1) * 2 * Self.batchBytes, batch: Self.batchBytes, usesCaller: true,
      cost: { $0.text.utf8.count + MemoryLayout<Document>.size },
      workers: workers.map { change in
        { documents in
          for index in documents.indices {
            do {
              try change(&documents[index])
            } catch {
              documents.removeSubrange(index...)
              throw error
            }
          }
        }
      }, pull: pull)
  }
}
