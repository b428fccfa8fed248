import BraidFiles
package import BraidText

/// Takes documents and writes them in one format.
package protocol DocumentSink {
  /// Writes one document.
  ///
  /// - Throws: `file`, or `cannotExpress` for a document the format cannot hold.
  mutating func write(_ document: Document) throws(CorpusError)

  /// Writes what is left and puts the files in their place.
  ///
  /// - Throws: `file`.
  mutating func close() throws(CorpusError)
}
