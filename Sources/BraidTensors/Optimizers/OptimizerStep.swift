import CKernels
import Foundation

/// One update of an optimizer, applied piece by piece by several threads.
struct OptimizerStep {
  private let first: UnsafeMutablePointer<Float>?
  private let second: UnsafeMutablePointer<Float>?
  private let scale: Float
  private let rate: Float
  private let momentum: Float
  private let adam: bk_adam_options?
  private let decay: Float

  init(
    options: OptimizerOptions, rate: Double, scale: Float, steps: Int, first: UnsafeMutablePointer<Float>?,
    second: UnsafeMutablePointer<Float>?
  ) {
    self.first = options.kind == .sgd && options.momentum == 0 ? nil : first
    self.second = second
    self.scale = scale
    self.rate = Float(rate)
    momentum = Float(options.momentum)
    decay = Float(options.weightDecay)
    let decoupled = options.kind == .adamw
    adam =
      options.kind == .sgd
      ? nil
      : bk_adam_options(
        rate: Float(rate), beta1: Float(options.beta1), beta2: Float(options.beta2), epsilon: Float(options.epsilon),
        correction1: Float(1 - pow(options.beta1, Double(steps))),
        correction2: Float(1 - pow(options.beta2, Double(steps))), l2: decoupled ? 0 : decay,
        decay: decoupled ? decay : 0, nesterov: options.kind == .nadam ? 1 : 0)
  }

  /// Changes `count` weights from `offset` on, at `factor` times the learning rate.
  func apply(
    _ values: UnsafeMutablePointer<Float>, offset: Int, count: Int, gradient: UnsafePointer<Float>, factor: Float
  ) {
    if var adam, let first, let second {
      adam.rate *= factor
      bk_adam(count, values + offset, first + offset, second + offset, gradient, scale, &adam)
    } else {
      bk_sgd(count, values + offset, first.map { $0 + offset }, gradient, scale, rate * factor, momentum, decay)
    }
  }
}
