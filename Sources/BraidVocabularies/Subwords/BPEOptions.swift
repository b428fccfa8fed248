/// How a BPE model is trained.
public struct BPEOptions: Sendable, Equatable {
  /// Number of pieces, special symbols and bytes included; fewer when the text has no more pairs to merge.
  public var size: Int
  /// Special symbols, in the order of their ids.
  public var specials: [String]
  /// Words seen less often are not taken into account.
  public var minimumCount: Int
  /// Pairs seen less often are not merged.
  public var minimumPairCount: Int
  /// Whether characters outside the vocabulary are spelled by their bytes, which takes 256 pieces.
  public var byteFallback: Bool

  /// Options for a model of `size` pieces.
  public init(
    size: Int, specials: [String] = [Vocabulary.unknown, Vocabulary.start, Vocabulary.end], minimumCount: Int = 1,
    minimumPairCount: Int = 2, byteFallback: Bool = false
  ) {
    self.size = size
    self.specials = specials
    self.minimumCount = minimumCount
    self.minimumPairCount = minimumPairCount
    self.byteFallback = byteFallback
  }
}
