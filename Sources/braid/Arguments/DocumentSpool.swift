import BraidText

/// Documents for a second pass: kept, or read again.
final class DocumentSpool {
  private let keeps: Bool
  private var documents: [Document] = []

  /// A spool that keeps documents, or not.
  init(keeps: Bool) { self.keeps = keeps }

  /// Keeps a document, if it does.
  func add(_ document: Document) { if keeps { documents.append(document) } }

  /// Calls `body` with each document again.
  ///
  /// - Throws: What reading and `body` throw.
  func forEach(again input: () throws -> CorpusInput, _ body: (Document) throws -> Void) throws {
    if keeps {
      for document in documents { try body(document) }
    } else {
      try input().forEach(body)
    }
  }
}
