import BraidLayers
import BraidTensors

/// Makes one vector of the states of a text's tokens; the vectors of several ways stand side by side.
struct TextPool: Sendable {
  let ways: [TextPooling]
  /// Width of the states.
  private let states: Int
  private let attention: WeightID?

  /// Adds the weight of attention pooling.
  init(task: String, ways: [TextPooling], states: Int, weights: inout Weights, random: Random) {
    self.ways = ways
    self.states = states
    attention =
      ways.contains(.attention)
      ? weights.add("\(task).attention", rows: states, columns: 1, initializer: .glorot, random: random) : nil
  }

  /// Width of the vector of a text.
  var width: Int { states * ways.count }

  /// One vector a text.
  ///
  /// - Parameters:
  ///   - tape: where operations are recorded.
  ///   - states: `[N, states]`, rows laid out by `packing`.
  ///   - packing: B texts.
  ///   - bidirectional: whether the backward direction fills the second half of the states.
  /// - Returns: `[B, width]`, in packed order.
  func pool(_ tape: Tape, _ states: Tensor, _ packing: Packing, bidirectional: Bool) -> Tensor {
    let pooled = ways.map { pool(tape, states, packing, $0, bidirectional: bidirectional) }
    return pooled.count == 1 ? pooled[0] : tape.concatenate(pooled)
  }

  private func pool(
    _ tape: Tape, _ states: Tensor, _ packing: Packing, _ way: TextPooling, bidirectional: Bool
  ) -> Tensor {
    switch way {
    case .max: return tape.pool(states, packing, .max)
    case .mean: return tape.pool(states, packing, .mean)
    case .attention:
      guard let attention else { preconditionFailure("attention pooling without its weight") }
      return tape.attentionPool(states, scores: tape.linear(states, weight: attention, bias: nil), packing)
    case .last:
      let last = tape.pool(states, packing, .last)
      guard bidirectional else { return last }
      let half = states.columns / 2
      let first = tape.gatherRows(
        states, rows: (0..<packing.order.count).map { Int32(packing.row(sequence: $0, step: 0)) })
      return tape.concatenate([
        tape.slice(last, columns: 0..<half), tape.slice(first, columns: half..<states.columns),
      ])
    }
  }
}
