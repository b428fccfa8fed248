/// The weight of each task's loss, as the options say and as training has gone so far.
package struct LossWeights: Sendable {
  /// The rule.
  let options: LossWeightOptions
  private var memory: any LossWeightMemory

  /// The weights before the first step of a model whose tasks are named `tasks`.
  package init(_ options: LossWeightOptions, tasks: [String], seed: UInt64 = 1) {
    self.options = options
    memory = options.rule.start(tasks: tasks, seed: seed)
  }

  /// Current weights, in the model's order of tasks.
  package var values: [Double] { memory.values }

  /// What the rule must know of a step before it is weighed.
  var needs: LossWeightNeeds { options.rule.needs }

  /// A step begins; see `LossWeightMemory`.
  package mutating func begin(step: Int, epoch: Int = 0, losses: [Double?] = []) {
    memory.begin(step: step, epoch: epoch, losses: losses)
  }

  /// Takes note of one step's unweighted losses; nil for a task that had no part in the step.
  ///
  /// `rate` is the step's learning rate; `after` the losses after the step, where the rule needs them.
  package mutating func observe(_ losses: [Double?], after: [Double?] = [], rate: Double) {
    memory.observe(losses, after: after, rate: rate)
  }

  /// Ends an epoch.
  package mutating func endEpoch() { memory.endEpoch() }

  /// Takes note of the development losses; nil for a task without any.
  package mutating func evaluated(_ developmentLosses: [Double?]) { memory.evaluated(developmentLosses) }

  /// Takes note of the norms of the unweighted tasks' gradients and their losses.
  ///
  /// - Parameters:
  ///   - tasks: the tasks that are still trained; nil for all.
  ///   - norms: the norm of each of their gradients.
  ///   - losses: the loss of each of them.
  package mutating func balance(_ tasks: [Int]? = nil, norms: [Double], losses: [Double]) {
    memory.balance(tasks ?? Array(values.indices), norms: norms, losses: losses)
  }
}

extension LossWeights: Equatable {
  /// Whether rule, options and all that is remembered are equal.
  package static func == (first: LossWeights, second: LossWeights) -> Bool {
    func isEqual<Memory: LossWeightMemory>(_ memory: Memory) -> Bool { second.memory as? Memory == memory }
    return first.options == second.options && isEqual(first.memory)
  }
}

extension LossWeights: Codable {
  private enum CodingKeys: CodingKey { case options, memory }

  /// Reads the options, then what their rule remembers.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    options = try container.decode(LossWeightOptions.self, forKey: .options)
    func read<Rule: LossWeightRule>(_ rule: Rule) throws -> any LossWeightMemory {
      try container.decode(Rule.Memory.self, forKey: .memory)
    }
    memory = try read(options.rule)
  }

  /// Writes both.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(options, forKey: .options)
    try container.encode(memory, forKey: .memory)
  }
}
