/// A weight that a model asks for and its file does not have like that.
package struct WeightConflict: Sendable, Equatable {
  /// The weight's name.
  package var name: String
  /// The shape that is asked for, in words.
  package var expected: String
  /// The shape that is there, in words.
  package var found: String
}

/// All numbers that a model learns, as one value.
///
/// Copying is cheap until one of the copies changes: a checkpoint, an average or "restore the best" are assignments.
public struct Weights: Sendable, Equatable {
  /// The weights, in the order they were added.
  public private(set) var entries: [WeightEntry] = []
  /// The elements of all weights, each at its entry's offset.
  public internal(set) var storage: [Float] = []
  private var indices: [String: Int] = [:]
  /// Elements of all weights, padding included.
  private var size = 0
  /// The known shapes, when weights are loaded instead of initialized.
  private var known: [String: [Int]]?
  /// The first weight that is not among the known shapes.
  package private(set) var conflict: WeightConflict?

  /// No weights.
  public init() {}

  /// No weights yet; those that are added get no memory until `fill`, and must have one of the shapes `known`.
  ///
  /// That way a model's configuration, which may say anything, never decides how much memory is taken.
  package init(known: [String: [Int]]) { self.known = known }

  /// Adds a weight.
  ///
  /// - Parameters:
  ///   - name: its name in weights files.
  ///   - rows: its rows.
  ///   - columns: its columns.
  ///   - kind: how its gradient is kept.
  ///   - trainable: whether an optimizer changes it.
  ///   - precise: whether it stays in 32 bits when the others are quantized.
  ///   - initializer: how its first values are drawn.
  ///   - random: where they are drawn from, in a stream named `name`.
  /// - Returns: the id that layers know it by.
  /// - Precondition: no weight is called `name`; rows and columns are positive.
  public mutating func add(
    _ name: String, rows: Int, columns: Int, kind: WeightKind = .dense, trainable: Bool = true,
    precise: Bool = false, initializer: Initializer, random: Random
  ) -> WeightID {
    if let known, known[name] != [rows, columns] || indices[name] != nil {
      conflict =
        conflict
        ?? WeightConflict(
          name: name, expected: "shape [\(rows), \(columns)]",
          found: indices[name] != nil ? "two of that name" : known[name].map { "shape \($0)" } ?? "none")
      return WeightID(index: 0)
    }
    demand(indices[name] == nil, "two weights are called \(name)")
    demand(rows > 0 && columns > 0, "weight \(name) of shape [\(rows), \(columns)]")
    let entry = WeightEntry(
      name: name, rows: rows, columns: columns, offset: size, kind: kind, isTrainable: trainable, isPrecise: precise)
    let padding = (16 - entry.count % 16) % 16
    size += entry.count + padding
    if known == nil {
      storage += initializer.values(rows: rows, columns: columns, name: name, random: random)
      storage += [Float](repeating: 0, count: padding)
    }
    indices[name] = entries.count
    entries.append(entry)
    return WeightID(index: entries.count - 1)
  }

  /// Gives weights that were added without memory their elements.
  ///
  /// - Parameter copy: writes the elements of the weight of a name, row after row, and returns its scales, if it is one in 8
  ///   bits.
  /// - Precondition: there is no conflict.
  package mutating func fill(_ copy: (_ name: String, _ target: UnsafeMutableBufferPointer<Float>) -> [Float]?) {
    precondition(conflict == nil, "weights with a conflict")
    var scales: [[Float]?] = []
    storage = [Float](unsafeUninitializedCapacity: size) { buffer, count in
      for (index, entry) in entries.enumerated() {
        let end = entry.offset + entry.count
        scales.append(copy(entry.name, UnsafeMutableBufferPointer(rebasing: buffer[entry.offset..<end])))
        let next = index + 1 < entries.count ? entries[index + 1].offset : size
        buffer[end..<next].initialize(repeating: 0)
      }
      count = size
    }
    for (index, scales) in scales.enumerated() { entries[index].scales = scales }
    known = nil
  }

  /// The id of the weight called `name`.
  public subscript(_ name: String) -> WeightID? { indices[name].map { WeightID(index: $0) } }

  /// The elements of a weight, row after row.
  public func values(_ id: WeightID) -> [Float] {
    let entry = entries[id.index]
    return Array(storage[entry.offset..<entry.offset + entry.count])
  }

  /// Replaces the elements of a weight, which is one in 32 bits then; nothing happens to one that still waits for `fill`.
  ///
  /// - Precondition: `values` has the weight's number of elements.
  public mutating func set(_ id: WeightID, _ values: [Float]) {
    guard known == nil else { return }
    let entry = entries[id.index]
    demand(
      values.count == entry.count, "\(values.count) values for \(entry.name) [\(entry.rows), \(entry.columns)]")
    storage.replaceSubrange(entry.offset..<entry.offset + entry.count, with: values)
    entries[id.index].scales = nil
  }

  /// The same weights with other elements, laid out like `storage`, in 32 bits.
  ///
  /// - Precondition: as many elements as `storage` has.
  public func replacing(_ storage: [Float]) -> Weights {
    demand(storage.count == self.storage.count, "\(storage.count) elements for \(self.storage.count)")
    var copy = self
    copy.storage = storage
    for index in copy.entries.indices { copy.entries[index].scales = nil }
    return copy
  }

  /// Puts whole numbers in the place of a weight's elements.
  mutating func quantize(_ index: Int) {
    let entry = entries[index]
    let range = entry.offset..<entry.offset + entry.count
    entries[index].scales = storage[range].withContiguousMutableStorageIfAvailable {
      Quantization.quantize($0, columns: entry.columns, byRow: entry.hasRowScales)
    }
  }

  /// Number of elements that an optimizer changes.
  public var trainableCount: Int { entries.reduce(0) { $0 + ($1.isTrainable ? $1.count : 0) } }
}
