package import BraidLayers

extension TaskOptions {
  /// What the states that the task's head reads know of their sentence, in a model with such an encoder.
  package func directions(_ encoder: LSTMOptions) -> StateDirections {
    let shared = StateDirections(layer, of: encoder)
    return privateLayers.map { shared.read(by: $0, ofTokens: layer == .layer(0)) } ?? shared
  }

  /// Holds what the task's head reads against what its kind may know.
  ///
  /// - Parameters:
  ///   - encoder: the layers of the model's encoder.
  ///   - givenVectors: whether the encoder is given vectors of tokens, which know their sentences.
  /// - Throws: `TaskError.leaks`.
  package func checkDirections(_ encoder: LSTMOptions, givenVectors: Bool) throws(TaskError) {
    if kind.predictsNeighbours, givenVectors {
      throw .leaks(task: name, option: "encoder", reading: "an encoder that is given vectors of tokens")
    }
    guard kind.predictsNeighbours, directions(encoder) == .mixed else { return }
    guard StateDirections(layer, of: encoder) == .mixed else {
      throw .leaks(
        task: name, option: "privateLayers", reading: "layers of its own that mix both directions of the text")
    }
    let count = encoder.layers
    let reading =
      switch layer {
      case .layer(let number): "layer \(number) of a bidirectional encoder"
      case .top: "the last of \(count) layers of a bidirectional encoder"
      case .mix: "a mix of \(count) layers of a bidirectional encoder"
      case .all: "features and layers of a bidirectional encoder side by side"
      }
    throw .leaks(task: name, option: "layer", reading: reading)
  }
}
