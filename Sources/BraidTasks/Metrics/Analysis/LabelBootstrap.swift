import BraidFiles

/// The bootstrap intervals of one label's scores.
public struct LabelIntervals: Sendable, Equatable, Codable {
  /// That of the precision.
  public var precision: ScoreInterval
  /// That of the recall.
  public var recall: ScoreInterval
  /// That of the F1.
  public var f1: ScoreInterval
}

/// Intervals of label scores, over the documents that the labels are in.
struct LabelBootstrap {
  /// For each document what it adds to the counts of some labels.
  private let documents: [[(label: Int, counts: F1)]]
  private let labels: Int
  private let resamples: Int

  /// Labels that get intervals of their own, the first ones.
  private static let most = 500

  /// The outcomes of documents, for each of which `outcomes` has one element.
  init(_ outcomes: [[LabelOutcome]], labels: [String], resamples: Int) {
    let places = ExactDictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    documents = outcomes.map { outcomes in
      var counts: [Int: F1] = [:]
      func count(_ label: String?, _ change: (inout F1) -> Void) {
        guard let place = label.flatMap({ places[$0] }) else { return }
        change(&counts[place, default: F1(correct: 0, predicted: 0, gold: 0)])
      }
      for outcome in outcomes {
        count(outcome.gold) { $0.gold += 1 }
        count(outcome.predicted) { $0.predicted += 1 }
        if outcome.isRight { count(outcome.gold) { $0.correct += 1 } }
      }
      return counts.map { ($0, $1) }
    }
    self.labels = labels.count
    self.resamples = resamples
  }

  /// The intervals of each of the first labels, of all predictions together, and of the mean over the labels of a
  /// resample.
  func intervals() -> (labels: [LabelIntervals], micro: LabelIntervals, macro: LabelIntervals) {
    // Three values a resample for each label, then for all together, then for the mean.
    let kept = min(labels, Self.most)
    var values = [[[Double]]](repeating: [[], [], []], count: kept + 2)
    _ = Bootstrap(resamples: resamples).draws(documents.count) { picks in
      var counts = [F1](repeating: F1(correct: 0, predicted: 0, gold: 0), count: labels)
      for pick in picks { for (label, added) in documents[pick] { counts[label] = counts[label].adding(added) } }
      func add(_ place: Int, _ scores: [Double]) {
        for (kind, score) in scores.enumerated() { values[place][kind].append(score) }
      }
      var sums = [0.0, 0.0, 0.0]
      var seen = 0.0
      var all = F1(correct: 0, predicted: 0, gold: 0)
      for (label, count) in counts.enumerated() {
        let scores = [count.precision, count.recall, count.value]
        if label < kept { add(label, scores) }
        all = all.adding(count)
        guard count.predicted + count.gold > 0 else { continue }
        seen += 1
        for kind in sums.indices { sums[kind] += scores[kind] }
      }
      add(kept, [all.precision, all.recall, all.value])
      add(kept + 1, sums.map { seen > 0 ? $0 / seen : 0 })
    }
    let intervals = values.map { values in
      LabelIntervals(
        precision: Bootstrap.interval(values[0]), recall: Bootstrap.interval(values[1]),
        f1: Bootstrap.interval(values[2]))
    }
    return (Array(intervals.prefix(kept)), intervals[kept], intervals[kept + 1])
  }
}
