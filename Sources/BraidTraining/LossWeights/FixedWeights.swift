package import BraidFiles

/// A weight for each task.
package struct FixedWeights: LossWeightRule {
  package static let name = "fixed"
  package static let about = "a weight for each task"

  /// Weights by task; tasks not named weigh 1.
  package var values: [String: Double] = [:]

  package init() {}

  init(values: [String: Double]) { self.values = values }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("values", &values, "weight of each task; others weigh 1")
  }

  package func unknownTask(among tasks: [String]) -> (name: String, option: String)? {
    values.keys.sorted().first { !tasks.contains($0) }.map { ($0, "weights.values") }
  }

  /// The weights without those of other tasks.
  package func limited(to tasks: [String]) -> any LossWeightRule {
    FixedWeights(values: values.filter { tasks.contains($0.key) })
  }

  package func start(tasks: [String], seed: UInt64) -> ConstantWeights {
    ConstantWeights(values: tasks.map { values[$0] ?? 1 })
  }
}
