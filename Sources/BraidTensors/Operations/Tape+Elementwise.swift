import CKernels

extension Tape {
  /// The sum of two tensors of one shape.
  public func add(_ x: Tensor, _ y: Tensor) -> Tensor {
    demand(x.rows == y.rows && x.columns == y.columns, "\(x.shape) + \(y.shape)")
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient || y.needsGradient)
    output.values.update(from: x.values, count: x.count)
    bk_add(y.count, y.values, output.values)
    record(output) { tape, gradient in
      for input in [x, y] { tape.pass(gradient, to: input) }
    }
    return output
  }

  /// The product of two tensors of one shape, element by element.
  public func multiply(_ x: Tensor, _ y: Tensor) -> Tensor {
    demand(x.rows == y.rows && x.columns == y.columns, "\(x.shape) * \(y.shape)")
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient || y.needsGradient)
    for index in 0..<x.count { output.values[index] = x.values[index] * y.values[index] }
    record(output) { tape, gradient in
      for (input, other) in [(x, y), (y, x)] {
        if let (target, isFirst) = tape.gradient(input) {
          for index in 0..<input.count {
            target[index] = (isFirst ? 0 : target[index]) + gradient[index] * other.values[index]
          }
        }
      }
    }
    return output
  }

  /// How far two tensors of one shape are apart, element by element.
  public func distance(_ x: Tensor, _ y: Tensor) -> Tensor {
    demand(x.rows == y.rows && x.columns == y.columns, "|\(x.shape) - \(y.shape)|")
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient || y.needsGradient)
    for index in 0..<x.count { output.values[index] = abs(x.values[index] - y.values[index]) }
    record(output) { tape, gradient in
      for (input, other) in [(x, y), (y, x)] {
        guard let target = tape.zeroedGradient(input) else { continue }
        for index in 0..<input.count where input.values[index] != other.values[index] {
          target[index] += input.values[index] > other.values[index] ? gradient[index] : -gradient[index]
        }
      }
    }
    return output
  }

  /// A tensor times a number.
  public func scale(_ x: Tensor, _ factor: Float) -> Tensor {
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient)
    for index in 0..<x.count { output.values[index] = factor * x.values[index] }
    record(output) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(x) else { return }
      for index in 0..<x.count { target[index] = (isFirst ? 0 : target[index]) + factor * gradient[index] }
    }
    return output
  }

  /// The hyperbolic tangent of each element.
  public func tanh(_ x: Tensor) -> Tensor {
    map(x, { bk_tanh($0, $1, $2) }) { value, gradient in gradient * (1 - value * value) }
  }

  /// The logistic function of each element.
  public func sigmoid(_ x: Tensor) -> Tensor {
    map(x, { bk_sigmoid($0, $1, $2) }) { value, gradient in gradient * (value - value * value) }
  }

  /// Each element, or 0 where it is negative.
  public func relu(_ x: Tensor) -> Tensor {
    map(x, { count, input, output in for index in 0..<count { output[index] = max(0, input[index]) } }) {
      value, gradient in value > 0 ? gradient : 0
    }
  }

  @inline(__always)
  private func map(
    _ x: Tensor, _ forward: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
    operation: StaticString = #function, _ backward: @escaping (Float, Float) -> Float
  ) -> Tensor {
    let output = make(x.rows, x.columns, needsGradient: x.needsGradient)
    forward(x.count, x.values, output.values)
    record(output, operation: operation) { tape, gradient in
      guard let (target, isFirst) = tape.gradient(x) else { return }
      for index in 0..<x.count {
        let part = backward(output.values[index], gradient[index])
        target[index] = isFirst ? part : target[index] + part
      }
    }
    return output
  }

  /// Adds an output's gradient to an input's, unchanged.
  package func pass(_ gradient: UnsafePointer<Float>, to input: Tensor) {
    guard let (target, isFirst) = self.gradient(input) else { return }
    if isFirst {
      target.update(from: gradient, count: input.count)
    } else {
      bk_add(input.count, gradient, target)
    }
  }
}
