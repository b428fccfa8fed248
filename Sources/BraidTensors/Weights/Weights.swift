/// All numbers that a model learns, as one value.
///
/// Copying is cheap until one of the copies changes: a checkpoint, an average or "restore the best" are assignments.
public struct Weights: Sendable, Equatable {
  /// The weights, in the order they were added.
  public private(set) var entries: [WeightEntry] = []
  /// The elements of all weights, each at its entry's offset.
  public internal(set) var storage: [Float] = []
  private var indices: [String: Int] = [:]

  /// No weights.
  public init() {}

  /// Adds a weight.
  ///
  /// - Parameters:
  ///   - name: its name in weights files.
  ///   - rows: its rows.
  ///   - columns: its columns.
  ///   - kind: how its gradient is kept.
  ///   - trainable: whether an optimizer changes it.
  ///   - initializer: how its first values are drawn.
  ///   - random: where they are drawn from, in a stream named `name`.
  /// - Returns: the id that layers know it by.
  /// - Precondition: no weight is called `name`; rows and columns are positive.
  public mutating func add(
    _ name: String, rows: Int, columns: Int, kind: WeightKind = .dense, trainable: Bool = true,
    initializer: Initializer, random: Random
  ) -> WeightID {
    demand(indices[name] == nil, "two weights are called \(name)")
    demand(rows > 0 && columns > 0, "weight \(name) of shape [\(rows), \(columns)]")
    let entry = WeightEntry(
      name: name, rows: rows, columns: columns, offset: storage.count, kind: kind, isTrainable: trainable)
    storage += initializer.values(rows: rows, columns: columns, name: name, random: random)
    storage += [Float](repeating: 0, count: (16 - entry.count % 16) % 16)
    indices[name] = entries.count
    entries.append(entry)
    return WeightID(index: entries.count - 1)
  }

  /// The id of the weight called `name`.
  public subscript(_ name: String) -> WeightID? { indices[name].map { WeightID(index: $0) } }

  /// The elements of a weight, row after row.
  public func values(_ id: WeightID) -> [Float] {
    let entry = entries[id.index]
    return Array(storage[entry.offset..<entry.offset + entry.count])
  }

  /// Replaces the elements of a weight.
  ///
  /// - Precondition: `values` has the weight's number of elements.
  public mutating func set(_ id: WeightID, _ values: [Float]) {
    let entry = entries[id.index]
    demand(
      values.count == entry.count, "\(values.count) values for \(entry.name) [\(entry.rows), \(entry.columns)]")
    storage.replaceSubrange(entry.offset..<entry.offset + entry.count, with: values)
  }

  /// The same weights with other elements, laid out like `storage`.
  ///
  /// - Precondition: as many elements as `storage` has.
  public func replacing(_ storage: [Float]) -> Weights {
    demand(storage.count == self.storage.count, "\(storage.count) elements for \(self.storage.count)")
    var copy = self
    copy.storage = storage
    return copy
  }

  /// Number of elements that an optimizer changes.
  public var trainableCount: Int { entries.reduce(0) { $0 + ($1.isTrainable ? $1.count : 0) } }
}
