/// What training does with pretrained vectors.
public enum VectorTuning: String, CaseIterable, Sendable {
  /// Nothing; only words without a vector learn.
  case freeze
  /// All words learn.
  case tune
  /// Only words that have a vector learn; the others stay at what they started from.
  case tuneKnown = "tune-known"
}
