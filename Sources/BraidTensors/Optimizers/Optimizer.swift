import CKernels
import Foundation

/// An update rule with its moments, as a value: copying it with the weights makes a checkpoint.
public struct Optimizer: Sendable, Equatable {
  /// The rule.
  public let options: OptimizerOptions
  /// Updates done.
  public internal(set) var steps = 0
  /// Means of gradients (or the momentum of `sgd`), laid out like the weights' storage.
  public internal(set) var first: [Float] = []
  /// Means of squared gradients, laid out like the weights' storage; empty for `sgd`.
  public internal(set) var second: [Float] = []

  /// The rule `options` before its first update.
  public init(_ options: OptimizerOptions) { self.options = options }

  /// A rule that resumes where another stopped.
  public init(_ options: OptimizerOptions, steps: Int, first: [Float], second: [Float]) {
    self.options = options
    self.steps = steps
    self.first = first
    self.second = second
  }

  mutating func begin(count: Int) {
    steps += 1
    let needsFirst = options.kind != .sgd || options.momentum > 0
    if needsFirst, first.count != count { first = [Float](repeating: 0, count: count) }
    if options.kind != .sgd, second.count != count { second = [Float](repeating: 0, count: count) }
  }

  /// Hands `body` the step to apply, with pointers into the moments.
  mutating func withStep(rate: Double, scale: Float, _ body: (OptimizerStep) -> Void) {
    let options = options
    let steps = steps
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        body(
          OptimizerStep(
            options: options, rate: rate, scale: scale, steps: steps, first: first.baseAddress,
            second: second.baseAddress))
      }
    }
  }
}
