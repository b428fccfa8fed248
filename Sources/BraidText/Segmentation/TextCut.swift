/// Where a text that is too long to be held at once is cut, and what is cut there.
package struct TextCut: Equatable, Sendable {
  /// What lies on both sides of a cut.
  package enum Boundary: Equatable, Sendable {
    /// A sentence ends before it.
    case sentence
    /// One sentence goes on over it.
    case word
    /// One word goes on over it.
    case character
  }

  /// Bytes before the cut.
  package var position: Int
  /// What the cut does not break.
  package var boundary: Boundary
}
