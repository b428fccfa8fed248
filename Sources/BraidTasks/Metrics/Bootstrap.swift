import BraidFiles
import BraidTensors

/// Bootstrap confidence intervals over documents: scores of samples drawn with replacement.
///
/// Source: Efron & Tibshirani 1993; for systems compared, Koehn 2004.
struct Bootstrap {
  let resamples: Int
  var seed: UInt64 = 12345

  /// The sums of resampled documents' statistics, in the order drawn.
  func sums(_ statistics: [[Double]]) -> [[Double]] { draws(statistics.count) { Self.sum(statistics, $0) } }

  /// What `body` makes of each resample of `count` documents: their positions, as drawn.
  func draws<Value>(_ count: Int, _ body: ([Int]) -> Value) -> [Value] {
    var stream = Random(seed: seed).stream("bootstrap")
    return (0..<resamples).map { _ in body((0..<count).map { _ in stream.index(below: count) }) }
  }

  /// The sum of the statistics of some documents.
  static func sum(_ statistics: [[Double]], _ picks: some Sequence<Int>) -> [Double] {
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
