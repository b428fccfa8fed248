/// A part of a text too long to be held at once, segmented as if it had been.
package struct TextPiece: Sendable {
  /// Where the piece begins in the whole text, in UTF-8 bytes (of the text after replacement of invalid bytes).
  package var offset: Int
  /// The piece with its tokens and sentences, in byte ranges of its own text.
  package var document: Document
}
