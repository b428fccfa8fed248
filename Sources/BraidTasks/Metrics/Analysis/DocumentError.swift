/// One document that a model got wrong, with what it should have said.
public struct DocumentError: Sendable, Equatable, Codable {
  /// Position among the documents scored, from 0.
  public var index: Int
  /// The document's name; empty when it has none.
  public var id: String
  /// The document's text.
  public var text: String
  /// The gold answer, as a person reads it.
  public var gold: String
  /// The model's answer, as a person reads it.
  public var predicted: String
  /// How wrong the answer is: above 0, at most 1.
  public var severity: Double
  /// Items of the document that were scored.
  public var items: Int
}
