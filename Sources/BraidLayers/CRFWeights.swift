public import BraidTensors

/// The weights of a linear-chain conditional random field over T tags.
///
/// Source: Lafferty et al. 2001; in this form Lample et al. 2016, section 2.2.
public struct CRFWeights: Sendable, Equatable {
  /// `[T, T]`: score of the step from the row's tag to the column's.
  public let transitions: WeightID
  /// `[1, T]`: score of a sequence that starts with a tag.
  public let start: WeightID
  /// `[1, T]`: score of a sequence that ends with a tag.
  public let end: WeightID

  /// A CRF of weights that have been added already, `[T, T]`, `[1, T]` and `[1, T]`.
  public init(transitions: WeightID, start: WeightID, end: WeightID) {
    self.transitions = transitions
    self.start = start
    self.end = end
  }

  /// Adds the weights `NAME.crf.transitions`, `NAME.crf.start` and `NAME.crf.end`, near 0.
  public init(name: String, tags: Int, weights: inout Weights, random: Random) {
    func add(_ part: String, _ rows: Int) -> WeightID {
      weights.add(
        "\(name).crf.\(part)", rows: rows, columns: tags, precise: true, initializer: .uniform(limit: 0.1),
        random: random)
    }
    transitions = add("transitions", tags)
    start = add("start", 1)
    end = add("end", 1)
  }

  /// The scores as numbers, for decoding.
  public func scores(_ tape: Tape) -> ChainScores {
    func values(_ id: WeightID) -> [Float] {
      Array(UnsafeBufferPointer(start: tape.values(id), count: tape.entry(id).count))
    }
    return ChainScores(transitions: values(transitions), start: values(start), end: values(end))
  }
}
