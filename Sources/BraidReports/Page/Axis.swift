import Foundation

/// A scale from figures to a drawing's coordinates, with round ticks.
struct Axis {
  /// The figures at both ends.
  let range: ClosedRange<Double>
  /// The coordinates at both ends.
  let from: Double
  let to: Double
  /// Round figures within the range.
  let ticks: [Double]

  /// An axis over `values`, widened to round figures.
  ///
  /// - Parameters:
  ///   - values: figures that must be on it; those that are not finite, or beyond 1e300, are ignored.
  ///   - from: the coordinate of the lowest figure.
  ///   - to: the coordinate of the highest figure.
  ///   - floor: the lowest figure that makes sense; nil for none.
  ///   - ceiling: the highest figure that makes sense; nil for none.
  ///   - count: about how many steps between ticks there are.
  init(_ values: [Double], from: Double, to: Double, floor: Double? = nil, ceiling: Double? = nil, count: Int = 4) {
    // Between the largest numbers there is no finite distance.
    let finite = values.filter { abs($0) < 1e300 }
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low < 1e-9 {
      let margin = max(abs(high) * 0.1, 0.5)
      low -= margin
      high += margin
    }
    let rough = (high - low) / Double(count)
    let power = pow(10, Foundation.floor(log10(rough)))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
    low = Foundation.floor(low / step + 1e-9) * step
    high = ceil(high / step - 1e-9) * step
    if let floor { low = max(low, floor) }
    if let ceiling { high = min(high, ceiling) }
    high = max(high, low + step)
    range = low...high
    self.from = from
    self.to = to
    let steps = max(1, Int(((high - low) / step).rounded()))
    ticks = (0...steps).map { low + Double($0) * step }.filter { $0 <= high + 1e-9 }
  }

  /// The coordinate of a figure; beyond the ends for figures outside.
  func coordinate(_ value: Double) -> Double {
    from + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (to - from)
  }
}
