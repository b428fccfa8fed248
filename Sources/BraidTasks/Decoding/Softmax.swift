import BraidLayers
import Foundation

/// Probabilities of classes from their logits.
package enum Softmax {
  /// `softmax(logits / temperature)`.
  package static func probabilities(_ logits: [Float], temperature: Double) -> [Double] {
    logits.withUnsafeBufferPointer { probabilities($0, temperature: temperature) }
  }

  /// `softmax(logits / temperature)`.
  package static func probabilities(_ logits: UnsafeBufferPointer<Float>, temperature: Double) -> [Double] {
    classProbabilities(logits, temperature: temperature)
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
