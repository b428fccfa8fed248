public import BraidFiles

/// How much teachers count beside gold labels.
///
/// Source: Clark et al. 2019, section 2.3, <https://aclanthology.org/P19-1595>; temperature: Hinton et al. 2015, section 2,
/// <https://arxiv.org/abs/1503.02531>.
public struct DistillationOptions: Configurable, Sendable, Equatable {
  /// Share of the loss that the teachers' predictions make up at the start of training, 0...1; the rest is that of gold labels.
  public var share = 1.0
  /// Whether the share falls in a straight line to 0 at the end of training.
  public var annealing = true
  /// What logits of classes are divided by, of teachers and of the model; the loss is multiplied by its square. CRFs and numbers
  /// have none.
  public var temperature = 1.0

  /// All of the teachers at the start, all of the labels at the end.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("share", &share, 0...1, "share of the loss that teachers' predictions make up at the start")
    try visitor.field("annealing", &annealing, "whether the share falls to 0 at the end of training")
    try visitor.field(
      "temperature", &temperature, 0.1...100, "what logits of classes are divided by when teachers are learned from")
  }

  /// The share at a step, of so many.
  package func share(step: Int, of total: Int) -> Float {
    guard annealing else { return Float(share) }
    return Float(share * max(0, 1 - Double(step) / Double(max(1, total))))
  }
}
