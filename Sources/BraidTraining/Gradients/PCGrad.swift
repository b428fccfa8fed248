package import BraidFiles

/// Projecting conflicting gradients (Yu et al. 2020, algorithm 1).
package struct PCGrad: GradientRule {
  package static let name = "pcgrad"
  package static let about = "each gradient loses its part against each other one"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  package var weighsHeads: Bool { true }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(Self.weights(step.gram, orders: step.orders("pcgrad")))
  }

  /// The weight of each task's gradient in the update.
  ///
  /// Each gradient is projected, against the other tasks in the order given, onto the normal plane of every one that
  /// it points against; the update is the sum of the projected gradients.
  ///
  /// `orders` holds a random order of all tasks for each task.
  package static func weights(_ gram: GramMatrix, orders: [[Int]]) -> [Double] {
    var total = [Double](repeating: 0, count: gram.count)
    for task in 0..<gram.count {
      var projected = [Double](repeating: 0, count: gram.count)
      projected[task] = 1
      for other in orders[task] where other != task && gram.values[other][other] > 0 {
        let dot = gram.dot(other, projected)
        if dot < 0 { projected[other] -= dot / gram.values[other][other] }
      }
      for other in 0..<gram.count { total[other] += projected[other] }
    }
    return total
  }
}
