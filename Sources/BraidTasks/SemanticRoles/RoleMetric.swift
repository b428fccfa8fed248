import BraidFiles
package import BraidText

/// F1 of arguments: an argument is right when its predicate, role and tokens are.
///
/// A `C-ARG1` continues the `ARG1` before it: both are one argument, right as a whole. `V` and `C-V` don't count.
/// Where predicates are found, the arguments of one that gold lacks are wrong, as in CoNLL-2008 and 2009; CoNLL-2005's
/// `srl-eval.pl` does not look at them, and `srl-eval F1` is its number. With given predicates the two are the same.
/// Beside them the F1 of predicates and the accuracy of senses.
package struct RoleMetric: DocumentMetric {
  let found: String

  /// A metric; predicates found beside given ones are looked for in the token layer `found`.
  package init(found: String = SemanticRolesHead.foundLayer) { self.found = found }

  package var comparedUnits: ComparedUnits { .characters }

  private struct Key: Hashable {
    let predicate: Int
    let role: ExactString
    /// The tokens of each of its pieces.
    let pieces: [Range<Int>]
  }

  /// Counts of arguments, of predicates, then senses that there are and that are right, and predicted arguments of predicates
  /// that gold has.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.frames else { return nil }
    let prediction = predicted.frames ?? []
    let arguments = F1(gold: truth.flatMap(Self.keys), predicted: prediction.flatMap(Self.keys))
    let marked = predicted.tags[found].map { tags in tags.indices.filter { tags[$0] != nil } }
    let predicates = F1(gold: truth.map(\.predicate), predicted: marked ?? prediction.map(\.predicate))
    let senses = Dictionary(prediction.map { ($0.predicate, $0.sense) }) { first, _ in first }
    let known = truth.filter { $0.sense != nil }
    let right = known.count { (senses[$0.predicate] ?? nil).isExactly($0.sense) }
    let gold = Set(truth.map(\.predicate))
    let counted = prediction.filter { gold.contains($0.predicate) }.reduce(0) { $0 + Self.keys($1).count }
    return arguments.counts + predicates.counts + [Double(known.count), Double(right), Double(counted)]
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let arguments = F1(correct: sums[0], predicted: sums[1], gold: sums[2])
    let predicates = F1(correct: sums[3], predicted: sums[4], gold: sums[5])
    return [
      ("F1", arguments.value), ("precision", arguments.precision), ("recall", arguments.recall),
      ("predicates F1", predicates.value), ("sense accuracy", sums[6] > 0 ? 100 * sums[7] / sums[6] : 0),
      ("srl-eval F1", F1(correct: sums[0], predicted: sums[8], gold: sums[2]).value),
    ]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[2]) }

  /// The arguments of a frame that count, their pieces joined.
  private static func keys(_ frame: Frame) -> [Key] {
    var arguments: [(role: String, pieces: [Range<Int>])] = []
    for argument in frame.arguments.sorted(by: { $0.tokens.lowerBound < $1.tokens.lowerBound }) {
      let isContinued = argument.role.utf8.starts(with: "C-".utf8)
      let continued = isContinued ? String(Substring(argument.role.utf8.dropFirst(2))) : nil
      if let continued, let index = arguments.lastIndex(where: { $0.role.isExactly(continued) }) {
        arguments[index].pieces.append(argument.tokens)
      } else {
        arguments.append((continued ?? argument.role, [argument.tokens]))
      }
    }
    return arguments.filter { $0.role != "V" }.map {
      Key(predicate: frame.predicate, role: ExactString($0.role), pieces: $0.pieces)
    }
  }

  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    guard let truth = gold.frames else { return [] }
    struct Place: Hashable {
      let predicate: Int
      let pieces: [Range<Int>]
    }
    func items(_ frames: [Frame]) -> [(place: Place, label: String)] {
      frames.flatMap(Self.keys).map { (Place(predicate: $0.predicate, pieces: $0.pieces), $0.role.string) }
    }
    return LabelOutcome.matching(gold: items(truth), predicted: items(predicted.frames ?? []))
  }

  /// The frames that differ, a line each: `[ARG0 Ann] [V saw] [ARG1 the dog] (see.01)`.
  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    func lines(_ frames: [Frame], besides others: [Frame]) -> String {
      frames.filter { frame in
        !others.contains { $0.predicate == frame.predicate && Set(Self.keys($0)) == Set(Self.keys(frame)) }
      }.map { frame in
        let predicate = LabeledSpan(frame.predicate..<frame.predicate + 1, label: "V")
        let arguments = frame.arguments.filter { $0.role != "V" }.map { LabeledSpan($0.tokens, label: $0.role) }
        let sense = frame.sense.map { " (\($0))" } ?? ""
        return gold.bracketed([predicate] + arguments, in: gold.sentence(of: frame.predicate)) + sense
      }.joined(separator: "\n")
    }
    let truth = gold.frames ?? []
    let prediction = predicted.frames ?? []
    return (lines(truth, besides: prediction), lines(prediction, besides: truth))
  }

  /// 1 minus the F1 of the document's arguments as a share; predicates don't count.
  package func severity(gold: Document, predicted: Document) -> Double {
    guard let counts = statistics(gold: gold, predicted: predicted), counts[1] + counts[2] > 0 else { return 0 }
    return 1 - values(counts)[0].value / 100
  }

  /// The probability of each argument that is predicted, a continuation by itself.
  package func confidences(gold: Document, predicted: Document) -> [Confidence] {
    guard let truth = gold.frames else { return [] }
    func key(_ frame: Frame, _ argument: Argument) -> Key {
      Key(predicate: frame.predicate, role: ExactString(argument.role), pieces: [argument.tokens])
    }
    let keys = Set(truth.flatMap { frame in frame.arguments.map { key(frame, $0) } })
    return (predicted.frames ?? []).flatMap { frame in
      frame.arguments.filter { $0.role != "V" }.compactMap { argument in
        argument.score.map { Confidence($0, isRight: keys.contains(key(frame, argument))) }
      }
    }
  }
}
