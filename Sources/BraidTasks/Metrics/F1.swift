/// Precision, recall and their harmonic mean.
package struct F1: Sendable, Equatable {
  /// Predicted things that are in the gold standard.
  package var correct: Double
  /// Predicted things.
  package var predicted: Double
  /// Things in the gold standard.
  package var gold: Double

  /// Of `correct` right ones among `predicted`, `gold` being there.
  package init(correct: Double, predicted: Double, gold: Double) {
    self.correct = correct
    self.predicted = predicted
    self.gold = gold
  }

  /// Counts things of one document; a thing that occurs twice counts twice.
  package init<Thing: Hashable>(gold: [Thing], predicted: [Thing]) {
    var left: [Thing: Int] = [:]
    for thing in gold { left[thing, default: 0] += 1 }
    var correct = 0
    for thing in predicted {
      guard let count = left[thing], count > 0 else { continue }
      left[thing] = count - 1
      correct += 1
    }
    self.init(correct: Double(correct), predicted: Double(predicted.count), gold: Double(gold.count))
  }

  /// The counts of both together.
  func adding(_ other: F1) -> F1 {
    F1(correct: correct + other.correct, predicted: predicted + other.predicted, gold: gold + other.gold)
  }

  /// Share of predicted things that are right, 0 to 100; 0 when nothing was predicted.
  package var precision: Double { predicted > 0 ? 100 * correct / predicted : 0 }
  /// Share of gold things that were predicted, 0 to 100; 0 when there are none.
  package var recall: Double { gold > 0 ? 100 * correct / gold : 0 }
  /// The harmonic mean of both, 0 to 100; 0 when nothing was predicted and nothing is there.
  package var value: Double { predicted + gold > 0 ? 200 * correct / (predicted + gold) : 0 }

  /// The three counts, as a metric's statistics.
  var counts: [Double] { [correct, predicted, gold] }
}
