import BraidLayers
import BraidTensors
import BraidVocabularies

/// A feature vector for each word from its characters, computed once for each distinct form of a batch.
struct CharacterFeatures: Sendable {
  let options: CharacterOptions
  let embedding: WeightID
  let readers: [LSTM]
  let filters: (weight: WeightID, bias: WeightID)?

  init(options: CharacterOptions, characters: Int, weights: inout Weights, random: Random) {
    self.options = options
    embedding = weights.add(
      "encoder.characters", rows: characters, columns: options.embedding, kind: .rows,
      initializer: .normal(deviation: 0.1), random: random)
    switch options.kind {
    case .lstm:
      readers = ["forward", "backward"].map {
        LSTM.add(
          "encoder.characters.\($0)", input: options.embedding, units: options.units / 2, weights: &weights,
          random: random)
      }
      filters = nil
    case .cnn:
      readers = []
      filters = (
        weights.add(
          "encoder.characters.filters", rows: 3 * options.embedding, columns: options.units, initializer: .glorot,
          random: random),
        weights.add(
          "encoder.characters.bias", rows: 1, columns: options.units, initializer: .zeros, random: random)
      )
    }
  }

  var width: Int { options.units }

  /// The features of the batch's tokens, `[N, width]`.
  func features(_ tape: Tape, _ forms: PackedForms) -> Tensor {
    let characters = tape.embedding(embedding, ids: forms.characters)
    let perForm: Tensor
    if let filters {
      let neighbours = Self.neighbours(forms.packing)
      let windows = tape.concatenate([
        tape.gatherRows(characters, rows: neighbours.before), characters,
        tape.gatherRows(characters, rows: neighbours.after),
      ])
      let filtered = tape.relu(tape.linear(windows, weight: filters.weight, bias: filters.bias))
      perForm = tape.pool(filtered, forms.packing, .max)
    } else {
      perForm = tape.concatenate(
        readers.enumerated().map { direction, lstm in
          tape.lstm(
            characters, lstm, forms.packing, reverse: direction == 1, initial: nil, recurrentDropout: 0
          ).finalHidden
        })
    }
    return tape.gatherRows(perForm, rows: forms.sequences)
  }

  /// For each row the rows one step before and after in its sequence; -1 at the ends.
  static func neighbours(_ packing: Packing) -> (before: [Int32], after: [Int32]) {
    var before = [Int32](repeating: -1, count: packing.count)
    var after = before
    for step in packing.batchSizes.indices.dropFirst() {
      for sequence in 0..<packing.batchSizes[step] {
        let row = packing.row(sequence: sequence, step: step)
        let previous = packing.row(sequence: sequence, step: step - 1)
        before[row] = Int32(previous)
        after[previous] = Int32(row)
      }
    }
    return (before, after)
  }
}
