import Foundation

/// The exponentials of a chain's scores, as its marginals need them.
package struct ChainFactors: Sendable {
  let tags: Int
  /// Columns of `steps` and `transposed`.
  let width: Int
  /// `[T, width]`: from the row's tag to the column's; 0 beyond the tags.
  let steps: [Double]
  /// `[T, width]`: from the column's tag to the row's.
  let transposed: [Double]
  /// `[width]`.
  let start: [Double]
  let end: [Double]
  /// What all scores are divided by.
  let temperature: Double

  /// The exponentials of `chain`.
  package init(_ chain: ChainScores, temperature: Double) {
    let tags = chain.start.count
    let width = (tags + 15) / 16 * 16
    func filled(_ scores: [Float]) -> [Double] {
      scores.map { exp(Double($0) / temperature) } + [Double](repeating: 0, count: width - tags)
    }
    var steps = [Double](repeating: 0, count: tags * width)
    var transposed = steps
    for before in 0..<tags {
      for tag in 0..<tags {
        let factor = exp(Double(chain.transitions[before * tags + tag]) / temperature)
        steps[before * width + tag] = factor
        transposed[tag * width + before] = factor
      }
    }
    self.tags = tags
    self.width = width
    self.steps = steps
    self.transposed = transposed
    start = filled(chain.start)
    end = filled(chain.end)
    self.temperature = temperature
  }
}
