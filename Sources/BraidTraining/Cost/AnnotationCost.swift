public import BraidTasks
public import BraidText

/// What it costs to annotate with a model, in seconds a million tokens.
public struct AnnotationCost: Sendable, Equatable, Codable {
  /// What one task needs.
  public struct Part: Sendable, Equatable, Codable {
    /// The encoder's pass up to the layer that the task reads: tasks of one model share it.
    public var encoder: Double
    /// All else, which is the task's own.
    public var head: Double

    /// The two parts of a task.
    public init(encoder: Double, head: Double) { (self.encoder, self.head) = (encoder, head) }
  }

  /// By task.
  public var tasks: [String: Part]

  /// The costs of some tasks.
  public init(tasks: [String: Part]) { self.tasks = tasks }

  /// What a model costs that serves some tasks: the longest of the passes through the encoder, and each task's head.
  public func seconds(serving served: [String]) -> Double {
    let parts = served.compactMap { tasks[$0] }
    return (parts.map(\.encoder).max() ?? 0) + parts.reduce(0) { $0 + $1.head }
  }

  /// What several models cost, each of which annotates with the tasks that it serves.
  public func seconds(_ grouping: TaskGrouping) -> Double {
    grouping.groups.reduce(0) { $0 + seconds(serving: $1.serves) }
  }

  /// The costs that follow from measured times.
  ///
  /// What a task saves by being in one model with the others is the pass through the encoder: its time alone, plus that of
  /// the others, minus that of all. Of tasks that read the same layer the mean is taken.
  ///
  /// - Parameters:
  ///   - names: the tasks.
  ///   - layers: the encoder layer up to which each of them reads.
  ///   - alone: seconds of each task alone.
  ///   - without: seconds of all tasks but one; 0 where there is only one.
  ///   - all: seconds of all tasks.
  package init(_ names: [String], layers: [Int], alone: [Double], without: [Double], all: Double) {
    let saved = names.indices.map { min(alone[$0], max(0, alone[$0] + without[$0] - all)) }
    tasks = [:]
    for (task, name) in names.enumerated() {
      let alike = names.indices.filter { layers[$0] == layers[task] }
      let encoder = min(alone[task], alike.reduce(0) { $0 + saved[$1] } / Double(alike.count))
      tasks[name] = Part(encoder: encoder, head: alone[task] - encoder)
    }
  }

  /// Measures a model on a sample of the documents; nil when they have no tokens.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - documents: by corpus, tokenized.
  ///   - threads: threads that annotate, 0 for one a core.
  public init?(_ model: JointModel, on documents: [[Document]], threads: Int) {
    let sample = Self.sample(documents)
    let tokens = sample.reduce(0) { $0 + $1.tokens.count }
    guard tokens > 0 else { return nil }
    let predictor = Predictor(model, threads: threads)
    let tasks = Array(model.names.indices)
    // The first pass allocates what the others use again.
    _ = predictor.annotate(sample, tasks: tasks, options: .bare)
    func seconds(_ tasks: [Int]) -> Double {
      guard !tasks.isEmpty else { return 0 }
      var times: [Double] = []
      while times.count < Self.passes, times.reduce(0, +) < Self.enough {
        let start = ContinuousClock.now
        _ = predictor.annotate(sample, tasks: tasks, options: .bare)
        times.append((ContinuousClock.now - start) / .seconds(1))
      }
      return (times.min() ?? 0) * 1e6 / Double(tokens)
    }
    let all = seconds(tasks)
    let alone = tasks.count > 1 ? tasks.map { seconds([$0]) } : [all]
    let without: [Double] =
      switch tasks.count {
      case 1: [0]
      case 2: alone.reversed()
      default: tasks.map { task in seconds(tasks.filter { $0 != task }) }
      }
    self.init(model.names, layers: tasks.map(model.topLayer), alone: alone, without: without, all: all)
  }

  /// Tokens that are annotated, about.
  private static let sampleTokens = 2048
  /// Passes of which the fastest counts, and seconds after which there is no other.
  private static let passes = 3
  private static let enough = 0.2

  /// The first documents of each corpus, as many tokens of each.
  private static func sample(_ documents: [[Document]]) -> [Document] {
    let wanted = sampleTokens / max(1, documents.count)
    return documents.flatMap { documents in
      var tokens = 0
      return documents.lazy.filter { !$0.tokens.isEmpty }.prefix { document in
        defer { tokens += document.tokens.count }
        return tokens < wanted
      }
    }
  }
}
