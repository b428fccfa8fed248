public import BraidFiles
import Foundation

/// The learning rate over time.
public struct LearningRateOptions: Configurable, Sendable, Equatable {
  /// How the rate falls after its warm-up.
  public enum Decay: String, Sendable, CaseIterable {
    /// It does not.
    case constant
    /// Multiplied by `factor` when the development score has not risen for `patience` evaluations.
    case plateau
    /// Half a cosine from the peak to zero at the last step (Loshchilov & Hutter 2017).
    case cosine
    /// With the inverse square root of the step (Vaswani et al. 2017, section 5.3).
    case inverseSquareRoot = "inverse-square-root"
    /// In a straight line to zero at the last step.
    case linear
  }
  /// The rate after warm-up.
  public var peak = 0.001
  /// Steps over which the rate rises from zero to `peak`.
  public var warmup = 0
  /// How the rate falls afterwards.
  public var decay = Decay.constant
  /// For `plateau`: what the rate is multiplied by.
  public var factor = 0.5
  /// For `plateau`: evaluations without a better score before the rate falls.
  public var patience = 1

  /// A constant 0.001.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("peak", &peak, 0...1e9, "rate after warm-up")
    try visitor.field("warmup", &warmup, 0...Int.max, "steps of warm-up")
    try visitor.choice("decay", &decay, "decay of the rate after warm-up")
    try visitor.field("factor", &factor, 0...1, "factor of the rate at a plateau")
    try visitor.field("patience", &patience, 1...1000, "evaluations without a better score before a plateau")
  }

  /// The rate of the step after `step` others of `total`, the score having reached a plateau `reductions` times.
  package func rate(step: Int, total: Int, reductions: Int) -> Double {
    if step < warmup { return peak * Double(step + 1) / Double(warmup) }
    let done = Double(step - warmup) / Double(max(1, total - warmup))
    switch decay {
    case .constant: return peak
    case .plateau: return peak * pow(factor, Double(reductions))
    case .cosine: return peak * 0.5 * (1 + cos(.pi * min(1, done)))
    case .linear: return peak * max(0, 1 - done)
    case .inverseSquareRoot: return peak * (Double(max(1, warmup)) / Double(max(step + 1, warmup, 1))).squareRoot()
    }
  }
}
