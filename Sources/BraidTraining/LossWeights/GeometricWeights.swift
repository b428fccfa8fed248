package import BraidFiles
import Foundation

/// `L(T1) + λ L(T2) + … + λ^(n-1) L(Tn)` over the tasks in an order.
package struct GeometricWeights: LossWeightRule {
  package static let name = "geometric"
  package static let about = "λ to the power of a task's place"

  /// The factor from one task to the next.
  package var lambda = 1.0
  /// The tasks in order; empty for the model's.
  package var order: [String] = []

  package init() {}

  init(lambda: Double, order: [String]) {
    self.lambda = lambda
    self.order = order
  }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("lambda", &lambda, 0...1e6, "factor from one task to the next")
    try visitor.field("order", &order, required: false, "the tasks in order (default: as listed)")
  }

  package func unknownTask(among tasks: [String]) -> (name: String, option: String)? {
    order.first { !tasks.contains($0) }.map { ($0, "weights.order") }
  }

  /// The order without the other tasks.
  package func limited(to tasks: [String]) -> any LossWeightRule {
    GeometricWeights(lambda: lambda, order: order.filter(tasks.contains))
  }

  package func start(tasks: [String], seed: UInt64) -> ConstantWeights {
    let order = order.isEmpty ? tasks : order
    return ConstantWeights(values: tasks.map { pow(lambda, Double(order.firstIndex(of: $0) ?? order.count)) })
  }
}
