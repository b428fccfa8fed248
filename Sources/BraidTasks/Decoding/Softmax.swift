import Foundation

/// Probabilities of classes from their logits.
package enum Softmax {
  /// `softmax(logits / temperature)`.
  package static func probabilities(_ logits: some Collection<Float>, temperature: Double) -> [Double] {
    let highest = logits.max() ?? 0
    var values = logits.map { exp(Double($0 - highest) / temperature) }
    let total = values.reduce(0, +)
    for index in values.indices { values[index] /= total }
    return values
  }

  /// The logistic function of `logit / temperature`.
  package static func sigmoid(_ logit: Float, temperature: Double) -> Double {
    1 / (1 + exp(-Double(logit) / temperature))
  }
}

extension Double {
  /// The number to six places: as much of a probability as means anything, and short to write.
  var rounded6: Double { (self * 1e6).rounded() / 1e6 }
}
