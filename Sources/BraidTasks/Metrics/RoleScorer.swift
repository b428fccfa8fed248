package import BraidText

/// F1 of arguments, as CoNLL-2005 counts them: an argument is right when predicate, role and tokens are.
///
/// `V` arguments don't count. Beside it the F1 of predicates and the accuracy of senses.
package struct RoleScorer: Sendable {
  let found: String

  /// A scorer; predicates found beside given ones are looked for in the token layer `found`.
  package init(found: String) { self.found = found }

  private struct Key: Hashable {
    let predicate: Int
    let role: String
    let tokens: Range<Int>
  }

  /// Scores the documents whose gold frames are known.
  package func score(gold: [Document], predicted: [Document]) -> TaskScore {
    var arguments = MatchCounts()
    var predicates = MatchCounts()
    var senses = (right: 0, all: 0)
    for (gold, predicted) in zip(gold, predicted) {
      guard let truth = gold.frames else { continue }
      let answer = predicted.frames ?? []
      arguments.add(gold: truth.flatMap(Self.keys), predicted: answer.flatMap(Self.keys))
      let marked = predicted.tags[found].map { tags in tags.indices.filter { tags[$0] != nil } }
      predicates.add(gold: truth.map(\.predicate), predicted: marked ?? answer.map(\.predicate))
      let sense = Dictionary(answer.map { ($0.predicate, $0.sense) }) { first, _ in first }
      for frame in truth where frame.sense != nil {
        senses.all += 1
        if sense[frame.predicate] == frame.sense { senses.right += 1 }
      }
    }
    return TaskScore(
      metric: "F1", value: arguments.f1,
      secondary: [
        "precision": arguments.precision, "recall": arguments.recall, "predicates F1": predicates.f1,
        "sense accuracy": senses.all > 0 ? 100 * Double(senses.right) / Double(senses.all) : 0,
      ], items: arguments.gold)
  }

  private static func keys(_ frame: Frame) -> [Key] {
    frame.arguments.filter { $0.role != "V" }.map { Key(predicate: frame.predicate, role: $0.role, tokens: $0.tokens) }
  }
}
