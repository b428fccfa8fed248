/// How the rows of a sequence become one.
public enum PoolingKind: Sendable, Equatable {
  /// The last row.
  case last
  /// The mean of the rows.
  case mean
  /// The maximum over the rows, column by column; of equal ones the first counts.
  case max
}
