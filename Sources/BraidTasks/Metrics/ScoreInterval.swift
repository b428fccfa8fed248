/// Where a score lies, 95 times in 100, if the documents are drawn anew.
public struct ScoreInterval: Sendable, Equatable, Codable {
  /// Lower end, in points.
  public var low: Double
  /// Upper end, in points.
  public var high: Double
}
