import BraidTensors

/// Features of words from the states of a frozen model, which are given with each batch: their learned mix or all of them,
/// projected where asked for.
struct ContextualFeatures: Sendable {
  /// Layers of a given vector, side by side.
  let layers: Int
  /// Floats of a layer's state.
  let stateWidth: Int
  let mix: LayerMix?
  let projection: (weight: WeightID, bias: WeightID)?
  /// Floats of a word's feature.
  let width: Int

  init(_ model: any StateSource, options: ContextualOptions, weights: inout Weights, random: Random) {
    layers = model.layers(options.layers).count
    stateWidth = model.width
    mix =
      options.layers == .mix
      ? LayerMix(task: "encoder.contextual", layers: layers, weights: &weights, random: random) : nil
    let states = mix == nil ? layers * stateWidth : stateWidth
    projection =
      options.units == 0
      ? nil
      : (
        weights.add(
          "encoder.contextual.projection", rows: states, columns: options.units, initializer: .glorot, random: random),
        weights.add("encoder.contextual.bias", rows: 1, columns: options.units, initializer: .zeros, random: random)
      )
    width = options.units == 0 ? states : options.units
  }

  /// The features of the batch's tokens, `[N, width]`.
  func features(_ tape: Tape, _ batch: PackedBatch) -> Tensor {
    let states: Tensor
    if let mix {
      states = mix.mix(
        tape, (0..<layers).map { batch.vectors(tape, columns: $0 * stateWidth..<($0 + 1) * stateWidth) })
    } else {
      states = batch.vectors(tape, columns: 0..<layers * stateWidth)
    }
    return projection.map { tape.linear(states, weight: $0.weight, bias: $0.bias) } ?? states
  }
}

extension PackedBatch {
  /// Columns of the vectors that the batch's tokens are given, `[N, columns.count]`.
  ///
  /// - Precondition: every document has a vector for each of its tokens.
  func vectors(_ tape: Tape, columns: Range<Int>) -> Tensor {
    let tensor = tape.make(packing.count, columns.count, needsGradient: false)
    for document in documentRows.indices {
      let rows = documentRows[document] + secondRows[document]
      guard let given = vectors[document], given.count == rows.count, columns.upperBound <= given.width else {
        preconditionFailure("\(rows.count) tokens without \(columns.upperBound) given numbers each")
      }
      given.copy(columns: columns) { tensor.values + Int(rows[$0]) * columns.count }
    }
    return tensor
  }
}
