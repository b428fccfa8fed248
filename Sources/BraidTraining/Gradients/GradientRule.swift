package import BraidFiles
package import BraidTensors

/// A rule for tasks whose gradients conflict: the options of the rule.
///
/// A new rule is one file with a conforming type, and its line in `GradientRules`.
package protocol GradientRule: Configurable, Sendable {
  /// The rule's name in pipelines, such as `pcgrad`.
  static var name: String { get }
  /// What it does, in one line.
  static var about: String { get }

  /// Whether it looks at one gradient a task; then every task must have a part in every step.
  var needsTaskGradients: Bool { get }
  /// Whether what it makes of a task's gradient holds for the task's own layers, too; otherwise these get their own gradient.
  var weighsHeads: Bool { get }

  /// What it makes of the gradients of a step.
  ///
  /// - Parameters:
  ///   - step: what there is to look at.
  ///   - memory: what the rule keeps from step to step.
  /// - Returns: what to do with them.
  func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix
}

extension GradientRule {
  package var needsTaskGradients: Bool { true }
  package var weighsHeads: Bool { false }
}

/// What is done with the gradients of a step.
package enum GradientMix: Sendable, Equatable {
  /// They are added up, each multiplied by its weight.
  case weights([Double])
  /// Of each element of the shared weights those gradients are added up that have the sign drawn for it; of the others the
  /// share `leak`.
  case signs(leak: Double)
}

/// The gradients of one step as rules see them.
package struct GradientStep: Sendable {
  /// Inner products of the tasks' weighted gradients of the shared weights.
  package var gram: GramMatrix
  /// The tasks, as the model numbers them.
  package var tasks: [Int]
  /// Their weighted losses.
  package var losses: [Double]
  /// Number of the step.
  package var step: Int
  /// What random numbers follow from.
  package var random: Random

  /// The gradients of some tasks.
  package init(gram: GramMatrix, tasks: [Int]? = nil, losses: [Double] = [], step: Int = 0, random: Random) {
    self.gram = gram
    self.tasks = tasks ?? Array(0..<gram.count)
    self.losses = losses
    self.step = step
    self.random = random
  }

  /// For each task all tasks in a random order.
  func orders(_ name: String) -> [[Int]] {
    (0..<gram.count).map { task in
      var order = Array(0..<gram.count)
      var stream = random.stream(name, UInt64(step), UInt64(task))
      stream.shuffle(&order)
      return order
    }
  }
}

/// What a rule keeps from step to step; it goes into checkpoints.
package struct GradientMemory: Sendable, Equatable, Codable {
  /// For each pair of the model's tasks the mean cosine so far; empty before the first step of a rule that keeps it.
  package var cosines: [[Double]] = []

  /// Nothing yet.
  package init() {}
}

/// Gradients are added up.
package struct SummedGradients: GradientRule {
  package static let name = "none"
  package static let about = "gradients are added up"

  package init() {}
  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}
  package var needsTaskGradients: Bool { false }
  package var weighsHeads: Bool { true }
  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(step.tasks.map { _ in 1 })
  }
}
