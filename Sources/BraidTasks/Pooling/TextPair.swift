import BraidLayers
import BraidTensors

/// How a task reads the two texts of a pair.
public enum PairReading: String, Sendable, CaseIterable {
  /// Each text on its own, as one vector.
  case vectors
  /// Each word of one text beside what attention finds for it in the other one, too.
  case attention
}

/// Compares the two texts of a pair: one vector of both.
///
/// The vectors u and v of the texts are joined as `[u, v, |u - v|, u ∘ v]` (Mou et al. 2016, section 3,
/// <https://aclanthology.org/P16-2022>; Conneau et al. 2017, section 3.1, <https://aclanthology.org/D17-1070>), with the shares of
/// n-grams that they have in common; a hidden layer reads that. With attention, each word x is compared with the words c of the
/// other text that it attends to, `relu(W [x, c, |x - c|, x ∘ c] + b)`, and mean and maximum over the words stand in u and v
/// (Parikh et al. 2016, section 3, <https://aclanthology.org/D16-1244>; Chen et al. 2017, section 3.2,
/// <https://aclanthology.org/P17-1152>).
struct TextPair: Sendable {
  /// Words of a text that attend to each other's words. Longer texts are compared part by part, the first part of one with the
  /// first part of the other and so on, so that a pair takes time by its length, not by its square.
  package static let longestAttended = 512
  /// Words of the longest n-grams whose shares are features.
  static let longestShared = 2

  private let pool: TextPool
  private let comparison: (weight: WeightID, bias: WeightID)?
  private let hidden: (weight: WeightID, bias: WeightID)
  /// Width of the vector of both texts.
  let width: Int

  /// Adds the weights.
  ///
  /// - Parameters:
  ///   - task: the task's name.
  ///   - reading: how the texts are read.
  ///   - units: width of the hidden layers.
  ///   - pool: how states become one vector.
  ///   - states: width of the states.
  ///   - weights: the model's weights.
  ///   - random: what initial weights are drawn from.
  init(
    task: String, reading: PairReading, units: Int, pool: TextPool, states: Int, weights: inout Weights, random: Random
  ) {
    func add(_ name: String, _ rows: Int) -> (weight: WeightID, bias: WeightID) {
      (
        weights.add("\(task).\(name).weight", rows: rows, columns: units, initializer: .glorot, random: random),
        weights.add("\(task).\(name).bias", rows: 1, columns: units, initializer: .zeros, random: random)
      )
    }
    self.pool = pool
    comparison = reading == .attention ? add("comparison", 4 * states) : nil
    let text = pool.width + (reading == .attention ? 2 * units : 0)
    hidden = add("pair", 4 * text + 2 * Self.longestShared)
    width = units
  }

  /// The documents of a batch that are pairs, in the order of `batch.documents`.
  static func documents(_ batch: PackedBatch) -> [Int] {
    batch.documents.order.filter { !batch.secondRows[$0].isEmpty }
  }

  /// One vector for each of some documents.
  ///
  /// - Parameters:
  ///   - input: the encoder's states.
  ///   - documents: the documents, all of them pairs, at least one.
  ///   - dropout: dropout rate of the vectors.
  /// - Returns: `[documents, width]`, in their order.
  func vectors(_ input: HeadInput, _ documents: [Int], dropout: Float) -> Tensor {
    let tape = input.tape
    let first = Side(input, documents.map { input.batch.documentRows[$0] })
    let second = Side(input, documents.map { input.batch.secondRows[$0] })
    let texts = [(first, second), (second, first)].map { own, other -> Tensor in
      var parts = [pool.pool(tape, own.states, own.packing, bidirectional: input.bidirectional)]
      if let comparison {
        let compared = compare(tape, own, other, comparison)
        parts += [tape.pool(compared, own.packing, .mean), tape.pool(compared, own.packing, .max)]
      }
      return tape.gatherRows(parts.count == 1 ? parts[0] : tape.concatenate(parts), rows: own.places)
    }
    let joined = tape.concatenate(
      texts + [tape.distance(texts[0], texts[1]), tape.multiply(texts[0], texts[1]), shares(input, documents)])
    return tape.dropout(
      tape.tanh(tape.linear(tape.dropout(joined, rate: dropout), weight: hidden.weight, bias: hidden.bias)),
      rate: dropout)
  }

