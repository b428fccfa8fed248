package import BraidFiles

/// Weights that fade: a task whose own development loss has stalled pulls less and less at what it shares with the others.
///
/// A task begins with weight 1; whenever its development loss has not been lower than ever before for `patience` evaluations
/// in a row, the weight is multiplied by `factor`, down to `floor`.
package struct FadingWeights: LossWeightRule {
  package static let name = "fading"
  package static let about = "less for a task whose development loss has stalled"

  /// The tasks whose weight may fade; empty for all.
  package var tasks: [String] = []
  /// What the weight is multiplied by.
  package var factor = 0.5
  /// Evaluations in a row without a lower loss.
  package var patience = 1
  /// The lowest weight.
  package var floor = 0.0

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("tasks", &tasks, required: false, "the tasks whose weight may fade (default: all)")
    try visitor.field("factor", &factor, 0...1, "factor of the weight of a stalled task")
    try visitor.field("patience", &patience, 1...1000, "evaluations without a lower development loss")
    try visitor.field("floor", &floor, 0...1, "lowest weight")
  }

  package func unknownTask(among tasks: [String]) -> (name: String, option: String)? {
    self.tasks.first { !tasks.contains($0) }.map { ($0, "weights.tasks") }
  }

  /// The tasks without the others; where none is left, nothing fades.
  package func limited(to tasks: [String]) -> any LossWeightRule {
    var rule = self
    rule.tasks = self.tasks.filter(tasks.contains)
    return rule.tasks.isEmpty && !self.tasks.isEmpty ? GeometricWeights() : rule
  }

  /// The lowest loss of each task, and evaluations since.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let rule: Rule
    private let fades: [Bool]
    private var lowest: [Double?]
    private var waiting: [Int]

    /// The options.
    private struct Rule: Codable, Equatable {
      var factor: Double
      var patience: Int
      var floor: Double
    }

    init(_ options: FadingWeights, tasks: [String]) {
      rule = Rule(factor: options.factor, patience: options.patience, floor: options.floor)
      fades = tasks.map { options.tasks.isEmpty || options.tasks.contains($0) }
      values = [Double](repeating: 1, count: tasks.count)
      lowest = [Double?](repeating: nil, count: tasks.count)
      waiting = [Int](repeating: 0, count: tasks.count)
    }

    package mutating func evaluated(_ developmentLosses: [Double?]) {
      for (task, loss) in developmentLosses.enumerated() {
        guard fades[task], let loss else { continue }
        guard let best = lowest[task], loss >= best else {
          lowest[task] = loss
          waiting[task] = 0
          continue
        }
        waiting[task] += 1
        guard waiting[task] >= rule.patience else { continue }
        waiting[task] = 0
        values[task] = max(min(rule.floor, values[task]), values[task] * rule.factor)
      }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(self, tasks: tasks) }
}
