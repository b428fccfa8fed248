import BraidLayers
import BraidTensors

/// A bidirectional LSTM layer that reads sentences once for each of their predicates.
///
/// Every token's input is its own state, that of the predicate, and a mark on the predicate (He et al. 2017, section
/// 2.1). Their products are made once a token, a predicate and a mark and added up for each reading, so that a reading
/// costs the recurrent product only.
struct PredicateLayer: Sendable {
  /// One direction of the layer.
  private struct Direction {
    let lstm: LSTM
    /// `[width, 4H]`, for the predicate's state.
    let predicate: WeightID
    /// `[1, 4H]`, what the mark adds.
    let mark: WeightID
  }

  private let directions: [Direction]

  /// Adds the weights `NAME.forward…` and `NAME.backward…` of a layer of `units` a direction over states of `width`.
  init(_ name: String, width: Int, units: Int, weights: inout Weights, random: Random) {
    directions = ["forward", "backward"].map { direction in
      let name = "\(name).\(direction)"
      return Direction(
        lstm: LSTM.add(name, input: width, units: units, weights: &weights, random: random),
        predicate: weights.add(
          "\(name).predicate", rows: width, columns: 4 * units,
          initializer: .uniform(limit: (6 / Float(width + units)).squareRoot()), random: random),
        mark: weights.add(
          "\(name).mark", rows: 1, columns: 4 * units, initializer: .normal(deviation: 0.5), random: random))
    }
  }

  /// For each direction the products of the tokens' own states, `[N, 4H]`, which all readings of a token share.
  func tokenProducts(_ tape: Tape, _ states: Tensor) -> [Tensor] {
    directions.map { tape.linear(states, weight: $0.lstm.input, bias: $0.lstm.bias) }
  }

  /// The states of all readings, `[M, 2H]`, one row a token of each.
  ///
  /// `states` is `[N, width]`, one row a token of the batch; `recurrentDropout` is a rate in 0..<1, one mask a reading;
  /// `products` are those of `tokenProducts`, nil to make them here.
  func run(
    _ tape: Tape, _ states: Tensor, products: [Tensor]? = nil, _ rows: PredicateRows, recurrentDropout: Float
  ) -> Tensor {
    let predicates = tape.gatherRows(states, rows: rows.predicates)
    return tape.concatenate(
      directions.enumerated().map { index, direction in
        let lstm = direction.lstm
        let tokens = products?[index] ?? tape.linear(states, weight: lstm.input, bias: lstm.bias)
        let byPredicate = tape.linear(predicates, weight: direction.predicate, bias: nil)
        let sum = tape.gatherSum([
          (tokens, rows.tokens), (byPredicate, rows.readings), (tape.weight(direction.mark), rows.marks),
        ])
        return tape.lstm(
          products: sum, lstm, rows.packing, reverse: index == 1, recurrentDropout: recurrentDropout
        ).output
      })
  }
}
