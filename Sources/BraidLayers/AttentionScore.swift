public import BraidTensors

/// How attention scores a query q against a step m of the memory.
public enum AttentionScore: Sendable, Equatable {
  /// `q · m`; queries as wide as the memory (Luong et al. 2015, section 3.1).
  case dot
  /// `q W · m` with `[Q, W]` (Luong et al. 2015, section 3.1).
  case general(WeightID)
  /// `v · tanh(q W + m U)` with `[Q, A]`, `[W, A]` and `[1, A]` (Bahdanau et al. 2015, appendix A.1.2).
  case additive(query: WeightID, memory: WeightID, score: WeightID)

  /// Adds the weight `NAME.general` of a general score.
  public static func addGeneral(
    _ name: String, queries: Int, memory: Int, weights: inout Weights, random: Random
  ) -> AttentionScore {
    .general(weights.add("\(name).general", rows: queries, columns: memory, initializer: .glorot, random: random))
  }

  /// Adds the weights `NAME.query`, `NAME.memory` and `NAME.score` of an additive score with A hidden units.
  public static func addAdditive(
    _ name: String, queries: Int, memory: Int, units: Int, weights: inout Weights, random: Random
  ) -> AttentionScore {
    func add(_ part: String, _ rows: Int) -> WeightID {
      weights.add("\(name).\(part)", rows: rows, columns: units, initializer: .glorot, random: random)
    }
    return .additive(query: add("query", queries), memory: add("memory", memory), score: add("score", 1))
  }
}
