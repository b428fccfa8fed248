import BraidTensors

/// A linear layer from the states of tokens to scores, with dropout before it.
struct TokenOutput: Sendable {
  private let weight: WeightID
  private let bias: WeightID
  private let dropout: Float

  /// Adds the weights.
  ///
  /// - Parameters:
  ///   - task: the task's name.
  ///   - width: width of the states.
  ///   - scores: scores a token.
  ///   - dropout: dropout rate, 0..<1, on the states.
  ///   - weights: the model's weights.
  ///   - random: what initial weights are drawn from.
  init(task: String, width: Int, scores: Int, dropout: Double, weights: inout Weights, random: Random) {
    weight = weights.add("\(task).output.weight", rows: width, columns: scores, initializer: .glorot, random: random)
    bias = weights.add("\(task).output.bias", rows: 1, columns: scores, initializer: .zeros, random: random)
    self.dropout = Float(dropout)
  }

  /// `[N, scores]`, one row a token of the batch.
  func scores(_ input: HeadInput) -> Tensor {
    input.tape.linear(input.tape.dropout(input.states, rate: dropout), weight: weight, bias: bias)
  }
}
