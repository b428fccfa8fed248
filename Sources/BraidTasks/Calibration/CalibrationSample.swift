public import BraidLayers

/// One decision of a head beside its gold answer, as calibration sees it.
public enum CalibrationSample: Sendable {
  /// A choice among classes: their logits, and the right class.
  case softmax([Float], gold: Int)
  /// A choice between no and yes: its logit, and whether yes is right.
  case sigmoid(Float, gold: Bool)
  /// The tags of a sentence, one row of scores a token, the scores of steps, and the right tags.
  case chain([[Float]], ChainScores, gold: [Int])
}
