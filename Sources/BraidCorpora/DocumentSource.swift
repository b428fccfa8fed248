package import BraidText

/// A stream of documents out of one file (or one pair of files), whatever its format.
package protocol DocumentSource {
  /// Reads on to the next document.
  ///
  /// - Parameter ledger: Where repairs and losses are counted; what is given out is counted by the caller.
  /// - Returns: The document; nil at the end.
  /// - Throws: What is wrong with the file, and where.
  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document?

  /// Continues after `next` has thrown: past what is left of the record.
  ///
  /// - Parameter ledger: Where repairs on the way are counted.
  /// - Returns: The line at which reading failed; nil when the source cannot find the next record.
  mutating func skip(into ledger: inout Ledger) -> String?

  /// The line of the file at which the last document stands; 1 where a file is one document, 0 when it is not known.
  var line: Int { get }

  /// Whether the last document is of the same record of the file as the one before it, as a further segment of a unit is.
  var continuesRecord: Bool { get }
}

extension DocumentSource {
  /// Gives up the rest of the file.
  package mutating func skip(into ledger: inout Ledger) -> String? { nil }

  /// A file is one document.
  package var line: Int { 1 }

  /// A record is one document.
  package var continuesRecord: Bool { false }
}
