/// Counts of values up to some bounds, with their sum, as Prometheus' histograms are.
struct Histogram: Sendable {
  private let bounds: [Double]
  private var counts: [Int]
  private var count = 0
  private var sum = 0.0

  /// An empty histogram.
  ///
  /// - Parameter bounds: ascending upper bounds, inclusive; infinity goes without saying.
  init(_ bounds: [Double]) {
    self.bounds = bounds
    counts = bounds.map { _ in 0 }
  }

  /// Counts a value.
  mutating func add(_ value: Double) {
    for (index, bound) in bounds.enumerated() where value <= bound { counts[index] += 1 }
    count += 1
    sum += value
  }

  /// The lines of Prometheus' text format.
  func text(_ name: String, labels: String = "") -> String {
    let prefix = labels.isEmpty ? "" : labels + ","
    let suffix = labels.isEmpty ? "" : "{\(labels)}"
    var text = ""
    for (bound, count) in zip(bounds, counts) {
      text += "\(name)_bucket{\(prefix)le=\"\(bound.formattedBound)\"} \(count)\n"
    }
    text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(count)\n"
    return text + "\(name)_sum\(suffix) \(sum)\n\(name)_count\(suffix) \(count)\n"
  }
}

extension Double {
  /// A bound without a fraction of zero.
  fileprivate var formattedBound: String { self == rounded() ? String(Int(self)) : String(self) }
}
