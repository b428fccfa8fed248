extension Tape {
  /// A dense weight as a tensor, for the operations that are not written on weights themselves.
  ///
  /// - Returns: the weight's shape.
  public func weight(_ id: WeightID) -> Tensor {
    let entry = entry(id)
    let output = make(entry.rows, entry.columns, needsGradient: isTrained(id))
    output.values.update(from: values(id), count: entry.count)
    record(output) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(id) else { return }
      for index in 0..<entry.count { target[index] = (isFirst ? 0 : target[index]) + gradient[index] }
    }
    return output
  }
}
