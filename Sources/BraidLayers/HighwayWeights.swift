public import BraidTensors

/// The weights of a highway layer of width W.
///
/// Source: Srivastava, Greff & Schmidhuber 2015, equation 3.
public struct HighwayWeights: Sendable, Equatable {
  /// `[W, W]` and `[1, W]`: what the layer makes of its input.
  public let transform: (weight: WeightID, bias: WeightID)
  /// `[W, W]` and `[1, W]`: the gate between that and the input itself.
  public let gate: (weight: WeightID, bias: WeightID)

  /// A layer of weights that have been added already.
  public init(transform: (weight: WeightID, bias: WeightID), gate: (weight: WeightID, bias: WeightID)) {
    self.transform = transform
    self.gate = gate
  }

  /// Adds the weights `NAME.transform`, `NAME.transform.bias`, `NAME.gate` and `NAME.gate.bias`; the last one is -2, so
  /// that the layer carries its input through at first (section 2.2).
  public init(name: String, width: Int, weights: inout Weights, random: Random) {
    func add(_ part: String, _ bias: Float) -> (WeightID, WeightID) {
      (
        weights.add("\(name).\(part)", rows: width, columns: width, initializer: .glorot, random: random),
        weights.add(
          "\(name).\(part).bias", rows: 1, columns: width, initializer: .constant(bias), random: random)
      )
    }
    transform = add("transform", 0)
    gate = add("gate", -2)
  }

  /// Whether both share all weights.
  public static func == (first: HighwayWeights, second: HighwayWeights) -> Bool {
    first.transform == second.transform && first.gate == second.gate
  }
}

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
