import CKernels

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
        correction1: Float(1 - Self.power(options.beta1, steps)),
        correction2: Float(1 - Self.power(options.beta2, steps)), l2: decoupled ? 0 : decay,
        decay: decoupled ? decay : 0, nesterov: options.kind == .nadam ? 1 : 0)
  }

  /// `base` to the power of `exponent`, by products alone: a library's function may differ from machine to machine.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
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
