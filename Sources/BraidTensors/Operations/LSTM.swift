/// The weights of one direction of one LSTM layer, in PyTorch's gate order i, f, g, o.
///
/// Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000.
public struct LSTM: Sendable, Equatable {
  /// `[D, 4H]`.
  public let input: WeightID
  /// `[H, 4H]`.
  public let recurrent: WeightID
  /// `[1, 4H]`; PyTorch's two biases added.
  public let bias: WeightID
  /// Hidden units H.
  public let units: Int

  /// A layer of weights that have been added already, `[D, 4H]`, `[H, 4H]` and `[1, 4H]`.
  public init(input: WeightID, recurrent: WeightID, bias: WeightID, units: Int) {
    self.input = input
    self.recurrent = recurrent
    self.bias = bias
    self.units = units
  }

  /// Adds the weights `NAME.input`, `NAME.recurrent` and `NAME.bias`, even in ±1/√H; the forget gate's bias is 1
  /// (Jozefowicz et al. 2015, section 5).
  ///
  /// - Parameters:
  ///   - name: what the weights' names begin with.
  ///   - input: width D of the input.
  ///   - units: hidden units H.
  ///   - weights: where they are added.
  ///   - random: where initial values are drawn from.
  /// - Returns: the ids of the three weights.
  public static func add(
    _ name: String, input: Int, units: Int, weights: inout Weights, random: Random
  ) -> LSTM {
    let initializer = Initializer.uniform(limit: 1 / Float(units).squareRoot())
    let lstm = LSTM(
      input: weights.add(
        "\(name).input", rows: input, columns: 4 * units, initializer: initializer, random: random),
      recurrent: weights.add(
        "\(name).recurrent", rows: units, columns: 4 * units, initializer: initializer, random: random),
      bias: weights.add("\(name).bias", rows: 1, columns: 4 * units, initializer: .zeros, random: random),
      units: units)
    weights.set(lstm.bias, (0..<4 * units).map { $0 / units == 1 ? 1 : 0 })
    return lstm
  }
}
