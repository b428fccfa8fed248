import BraidCorpora
import BraidText
import Foundation

/// Documents for a second pass: read again, or, where that is impossible, kept in a temporary file.
final class DocumentSpool {
  private let path: String?
  private let writer: CorpusWriter?

  /// A spool that keeps documents, or not.
  ///
  /// - Throws: `CorpusError` when the temporary file can't be made.
  init(keeps: Bool) throws {
    path = keeps ? FileManager.default.temporaryDirectory.path + "/braid-\(UUID().uuidString).jsonl" : nil
    writer = try path.map { path throws(CorpusError) in try CorpusWriter(path, options: WriteOptions(format: .jsonl)) }
  }

  deinit { if let path { try? FileManager.default.removeItem(atPath: path) } }

  /// Keeps a document, if it does.
  ///
  /// - Throws: `CorpusError` when there is no space for it.
  func add(_ document: Document) throws { try writer?.write(document) }

  /// Calls `body` with each document again.
  ///
  /// - Throws: What reading and `body` throw.
  func forEach(again input: () throws -> CorpusInput, _ body: (Document) throws -> Void) throws {
    guard let writer, let path else { return try input().forEach(body) }
    try writer.close()
    let reader = try CorpusReader([path], options: ReadOptions(format: .jsonl))
    while let document = try reader.next() {
      try Interruption.check()
      try body(document)
    }
  }
}
