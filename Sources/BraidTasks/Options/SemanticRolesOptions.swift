/// Options of a semantic-roles head.
public struct SemanticRolesOptions: Sendable, Equatable, Codable {
  /// What an argument covers.
  public enum Style: String, Sendable, Codable, CaseIterable {
    /// The argument's whole span (CoNLL-2005, CoNLL-2012).
    case span
    /// The argument's head token only (CoNLL-2009, Universal PropBank).
    case dependency
  }
  /// What an argument covers.
  public var style = Style.span
  /// Hidden units a direction of the private layers that read the sentence once for each predicate.
  public var units = 128
  /// Private bidirectional layers, at least 1.
  public var layers = 1
  /// Dropout rate, 0..<1, on the output of each private layer, one mask a reading.
  public var dropout = 0.0
  /// Dropout rate, 0..<1, on the recurrent state of the private layers, one mask a reading.
  public var recurrentDropout = 0.0
  /// Whether gold predicates are given when annotating; otherwise the head finds them.
  public var predicatesGiven = false

  /// Span style, one private layer of 128 units a direction.
  public init() {}
}
