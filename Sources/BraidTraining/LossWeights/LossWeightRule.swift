package import BraidFiles

/// A rule by which the losses of several tasks become one: the options of the rule.
///
/// A new rule is one file with a conforming type and what it remembers, and its line in `LossWeightRules`.
package protocol LossWeightRule: Configurable, Sendable {
  /// The rule's name in pipelines, such as `uncertainty`.
  static var name: String { get }
  /// What it does, in one line.
  static var about: String { get }
  /// What the rule remembers from step to step, the present weights among it.
  associatedtype Memory: LossWeightMemory

  /// What must be known of a step before it is weighed.
  var needs: LossWeightNeeds { get }

  /// The first tasks named that the model does not have, and the option that names it.
  func unknownTask(among tasks: [String]) -> (name: String, option: String)?

  /// The rule for a model that has only these of the tasks.
  func limited(to tasks: [String]) -> any LossWeightRule

  /// What it remembers before the first step.
  ///
  /// - Parameters:
  ///   - tasks: the names of the model's tasks.
  ///   - seed: decides everything random.
  /// - Returns: the memory, with the first weights.
  func start(tasks: [String], seed: UInt64) -> Memory
}

/// What a rule must know of a step before it can weigh it.
package enum LossWeightNeeds: Sendable {
  /// What was before.
  case nothing
  /// The losses of the step, for which its batches go through the model one more time.
  case losses
  /// The losses of the step before and after the weights of the model have changed; every task has a part in every step.
  case lossesOfAllBeforeAndAfter
  /// The norms of the tasks' gradients; every task has a part in every step.
  case gradientNorms
}

/// What a rule remembers; it goes into checkpoints.
package protocol LossWeightMemory: Codable, Sendable, Equatable {
  /// The present weight of each task's loss, in the model's order of tasks.
  var values: [Double] { get }

  /// A step begins.
  ///
  /// - Parameters:
  ///   - step: steps done before.
  ///   - epoch: the epoch, from 0.
  ///   - losses: the step's unweighted losses where the rule needs them, else nothing; nil for a task without part.
  mutating func begin(step: Int, epoch: Int, losses: [Double?])

  /// The norms of the unweighted gradients of some tasks, and their losses, where the rule needs them.
  mutating func balance(_ tasks: [Int], norms: [Double], losses: [Double])

  /// A step is done.
  ///
  /// - Parameters:
  ///   - losses: its unweighted losses before the model's weights changed; nil for a task without part.
  ///   - after: those afterwards, where the rule needs them, else nothing.
  ///   - rate: the step's learning rate.
  mutating func observe(_ losses: [Double?], after: [Double?], rate: Double)

  /// An epoch ends.
  mutating func endEpoch()

  /// Development data was evaluated; nil for a task without any.
  mutating func evaluated(_ developmentLosses: [Double?])
}

extension LossWeightRule {
  /// Nothing.
  package var needs: LossWeightNeeds { .nothing }
  /// None is named.
  package func unknownTask(among tasks: [String]) -> (name: String, option: String)? { nil }
  /// The same.
  package func limited(to tasks: [String]) -> any LossWeightRule { self }
}

extension LossWeightMemory {
  package mutating func begin(step: Int, epoch: Int, losses: [Double?]) {}
  package mutating func balance(_ tasks: [Int], norms: [Double], losses: [Double]) {}
  package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {}
  package mutating func endEpoch() {}
  package mutating func evaluated(_ developmentLosses: [Double?]) {}
}

/// Weights that stay as they are.
package struct ConstantWeights: LossWeightMemory {
  package let values: [Double]
}

/// A loss for each task: that of the present step, or of the last step that the task had a part in.
package struct LatestLosses: Codable, Sendable, Equatable {
  /// The losses, in nats; nil for a task that has not had a part yet.
  package private(set) var values: [Double?]

  /// The smallest loss that counts, so that its logarithm and its inverse are finite.
  static let smallest = 1e-8

  /// No losses of `tasks` tasks.
  package init(tasks: Int) { values = [Double?](repeating: nil, count: tasks) }

  /// Takes note of those losses that a step has.
  package mutating func update(_ losses: [Double?]) {
    for (task, loss) in losses.enumerated() {
      if let loss, loss.isFinite { values[task] = max(Self.smallest, loss) }
    }
  }

  /// The tasks that have a loss, with it.
  package var known: [(task: Int, loss: Double)] {
    values.enumerated().compactMap { task, loss in loss.map { (task, $0) } }
  }
}
