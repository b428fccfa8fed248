package import BraidCorpora
package import BraidText

/// Writes documents to a file, and those that its format cannot hold as dead letters to another one, where that is named.
///
/// Both files appear, complete, when `close()` returns.
package final class RefusalWriter {
  /// Writes the documents.
  package let writer: CorpusWriter
  private let letters: CorpusFile?
  /// Documents given.
  package private(set) var count = 0
  /// Documents among them that were refused.
  package private(set) var refused = 0
  /// Why the first of these were.
  package private(set) var reasons: [String] = []

  /// Reasons that are kept.
  private static let most = 3

  /// Opens the files.
  ///
  /// - Parameters:
  ///   - path: The output; `-` is standard output.
  ///   - options: The format and its options.
  ///   - deadLetters: The file of dead letters; nil makes a document that the format cannot hold an error.
  /// - Throws: As `CorpusWriter`.
  package init(_ path: String, options: WriteOptions, deadLetters: String?) throws(CorpusError) {
    writer = try CorpusWriter(path, options: options)
    letters = try deadLetters.map { path throws(CorpusError) in try CorpusFile(path) }
    writer.keepsRefused = letters != nil
  }

  /// Writes one document to one of the files.
  ///
  /// - Throws: `CorpusError.file`, or `cannotExpress` without a file of dead letters.
  package func write(_ document: Document) throws(CorpusError) {
    count += 1
    do throws(CorpusError) { try writer.write(document) } catch {
      try refuseWaited()
      try refuse(document, error.numbered(count))
    }
    try refuseWaited()
  }

  /// Writes the documents that wait still, so that all that are refused are known.
  ///
  /// - Throws: As `write`.
  package func endWaiting() throws(CorpusError) {
    try writer.endWaiting()
    try refuseWaited()
  }

  /// Writes what is left; both files are in their places then, or none.
  ///
  /// - Throws: As `write`, and `badOption` for a column or target language that no document has.
  package func close() throws(CorpusError) {
    try endWaiting()
    try CorpusWriter.close([writer], with: letters.map { [$0] } ?? [])
  }

  private func refuseWaited() throws(CorpusError) {
    for (document, number, error) in writer.takeRefused() { try refuse(document, error.numbered(number)) }
  }

  private func refuse(_ document: Document, _ error: CorpusError) throws(CorpusError) {
    guard case .cannotExpress = error, let letters else { throw error }
    refused += 1
    let reason = error.errorDescription ?? "\(error)"
    if reasons.count < Self.most { reasons.append(reason) }
    try letters.append(DeadLetter(document, reason: reason).jsonLine)
  }
}
