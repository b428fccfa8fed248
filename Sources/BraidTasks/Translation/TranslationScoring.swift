public import BraidFiles

/// What the scores of translations count, for tasks and for `braid score`.
public struct TranslationScoring: Configurable, Sendable, Equatable {
  /// How texts are cut for BLEU, by the names of sacreBLEU.
  public var bleuTokens = BLEUTokens.mteval
  /// Whether capitals count in BLEU and chrF2.
  public var casedScores = false

  /// The tokens of mteval-v13a, lower-cased.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("bleuTokens", &bleuTokens, "tokens of BLEU, by the names of sacreBLEU")
    try visitor.field("casedScores", &casedScores, "whether capitals count in BLEU and chrF2")
  }
}
