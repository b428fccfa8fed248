/// Looks for the first number that is not finite in what operations make.
struct ValueWatch {
  private(set) var found: NonFiniteValue?
  private var changed: [(pointer: UnsafeMutablePointer<Float>, count: Int)] = []

  /// Looks through an operation's result.
  mutating func check(_ output: Tensor, _ operation: StaticString) {
    look(output.values, output.count, operation, isGradient: false)
  }

  /// Takes note of a gradient that the running operation adds to.
  mutating func willChange(_ pointer: UnsafeMutablePointer<Float>, _ count: Int) { changed.append((pointer, count)) }

  /// Looks through all gradients that an operation has added to.
  mutating func checkChanged(_ operation: StaticString) {
    for (pointer, count) in changed { look(pointer, count, operation, isGradient: true) }
    changed.removeAll(keepingCapacity: true)
  }

  private mutating func look(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, _ operation: StaticString, isGradient: Bool
  ) {
    guard found == nil, let element = (0..<count).first(where: { !values[$0].isFinite }) else { return }
    let name = operation.description.prefix { $0 != "(" }
    found = NonFiniteValue(
      operation: String(name), isGradient: isGradient, element: element, value: values[element])
  }
}
