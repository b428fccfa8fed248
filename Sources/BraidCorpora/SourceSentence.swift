package import BraidText

/// A sentence as a document of its own, with its place in the file's grouping.
package struct SourceSentence {
  /// The sentence.
  package var document: Document
  /// Whether the file starts a new document here.
  package var startsDocument: Bool
  /// The name the file gives that document.
  package var documentName: String?
}