  /// Each word of a text beside what it attends to in the other one, `[N, units]`.
  private func compare(
    _ tape: Tape, _ own: Side, _ other: Side, _ layer: (weight: WeightID, bias: WeightID)
  ) -> Tensor {
    let context = context(tape, own, other)
    return tape.relu(
      tape.linear(
        tape.concatenate([
          own.states, context, tape.distance(own.states, context), tape.multiply(own.states, context),
        ]), weight: layer.weight, bias: layer.bias))
  }

  /// What the words of a text attend to in the other one, `[N, states]`.
  private func context(_ tape: Tape, _ own: Side, _ other: Side) -> Tensor {
    func attend(_ own: Side, _ other: Side) -> Tensor {
      // Sequence i of the queries is document order[i], whose sequence in the memory is another.
      tape.attention(
        tape.scale(own.states, 1 / Float(own.states.columns).squareRoot()), own.packing, memory: other.states,
        other.packing, sources: own.packing.order.map { other.places[$0] }
      ).context
    }
    let counts = zip(own.lengths, other.lengths).map(Self.parts)
    guard counts.contains(where: { $0 > 1 }) else { return attend(own, other) }
    let (first, second) = (own.parts(counts), other.parts(counts))
    let context = attend(Side(tape, own.states, first), Side(tape, other.states, second))
    // Back to where the words lie.
    let packing = Packing(lengths: first.map(\.count))
    var rows = [Int32](repeating: 0, count: own.states.rows)
    for (sequence, part) in packing.order.enumerated() {
      for (step, row) in first[part].enumerated() {
        rows[Int(row)] = Int32(packing.row(sequence: sequence, step: step))
      }
    }
    return tape.gatherRows(context, rows: rows)
  }

  /// How many parts two texts of so many words are compared in.
  package static func parts(_ own: Int, _ other: Int) -> Int {
    max(1, min(own, other, (max(own, other) + longestAttended - 1) / longestAttended))
  }

  /// For n-grams of each length the share of those of the first text that the second one has, and the other way round.
  private func shares(_ input: HeadInput, _ documents: [Int]) -> Tensor {
    var values: [Float] = []
    for document in documents {
      let (first, second) = (input.batch.wordHashes[document], input.batch.secondHashes[document])
      for length in 1...Self.longestShared {
        let texts = [first, second].map { Self.ngrams($0, length) }
        for (own, other) in [(texts[0], Set(texts[1])), (texts[1], Set(texts[0]))] {
          values.append(own.isEmpty ? 0 : Float(own.count(where: other.contains)) / Float(own.count))
        }
      }
    }
    return input.tape.constant(documents.count, 2 * Self.longestShared, values)
  }

  private static func ngrams(_ words: [Int32], _ length: Int) -> [[Int32]] {
    guard words.count >= length else { return [] }
    return (0...words.count - length).map { Array(words[$0..<$0 + length]) }
  }

  /// One of the texts of each pair.
  private struct Side {
    let states: Tensor
    let packing: Packing
    /// For each pair its packed sequence.
    let places: [Int32]

    init(_ input: HeadInput, _ rows: [[Int32]]) { self.init(input.tape, input.states, rows) }

    /// Texts of which each has some rows of `states`.
    init(_ tape: Tape, _ states: Tensor, _ rows: [[Int32]]) {
      packing = Packing(lengths: rows.map(\.count))
      self.states = tape.gatherRows(states, rows: packing.pack(rows))
      var places = [Int32](repeating: 0, count: rows.count)
      for (place, pair) in packing.order.enumerated() { places[pair] = Int32(place) }
      self.places = places
    }

    /// For each pair its words.
    var lengths: [Int] { places.map { packing.lengths[Int($0)] } }

    /// The rows of all pairs' words, each text in as many parts as `counts` says, one pair after the other.
    func parts(_ counts: [Int]) -> [[Int32]] {
      zip(places, counts).flatMap { place, count in
        let length = packing.lengths[Int(place)]
        return (0..<count).map { part in
          (length * part / count..<length * (part + 1) / count).map {
            Int32(packing.row(sequence: Int(place), step: $0))
          }
        }
      }
    }
  }
}
