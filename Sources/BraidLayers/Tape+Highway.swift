public import BraidTensors

extension Tape {
  /// A highway layer, `t ∘ relu(x W + b) + (1 - t) ∘ x` with `t = σ(x W' + b')`.
  ///
  /// Source: Srivastava, Greff & Schmidhuber 2015, equation 3.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`.
  ///   - layer: its weights.
  /// - Returns: `[N, W]`.
  /// - Precondition: the widths fit.
  public func highway(_ x: Tensor, _ layer: HighwayWeights) -> Tensor {
    let changed = relu(linear(x, weight: layer.transform.weight, bias: layer.transform.bias))
    let gate = sigmoid(linear(x, weight: layer.gate.weight, bias: layer.gate.bias))
    return add(x, multiply(gate, add(changed, scale(x, -1))))
  }
}
