package import BraidTensors

/// Stacked LSTM layers over packed sequences, with dropout behind each.
package struct LSTMStack: Sendable {
  package let options: LSTMOptions
  /// For each layer its directions, forward first.
  private let layers: [[LSTM]]

  /// Adds the weights `NAME.1.forward`, `NAME.1.backward`, `NAME.2.forward`, … of a stack that reads `input` floats a
  /// token.
  package init(_ name: String, options: LSTMOptions, input: Int, weights: inout Weights, random: Random) {
    self.options = options
    let directions = options.bidirectional ? ["forward", "backward"] : ["forward"]
    var layers: [[LSTM]] = []
    for layer in 1...max(1, options.layers) {
      let below = layer == 1 ? input : options.width + (options.shortcuts ? input : 0)
      layers.append(
        directions.map { direction in
          LSTM.add(
            "\(name).\(layer).\(direction)", kind: options.kind, input: below, units: options.units, weights: &weights,
            random: random)
        })
    }
    self.layers = layers
  }

  /// Number of layers.
  package var depth: Int { layers.count }

  /// Width of each layer's output, in floats.
  package var width: Int { options.width }

  /// Columns of `products(_:_:into:stride:)`.
  package var productWidth: Int { layers[0].reduce(0) { $0 + $1.inputColumns } }

  /// The products of rows with the input weights of the first layer's directions, side by side, biases added.
  ///
  /// `input`: `[N, input]`; `target`: N times `productWidth` floats, `stride` floats from row to row.
  package func products(_ tape: Tape, _ input: Tensor, into target: UnsafeMutablePointer<Float>, stride: Int) {
    var column = 0
    for direction in layers[0] {
      tape.inputProducts(input, direction, into: target + column, stride: stride)
      column += direction.inputColumns
    }
  }

  /// The output of each of the first `top` layers, `[N, width]`; of all layers without `top`.
  ///
  /// `input` is `[N, input]`, rows laid out by `packing`. `products`: where the products of each row with the input weights
  /// of the first layer are, when they have been made already; see `products(_:_:into:stride:)`.
  package func run(
    _ tape: Tape, _ input: Tensor, products: [UnsafePointer<Float>]? = nil, _ packing: Packing, top: Int? = nil
  ) -> [Tensor] {
    var states: [Tensor] = []
    for layer in layers.prefix(top ?? depth) {
      var below = states.last ?? input
      if options.shortcuts, !states.isEmpty { below = tape.concatenate([below, input]) }
      let output =
        tape.lstmLayer(
          below, products: states.isEmpty ? products : nil, directions: layer, packing,
          recurrentDropout: Float(options.recurrentDropout)
        ).output
      states.append(tape.sequenceDropout(output, packing, rate: Float(options.dropout)))
    }
    return states
  }
}
