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
  /// Whether the weight stays in 32 bits whatever is done to the others: what few numbers decide much with, such as the
  /// transitions of a CRF.
  public let isPrecise: Bool
  /// What the whole numbers of a weight in 8 bits are multiplied by, one a column or one a row (`hasRowScales`); nil for a
  /// weight in 32 bits.
  public internal(set) var scales: [Float]?

  /// Number of elements.
  public var count: Int { rows * columns }

  /// Whether products with the weight run on packed panels.
  var isPacked: Bool { kind == .dense && rows > 1 }

  /// Whether products with the weight run on whole numbers of 8 bits; the sums of more would not fit 32 bits.
  var isPackedAsBytes: Bool { isPacked && scales != nil && rows <= 65_536 }

  /// Whether the scales of a weight in 8 bits are those of its rows: of tables whose rows are long enough for it.
  var hasRowScales: Bool { kind == .rows && columns >= 16 }

  /// Whether 8 bits make the weight smaller, and its products faster: matrices of products, tables of long rows, and long
  /// tables.
  var isQuantizable: Bool {
    guard !isPrecise else { return false }
    return kind == .rows ? columns >= 16 || rows >= 1024 : columns >= 16 && rows >= 16
  }

  /// The scales as a file has them.
  package var tensorScales: TensorScales? { scales.map { TensorScales(areOfRows: hasRowScales, values: $0) } }
}
