package import BraidText

/// F1 of arguments, as CoNLL-2005 counts them: an argument is right when its predicate, role and tokens are.
///
/// `V` arguments don't count. Beside it the F1 of predicates and the accuracy of senses.
package struct RoleMetric: DocumentMetric {
  let found: String

  /// A metric; predicates found beside given ones are looked for in the token layer `found`.
  package init(found: String) { self.found = found }

  private struct Key: Hashable {
    let predicate: Int
    let role: String
    let tokens: Range<Int>
  }

  /// Counts of arguments, of predicates, then senses that there are and that are right.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.frames else { return nil }
    let answer = predicted.frames ?? []
    let arguments = F1(gold: truth.flatMap(Self.keys), predicted: answer.flatMap(Self.keys))
    let marked = predicted.tags[found].map { tags in tags.indices.filter { tags[$0] != nil } }
    let predicates = F1(gold: truth.map(\.predicate), predicted: marked ?? answer.map(\.predicate))
    let senses = Dictionary(answer.map { ($0.predicate, $0.sense) }) { first, _ in first }
    let known = truth.filter { $0.sense != nil }
    let right = known.count { senses[$0.predicate] == $0.sense }
    return arguments.counts + predicates.counts + [Double(known.count), Double(right)]
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let arguments = F1(correct: sums[0], predicted: sums[1], gold: sums[2])
    let predicates = F1(correct: sums[3], predicted: sums[4], gold: sums[5])
    return [
      ("F1", arguments.value), ("precision", arguments.precision), ("recall", arguments.recall),
      ("predicates F1", predicates.value), ("sense accuracy", sums[6] > 0 ? 100 * sums[7] / sums[6] : 0),
    ]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[2]) }

  private static func keys(_ frame: Frame) -> [Key] {
    frame.arguments.filter { $0.role != "V" }.map { Key(predicate: frame.predicate, role: $0.role, tokens: $0.tokens) }
  }
}
