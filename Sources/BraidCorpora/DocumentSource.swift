package import BraidText

/// A stream of documents out of one file (or one pair of files), whatever its format.
package protocol DocumentSource {
  /// Reads on to the next document.
  ///
  /// - Parameter ledger: Where repairs and losses are counted; what is given out is counted by the caller.
  /// - Returns: The document; nil at the end.
  /// - Throws: What is wrong with the file, and where.
  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document?
}
