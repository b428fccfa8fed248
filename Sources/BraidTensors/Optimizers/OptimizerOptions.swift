public import BraidFiles

/// The rule that turns gradients into new weights.
public struct OptimizerOptions: Configurable, Sendable, Equatable {
  /// The update rules.
  public enum Kind: String, Sendable, CaseIterable {
    /// Stochastic gradient descent with momentum.
    case sgd
    /// Kingma & Ba 2015.
    case adam
    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
    case adamw
    /// Adam with Nesterov momentum (Dozat 2016).
    case nadam
  }
  /// The update rule.
  public var kind = Kind.adam
  /// Momentum of `sgd`, 0..<1.
  public var momentum = 0.0
  /// Decay of the mean of gradients, 0..<1.
  public var beta1 = 0.9
  /// Decay of the mean of squared gradients, 0..<1.
  public var beta2 = 0.999
  /// Added to the root of the mean square.
  public var epsilon = 1e-8
  /// Weight decay: L2 for `sgd`, `adam` and `nadam`, decoupled for `adamw`.
  public var weightDecay = 0.0

  /// Adam as published.
  public init() {}

  /// How many numbers a trained number needs in memory: itself, its gradient, and the two means that Adam keeps or the momentum of
  /// SGD, if it has one.
  package var copies: Int { kind == .sgd ? (momentum > 0 ? 3 : 2) : 4 }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("kind", &kind, "update rule")
    try visitor.field("momentum", &momentum, 0...0.9999, "momentum of sgd")
    try visitor.field("beta1", &beta1, 0...0.9999, "decay of the mean of gradients")
    try visitor.field("beta2", &beta2, 0...0.999999, "decay of the mean of squared gradients")
    try visitor.field("epsilon", &epsilon, 0...1, "added to the root of the mean square")
    try visitor.field("weightDecay", &weightDecay, 0...1, "weight decay")
  }
}
