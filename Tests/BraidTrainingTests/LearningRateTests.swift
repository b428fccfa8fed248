import BraidTraining
import Foundation
import Testing

@Suite struct LearningRateTests {
  func options(_ decay: LearningRateOptions.Decay, warmup: Int = 0) -> LearningRateOptions {
    var options = LearningRateOptions()
    options.peak = 0.8
    options.warmup = warmup
    options.decay = decay
    return options
  }

  /// Of 100 steps, four of them warm-up: rate(step) by its formula.
  static let cases: [(LearningRateOptions.Decay, Int, Double)] = [
    // Warm-up: peak · (step + 1) / 4, whatever follows.
    (.constant, 0, 0.2), (.cosine, 1, 0.4), (.inverseSquareRoot, 2, 0.6), (.linear, 3, 0.8),
    (.constant, 50, 0.8),
    // 0.8 · ½ (1 + cos(π · 48 / 96)) and, at the end, half a cosine's foot.
    (.cosine, 52, 0.4), (.cosine, 100, 0),
    // 0.8 · (1 - 24 / 96)
    (.linear, 28, 0.6), (.linear, 100, 0),
    // 0.8 · √(4 / 16), 0.8 · √(4 / 64)
    (.inverseSquareRoot, 15, 0.4), (.inverseSquareRoot, 63, 0.2),
  ]

  @Test(arguments: cases)
  func `the rate follows its formula`(decay: LearningRateOptions.Decay, step: Int, expected: Double) {
    #expect(abs(options(decay, warmup: 4).rate(step: step, total: 100, reductions: 0) - expected) < 1e-12)
  }

  @Test func `each plateau multiplies the rate by the factor`() {
    var options = options(.plateau)
    options.factor = 0.25
    #expect([0, 1, 2].map { options.rate(step: 9, total: 100, reductions: $0) } == [0.8, 0.2, 0.05])
  }
}
