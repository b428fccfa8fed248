/// How a weight is used and how its gradient is kept.
public enum WeightKind: Sendable, Equatable {
  /// A matrix or vector; its gradient has every element.
  case dense
  /// A table of which a batch reads few rows; its gradient has these rows only.
  case rows
}
