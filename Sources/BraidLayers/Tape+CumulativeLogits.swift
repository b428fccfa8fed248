public import BraidTensors
import Foundation

extension Tape {
  /// Log-probabilities of ordered classes from one score: the higher the score, the higher the class.
  ///
  /// `P(class ≤ k) = σ(θ_k - score)`, with thresholds that can't cross: `θ_0 = t_0`, `θ_k = θ_{k-1} + log(1 + exp(t_k))`.
  ///
  /// - Parameters:
  ///   - score: `[N, 1]`.
  ///   - thresholds: `[1, C - 1]`, the t above, C at least 2.
  /// - Returns: `[N, C]`, in nats; the softmax of a row is its probabilities.
  ///
  /// Source: McCullagh 1980, section 2, <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.
  public func cumulativeLogits(_ score: Tensor, thresholds: Tensor) -> Tensor {
    let steps = thresholds.columns
    demand(
      score.columns == 1 && thresholds.rows == 1 && steps > 0,
      "scores \(score.shape) with thresholds \(thresholds.shape)")
    let classes = steps + 1
    let output = make(score.rows, classes, needsGradient: score.needsGradient || thresholds.needsGradient)
    var places = [Double](repeating: 0, count: steps)
    for step in 0..<steps {
      let raw = Double(thresholds.values[step])
      places[step] = step == 0 ? raw : places[step - 1] + Self.softplus(raw)
    }
    for row in 0..<score.rows {
      let score = Double(score.values[row])
      for label in 0..<classes {
        var value = 0.0
        if label < steps { value -= Self.softplus(score - places[label]) }
        if label > 0 { value -= Self.softplus(places[label - 1] - score) }
        if label > 0, label < steps { value += log(-expm1(places[label - 1] - places[label])) }
        output.values[row * classes + label] = Float(value)
      }
    }
    record(output) { [places] tape, gradient in
      let scoreGradient = tape.zeroedGradient(score)
      var slopes = [Double](repeating: 0, count: steps)
      for row in 0..<score.rows {
        let value = Double(score.values[row])
        for label in 0..<classes {
          let incoming = Double(gradient[row * classes + label])
          var (below, above) = (0.0, 0.0)
          if label < steps { above = Self.logistic(value - places[label]) }
          if label > 0 { below = -Self.logistic(places[label - 1] - value) }
          scoreGradient?[row] -= Float(incoming * (above + below))
          if label > 0, label < steps {
            let share = 1 / expm1(places[label] - places[label - 1])
            above += share
            below -= share
          }
          if label < steps { slopes[label] += incoming * above }
          if label > 0 { slopes[label - 1] += incoming * below }
        }
      }
      guard let target = tape.zeroedGradient(thresholds) else { return }
      // A threshold moves all that lie above it.
      var sum = 0.0
      for step in (0..<steps).reversed() {
        sum += slopes[step]
        target[step] += Float(step == 0 ? sum : sum * Self.logistic(Double(thresholds.values[step])))
      }
    }
    return output
  }

  private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
