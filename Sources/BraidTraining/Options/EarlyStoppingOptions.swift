public import BraidFiles

/// When training ends before its last epoch.
public struct EarlyStoppingOptions: Configurable, Sendable, Equatable {
  /// Evaluations without a better score after which training of a task stops; 0 for never.
  public var patience = 0
  /// A score must rise by more than this to be better, in points; of a perplexity these are 100 / (1 + perplexity).
  public var minimumGain = 0.0
  /// Weight of each task in the score that decides which weights are kept at the end; tasks not named weigh 1.
  public var aggregate: [String: Double] = [:]

  /// Never early.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("patience", &patience, 0...100_000, "evaluations without a better score; 0 for never")
    try visitor.field("minimumGain", &minimumGain, 0...100, "minimum gain in points that counts as better")
    try visitor.field("aggregate", &aggregate, "weight of each task in the deciding score")
  }
}
