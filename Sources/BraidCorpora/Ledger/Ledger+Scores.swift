import BraidFiles

extension Double {
  /// Whether it may be a probability; one that was added up may be a little above 1.
  var isProbability: Bool { self >= 0 && self <= 1.000_001 }
}

extension Ledger {
  /// A score of a format that does not say what scores are, if it is a probability; another one is left aside and counted.
  mutating func probability(_ score: Double?, at place: @autoclosure () -> SourceLocation) -> Double? {
    guard let score, !score.isProbability else { return score }
    note(.ignored, .values, "score that is no probability in 0...1", at: place())
    return nil
  }

  /// A log-probability, if it is a finite number; another one is left aside and counted.
  mutating func finite(_ score: Double?, at place: @autoclosure () -> SourceLocation) -> Double? {
    guard let score, !score.isFinite else { return score }
    note(.ignored, .values, "score that is no finite number", at: place())
    return nil
  }
}
