/// A tensor in a weights file.
public struct NamedTensor: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its shape.
  public var shape: [Int]
  /// Its elements, the last dimension fastest.
  public var values: [Float]

  /// A tensor of `shape` called `name`.
  ///
  /// - Precondition: the shape's product is the number of values.
  public init(name: String, shape: [Int], values: [Float]) {
    demand(shape.reduce(1, *) == values.count, "\(values.count) values for the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}
