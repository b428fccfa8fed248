/// A number that is infinite or not a number, and the operation that made it.
public struct NonFiniteValue: Error, Sendable, Equatable, CustomStringConvertible {
  /// The operation, a method of `Tape`.
  public let operation: String
  /// Whether the number is in a gradient and not in a value.
  public let isGradient: Bool
  /// Place of the number in the operation's result, row after row, or in the gradient.
  public let element: Int
  /// The number.
  public let value: Float

  /// Two numbers that are not numbers count as equal.
  public static func == (first: NonFiniteValue, second: NonFiniteValue) -> Bool {
    first.operation == second.operation && first.isGradient == second.isGradient && first.element == second.element
      && (first.value == second.value || first.value.isNaN && second.value.isNaN)
  }

  /// A sentence that names the operation.
  public var description: String {
    "\(isGradient ? "a gradient of the operation" : "the operation") \(operation) has \(value) as element \(element)"
  }
}
