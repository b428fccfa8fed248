import BraidFiles
import BraidTensors

/// Bootstrap confidence intervals over documents: scores of samples drawn with replacement.
///
/// Source: Efron & Tibshirani 1993; for systems compared, Koehn 2004.
struct Bootstrap {
  let resamples: Int
  var seed: UInt64 = 12345

  /// Scores of resampled documents, in the order drawn.
  func values(_ statistics: [[Double]], score: ([Double]) -> Double) -> [Double] {
    draws(statistics.count) { picks in score(Self.sum(statistics, picks)) }
  }

  /// Scores of two systems on the same resampled documents.
  func pairs(
    _ first: [[Double]], _ second: [[Double]], score: ([Double]) -> Double
  ) -> [(first: Double, second: Double)] {
    draws(first.count) { picks in (score(Self.sum(first, picks)), score(Self.sum(second, picks))) }
  }

  /// Scores of two systems on all documents, each once.
  func whole(
    _ first: [[Double]], _ second: [[Double]], score: ([Double]) -> Double
  ) -> (first: Double, second: Double) {
    let all = Array(first.indices)
    return (score(Self.sum(first, all)), score(Self.sum(second, all)))
  }

  private func draws<Value>(_ count: Int, _ body: ([Int]) -> Value) -> [Value] {
    var stream = Random(seed: seed).stream("bootstrap")
    return (0..<resamples).map { _ in body((0..<count).map { _ in stream.index(below: count) }) }
  }

  private static func sum(_ statistics: [[Double]], _ picks: [Int]) -> [Double] {
    guard let first = statistics.first else { return [] }
    var sums = [Double](repeating: 0, count: first.count)
    for pick in picks {
      for (index, value) in statistics[pick].enumerated() { sums[index] += value }
    }
    return sums
  }

  /// The middle 95 % of values.
  static func interval(_ values: [Double]) -> ScoreInterval {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(sorted.count - 1, below + 1)
      return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
    return ScoreInterval(low: quantile(0.025), high: quantile(0.975))
  }
}
