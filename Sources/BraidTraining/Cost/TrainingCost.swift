import BraidFiles
public import BraidTasks
public import BraidTensors

/// What a training costs, and annotating with its model: measured, or a forecast.
public struct TrainingCost: Sendable, Equatable, Codable {
  /// What a task costs, or the encoder that tasks share.
  public struct Part: Sendable, Equatable, Codable {
    /// Source tokens with a label for the task that it is trained on; nil for the encoder.
    public var tokens: Int?
    /// Seconds of training: those of each step in proportion to the time of the tasks' heads; nil for the encoder.
    public var seconds: Double?
    /// Numbers in its weights.
    public var parameters: Int
    /// Bytes of its weights, and in training of their gradients and of what the optimizer keeps.
    public var trainingMemory: Int
    /// Bytes of its weights.
    public var annotationMemory: Int

    /// What weights cost that tasks share.
    init(entries: some Sequence<WeightEntry>, copies: Int) {
      parameters = entries.reduce(0) { $0 + $1.count }
      annotationMemory = parameters * 4
      trainingMemory = entries.reduce(0) { $0 + $1.count * 4 * ($1.isTrainable ? copies : 1) }
    }
  }

  /// What tasks share.
  public var encoder: Part
  /// By task what is its own.
  public var tasks: [String: Part]
  /// Seconds of all steps.
  public var stepSeconds: Double
  /// Seconds of all evaluations.
  public var evaluationSeconds: Double
  /// Most bytes that the process has had at once.
  public var peakMemory: Int
  /// What annotating costs; nil where there are no development documents to measure it on.
  public var annotation: AnnotationCost?

  /// What a training costs.
  ///
  /// - Parameters:
  ///   - model: its model.
  ///   - optimizer: what the optimizer keeps beside weights and gradients follows from this.
  ///   - tokens: source tokens with a label, by task.
  ///   - seconds: seconds of steps, by task.
  ///   - evaluationSeconds: seconds of all evaluations.
  ///   - peakMemory: bytes.
  ///   - annotation: what annotating costs.
  public init(
    _ model: JointModel, optimizer: OptimizerOptions, tokens: [String: Int], seconds: [String: Double],
    evaluationSeconds: Double, peakMemory: Int, annotation: AnnotationCost?
  ) {
    let entries = Dictionary(grouping: model.weights.entries) { model.part(ofWeight: $0.name) }
    func part(_ name: String) -> Part { Part(entries: entries[name] ?? [], copies: optimizer.copies) }
    encoder = part(JointModel.encoderPart)
    tasks = [:]
    for name in model.names {
      var task = part(name)
      task.tokens = tokens[name] ?? 0
      task.seconds = seconds[name] ?? 0
      tasks[name] = task
    }
    stepSeconds = seconds.values.reduce(0, +)
    self.evaluationSeconds = evaluationSeconds
    self.peakMemory = peakMemory
    self.annotation = annotation
  }

  /// A forecast from a trial.
  ///
  /// - Parameters:
  ///   - seconds: seconds of steps by task in the trial.
  ///   - tokens: tokens of the trial, by task.
  ///   - planned: tokens of the whole training, by task.
  /// - Returns: seconds of the whole training, by task: each task's tokens take as long as in the trial.
  package static func forecast(
    seconds: [String: Double], tokens: [String: Int], planned: [String: Int]
  ) -> [String: Double] {
    planned.reduce(into: [:]) { forecast, task in
      guard let measured = tokens[task.key], measured > 0 else { return }
      forecast[task.key] = (seconds[task.key] ?? 0) * Double(task.value) / Double(measured)
    }
  }
}

/// What a training has cost so far, by task in the order of the model's.
struct TrainingSpending: Sendable, Equatable, Codable {
  /// Source tokens with a label.
  var tokens: [Int]
  /// Seconds of steps.
  var seconds: [Double]
  /// Seconds of evaluations.
  var evaluation = 0.0

  /// Nothing yet.
  init(tasks: Int) {
    tokens = [Int](repeating: 0, count: tasks)
    seconds = [Double](repeating: 0, count: tasks)
  }

  /// Takes note of a step.
  mutating func add(_ task: Int, tokens: Int, seconds: Double) {
    self.tokens[task] &+= tokens
    self.seconds[task] += seconds
  }
}
