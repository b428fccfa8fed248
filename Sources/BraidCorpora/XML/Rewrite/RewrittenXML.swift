/// An XML file with annotations in it, and how they got there.
public struct RewrittenXML: Sendable, Equatable {
  /// The bytes to write: the file with insertions, or standoff as a file of its own.
  public var bytes: [UInt8]
  /// Annotations that became elements.
  public var elements: Int
  /// Annotations that became pairs of milestones, because mark-up or another annotation crosses them.
  public var milestones: Int
  /// Annotations that point at the text from outside.
  public var standoff: Int
  /// Annotations that have no place of their own in the bytes, such as two words out of one entity; they are left out.
  public var unplaced: Int
}
