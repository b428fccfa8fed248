/// How a weight is used and how its gradient is kept.
public enum WeightKind: Sendable, Equatable {
  /// A matrix or vector; its gradient has every element.
  case dense
  /// A table of which a batch reads few rows; its gradient has these rows only.
  case rows
}

/// Names one weight of a `Weights`; layers hold these, and two layers with the same one share it.
public struct WeightID: Hashable, Sendable {
  /// Index of the weight's entry.
  public let index: Int
}

/// One weight: its name, shape and place.
public struct WeightEntry: Sendable, Equatable {
  /// The name, unique in its `Weights`.
  public let name: String
  /// Rows.
  public let rows: Int
  /// Columns.
  public let columns: Int
  /// First element in the flat storage; a multiple of 16.
  public let offset: Int
  /// How the gradient is kept.
  public let kind: WeightKind
  /// Whether an optimizer changes the weight.
  public var isTrainable: Bool

  /// Number of elements.
  public var count: Int { rows * columns }

  /// Whether products with the weight run on packed panels.
  var isPacked: Bool { kind == .dense && rows > 1 }
}
