/// Names one weight of a `Weights`; layers hold these, and two layers with the same one share it.
public struct WeightID: Hashable, Sendable {
  /// Index of the weight's entry.
  public let index: Int
}
