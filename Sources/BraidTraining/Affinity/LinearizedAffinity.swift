package import BraidTensors

/// How much tasks help each other by estimates of the losses that models of any of them would have.
public struct LinearizedAffinity: Sendable, Equatable, Codable {
  /// A set of tasks that one model would be trained on.
  public struct TaskSet: Sendable, Equatable, Codable {
    /// The tasks.
    public var tasks: [String]
    /// The development loss in nats that is estimated for each; absent for a task without development documents.
    public var losses: [String: Double]

    /// A set with its losses.
    package init(tasks: [String], losses: [String: Double]) { (self.tasks, self.losses) = (tasks, losses) }
  }
  /// Documents of each task that gradients were taken of, at most: as many of its training and of its development data.
  public var documents: Int
  /// Numbers that each gradient was projected to.
  public var dimensions: Int
  /// The penalty on steps away from the joint model; 0 where no weight is shared and trained.
  public var ridge: Double
  /// Seconds that all of it took.
  public var seconds: Double
  /// The development loss of each task in the joint model, without dropout.
  public var losses: [String: Double]
  /// All sets of tasks; random ones of more than 12 tasks.
  public var sets: [TaskSet]
  /// In row i and column j the percentage of its loss in the joint model by which task j's loss is lower in sets with
  /// task i than in those without, on average; nil where it can't be estimated.
  public var affinities: [[AffinityMean?]]

  /// The estimates for tasks near a model.
  package init(
    _ names: [String], _ tasks: LinearizedTasks, documents: Int, dimensions: Int, seconds: Double, random: Random
  ) {
    self.documents = documents
    self.dimensions = dimensions
    self.seconds = seconds
    func byName(_ tasks: [Int], _ losses: [Double?]) -> [String: Double] {
      zip(tasks, losses).reduce(into: [:]) { $0[names[$1.0]] = $1.1 }
    }
    losses = byName(Array(names.indices), tasks.development.map { $0?.loss })
    ridge = tasks.ridge ?? 0
    var with = names.map { _ in names.map { _ in (sum: 0.0, count: 0) } }
    var without = with
    sets = []
    for set in ridge > 0 ? LinearizedTasks.sets(of: names.count, random: random) : [] {
      guard let losses = tasks.losses(of: set, ridge: ridge) else { continue }
      sets.append(TaskSet(tasks: set.map { names[$0] }, losses: byName(set, losses)))
      let members = Set(set)
      for (task, loss) in zip(set, losses) {
        guard let loss else { continue }
        for other in names.indices {
          if members.contains(other) {
            with[other][task].sum += loss
            with[other][task].count += 1
          } else {
            without[other][task].sum += loss
            without[other][task].count += 1
          }
        }
      }
    }
    affinities = names.indices.map { row in
      names.indices.map { column in
        let (with, without) = (with[row][column], without[row][column])
        guard row != column, with.count > 0, without.count > 0, let before = tasks.development[column]?.loss, before > 0
        else { return nil }
        return AffinityMean(
          mean: 100 * (without.sum / Double(without.count) - with.sum / Double(with.count)) / before)
      }
    }
  }

  /// What a task gains in a set of tasks by the losses of whole sets; nil for too many tasks, and when one is not known.
  func gain(of names: [String]) -> ((_ set: Int, _ task: Int) -> Double)? {
    guard 1...TaskGrouping.most ~= names.count else { return nil }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var known: [Int: [String: Double]] = [:]
    for set in sets { known[set.tasks.reduce(0) { $0 | 1 << (places[$1] ?? 0) }] = set.losses }
    var gains: [Int: [Double]] = [:]
    for set in 1..<1 << names.count {
      var gained = names.map { _ in 0.0 }
      for (task, name) in names.enumerated() where set & 1 << task != 0 {
        guard let before = losses[name], before > 0, let alone = known[1 << task]?[name], let loss = known[set]?[name]
        else { return nil }
        gained[task] = 100 * (alone - loss) / before
      }
      gains[set] = gained
    }
    return { gains[$0]?[$1] ?? 0 }
  }
}
