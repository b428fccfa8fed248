/// A document to which two systems gave different answers.
public struct ChangedDocument: Sendable, Equatable, Codable {
  /// Position among the documents scored, from 0.
  public var index: Int
  /// The document's name; empty when it has none.
  public var id: String
  /// The document's text.
  public var text: String
  /// The gold answer, as a person reads it.
  public var gold: String
  /// The first system's answer.
  public var first: String
  /// The second system's answer.
  public var second: String
  /// How much less wrong the second one is, -1 to 1.
  public var gain: Double
}
