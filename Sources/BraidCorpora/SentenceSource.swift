import BraidFiles
package import BraidText

/// A sentence as a document of its own, with its place in the file's grouping.
package struct SourceSentence {
  /// The sentence.
  package var document: Document
  /// Whether the file starts a new document here.
  package var startsDocument: Bool
  /// The name the file gives that document.
  package var documentName: String?
  /// What the file says stands before the sentence; nil for nothing, or what stands behind the one before.
  package var spaceBefore: String?
  /// What the file says stands behind the sentence; nil when it doesn't.
  package var spaceAfter: String?
}

/// A stream of sentences, each a document of its own, out of a file that may group them.
package protocol SentenceSource {
  /// Reads on to the next sentence.
  ///
  /// - Parameter ledger: Where repairs and losses are counted.
  /// - Returns: The sentence, and whether the file starts a new document with it; nil at the end.
  /// - Throws: What is wrong with the file, and where.
  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence?

  /// Continues after `nextSentence` has thrown: past what is left of the sentence.
  ///
  /// - Parameter ledger: Where repairs on the way are counted.
  /// - Returns: The line at which reading failed; nil when the source cannot find the next sentence.
  mutating func skip(into ledger: inout Ledger) -> String?

  /// The line behind the last sentence.
  var line: Int { get }
}
