import BraidTensors

/// A learned weighted sum of the encoder's LSTM layers, `γ Σ softmax(s)_l · layer_l` (Peters et al. 2018, equation 1).
///
/// Its weights are the scores `s`, `[1, L]`, first all zero, and the scale `γ`, `[1, 1]`, first 1.
struct LayerMix: Sendable {
  let scores: WeightID
  let scale: WeightID

  /// A mix of `layers` layers whose weights' names begin with `task`.
  init(task: String, layers: Int, weights: inout Weights, random: Random) {
    scores = weights.add("\(task).mix.scores", rows: 1, columns: layers, initializer: .zeros, random: random)
    scale = weights.add("\(task).mix.scale", rows: 1, columns: 1, initializer: .constant(1), random: random)
  }

  /// The mix of `layers`, each `[N, width]`.
  func mix(_ tape: Tape, _ layers: [Tensor]) -> Tensor {
    tape.mix(layers, scores: tape.weight(scores), scale: tape.weight(scale))
  }
}
