/// How many predicted things are right, and how many there were.
package struct MatchCounts: Sendable, Equatable {
  /// Predicted things that are in the gold standard.
  package var correct = 0
  /// Predicted things.
  package var predicted = 0
  /// Things in the gold standard.
  package var gold = 0

  /// Nothing counted yet.
  package init() {}

  /// Counts the things of one document; a thing that occurs twice counts twice.
  package mutating func add<Thing: Hashable>(gold: [Thing], predicted: [Thing]) {
    var left: [Thing: Int] = [:]
    for thing in gold { left[thing, default: 0] += 1 }
    for thing in predicted where left[thing, default: 0] > 0 {
      left[thing, default: 0] -= 1
      correct += 1
    }
    self.gold += gold.count
    self.predicted += predicted.count
  }

  /// Share of predicted things that are right, 0 to 100; 0 when nothing was predicted.
  package var precision: Double { predicted > 0 ? 100 * Double(correct) / Double(predicted) : 0 }
  /// Share of gold things that were predicted, 0 to 100; 0 when there are none.
  package var recall: Double { gold > 0 ? 100 * Double(correct) / Double(gold) : 0 }
  /// Harmonic mean of precision and recall, 0 to 100.
  package var f1: Double { predicted + gold > 0 ? 200 * Double(correct) / Double(predicted + gold) : 0 }
}
