import BraidFiles
package import BraidText

/// Takes documents and writes them in one format.
package protocol DocumentSink {
  /// Writes one document.
  ///
  /// - Throws: `file`, or `cannotExpress` for a document the format cannot hold.
  mutating func write(_ document: Document) throws(CorpusError)

  /// Writes what is left.
  ///
  /// - Returns: the files, which are to be put in their places together.
  /// - Throws: `file`.
  mutating func finish() throws(CorpusError) -> [CorpusFile]
}
