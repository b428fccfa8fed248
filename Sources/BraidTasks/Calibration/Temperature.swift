public import BraidLayers
import Foundation

/// One decision of a head beside its gold label, as calibration sees it.
public enum CalibrationSample: Sendable {
  /// A choice among classes: their logits, and the right class.
  case softmax([Float], gold: Int)
  /// A choice between no and yes: its logit, and whether yes is right.
  case sigmoid(Float, gold: Bool)
  /// The tags of a sentence, one row of scores a token, the scores of steps, and the right tags.
  case chain([[Float]], ChainScores, gold: [Int])
  /// A number: the predicted one, and the right one.
  case number(Float, gold: Float)
}

/// Fits the temperature by which logits are divided so that probabilities are as often right as they say.
///
/// The temperature that makes gold labels likeliest; predictions stay as they are. Source: Guo et al. 2017, section
/// 4.2; the targets are softened as in Platt 1999, section 2.2, so that data without a mistake does not mean certainty.
package enum Temperature {
  /// Fewer samples than this say nothing.
  static let fewestSamples = 20
  /// The temperatures that are looked at.
  static let range = 0.2...10.0

  /// The best temperature for `samples`; 1 when there are too few.
  package static func fit(_ samples: [CalibrationSample]) -> Double {
    guard samples.count >= fewestSamples else { return 1 }
    if let deviation = deviation(samples) { return deviation }
    let smoothing = 1 / Double(samples.count + 2)
    func loss(_ logTemperature: Double) -> Double {
      samples.reduce(0) { $0 + Self.loss($1, temperature: exp(logTemperature), smoothing: smoothing) }
    }
    // Golden section search; the loss is convex in 1 / temperature, so that it has one valley.
    let ratio = (5.0.squareRoot() - 1) / 2
    var low = log(range.lowerBound)
    var high = log(range.upperBound)
    var left = high - ratio * (high - low)
    var right = low + ratio * (high - low)
    var losses = (left: loss(left), right: loss(right))
    while high - low > 0.01 {
      if losses.left <= losses.right {
        high = right
        right = left
        left = high - ratio * (high - low)
        losses = (loss(left), losses.left)
      } else {
        low = left
        left = right
        right = low + ratio * (high - low)
        losses = (losses.right, loss(right))
      }
    }
    return (exp((low + high) / 2) * 1000).rounded() / 1000
  }

  /// The standard deviation that makes gold numbers likeliest, by a normal distribution around the predicted ones: the root of
  /// their mean squared error. Nil for samples that are no numbers.
  private static func deviation(_ samples: [CalibrationSample]) -> Double? {
    var squares = 0.0
    for sample in samples {
      guard case .number(let predicted, let gold) = sample else { return nil }
      squares += Double((predicted - gold) * (predicted - gold))
    }
    let deviation = (squares / Double(samples.count)).squareRoot()
    return min(1e3, max(1e-3, (deviation * 1e6).rounded() / 1e6))
  }

  /// How unlikely the gold label is, in nats.
  static func loss(_ sample: CalibrationSample, temperature: Double, smoothing: Double) -> Double {
    switch sample {
    case .softmax(let logits, let gold):
      let highest = Double(logits.max() ?? 0) / temperature
      let values = logits.map { Double($0) / temperature - highest }
      let total = log(values.reduce(0) { $0 + exp($1) })
      let others = (values.reduce(0, +) - values[gold]) / Double(max(1, values.count - 1))
      return total - (1 - smoothing) * values[gold] - smoothing * others
    case .sigmoid(let logit, let gold):
      let value = Double(gold ? logit : -logit) / temperature
      func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
      return (1 - smoothing) * softplus(-value) + smoothing * softplus(value)
    case .chain(let scores, let chain, let gold):
      return -ChainMarginals(scores, chain, temperature: temperature).logProbability(of: gold)
    case .number(let predicted, let gold):
      let distance = Double(predicted - gold) / temperature
      return distance * distance / 2 + log(temperature * (2 * Double.pi).squareRoot())
    }
  }
}
