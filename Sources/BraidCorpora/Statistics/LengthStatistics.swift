/// How long things are: exact counts by length, so that quantiles are exact too.
public struct LengthStatistics: Sendable, Equatable {
  private var counts: [Int: Int] = [:]
  /// How many were measured.
  public private(set) var count = 0
  /// The sum of all lengths.
  public private(set) var sum = 0

  /// Nothing yet.
  public init() {}

  /// Takes one length into account.
  public mutating func add(_ length: Int) {
    counts[length, default: 0] += 1
    count += 1
    sum += length
  }

  /// The mean length; 0 when nothing was measured.
  public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// The smallest length that at least a `share` (0...1) of all are no longer than; 0 when nothing was measured.
  public func quantile(_ share: Double) -> Int {
    let rank = max(1, Int((share * Double(count)).rounded(.up)))
    var below = 0
    for length in counts.keys.sorted() {
      below += counts[length] ?? 0
      if below >= rank { return length }
    }
    return 0
  }
}

extension LengthStatistics: Encodable {
  private enum Keys: String, CodingKey { case minimum, mean, median, percentile95, maximum }

  /// Writes minimum, mean, median, 95th percentile and maximum.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(quantile(0), forKey: .minimum)
    try container.encode(mean, forKey: .mean)
    try container.encode(quantile(0.5), forKey: .median)
    try container.encode(quantile(0.95), forKey: .percentile95)
    try container.encode(quantile(1), forKey: .maximum)
  }
}
