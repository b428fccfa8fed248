package import BraidFiles
import Foundation

/// The scale on which numbers are learned: their mean in the training part is 0 there, and their standard deviation 1.
package struct NumberScale: Sendable, Equatable {
  package let mean: Double
  /// Above 0, or 0 when all numbers are the same.
  package let deviation: Double

  /// The scale of numbers in text that have been counted; those that are none are left out.
  package init(_ counts: ExactDictionary<Int>) {
    // In order, so that the same numbers give the same bits.
    let numbers = counts.sorted { $0.key < $1.key }.compactMap { text, count in
      Self.number(text).map { (number: $0, count: Double(count)) }
    }
    let total = numbers.reduce(0) { $0 + $1.count }
    let mean = numbers.reduce(0) { $0 + $1.count * $1.number } / max(1, total)
    let squares = numbers.reduce(0) { $0 + $1.count * ($1.number - mean) * ($1.number - mean) }
    self.mean = mean
    deviation = (squares / max(1, total)).squareRoot()
  }

  /// Reads a scale back from its `text`; nil for anything else. A head that continues from a trained model keeps that model's
  /// scale, so entries behind the first two, counted later, are ignored.
  package init?(_ text: [String]) {
    guard text.count >= 2, let mean = Self.number(text[0]), let deviation = Self.number(text[1]), deviation >= 0 else {
      return nil
    }
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// Mean and standard deviation in text, exact.
  package var text: [String] { ["\(mean)", "\(deviation)"] }

  /// The finite number that a text spells, white space around it aside; nil for any other text.
  package static func number(_ text: String) -> Double? {
    Double(text.trimmingCharacters(in: .whitespaces)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A number on the scale.
  package func standardized(_ number: Double) -> Float { Float((number - mean) / deviation) }

  /// The number at a place of the scale.
  func number(at place: Double) -> Double { mean + deviation * place }
}
