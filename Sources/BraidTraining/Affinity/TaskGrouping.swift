/// Tasks in groups, each of which is trained as one model.
public struct TaskGrouping: Sendable, Equatable, Codable {
  /// One model.
  public struct Group: Sendable, Equatable, Codable {
    /// The tasks that the model is kept for.
    public var serves: [String]
    /// Tasks that are trained with it because they help, and are served by another model.
    public var helpers: [String]

    /// A model for some tasks.
    package init(serves: [String], helpers: [String]) { (self.serves, self.helpers) = (serves, helpers) }

    /// All tasks that the model is trained on.
    public var tasks: [String] { serves + helpers }

    /// The tasks it serves, and in brackets those that only help.
    package var text: String {
      serves.joined(separator: " + ") + (helpers.isEmpty ? "" : " (\(helpers.joined(separator: ", ")))")
    }
  }
  /// The groups, that of the first task first.
  public var groups: [Group]
  /// What is expected of them: the sum over tasks of the percentage by which the others in their group lower their loss, by
  /// the estimates that they were searched with; a task alone counts 0.
  public var gain: Double

  /// Some groups.
  package init(groups: [Group], gain: Double) { (self.groups, self.gain) = (groups, gain) }

  /// Most tasks that are searched.
  public static let most = 12

  /// The best groups for one model, two models, and so on up to `models`, by what each task gives to another; empty for more
  /// than `most` tasks, and when a gain is not known.
  ///
  /// A task gains in a group the mean of the others' help (Fifty et al. 2021, section 4.2).
  ///
  /// - Parameters:
  ///   - tasks: their names.
  ///   - gains: in row i and column j how much task i helps task j.
  ///   - models: most models.
  /// - Returns: one grouping for each number of models.
  package static func all(_ tasks: [String], gains: [[Double?]], models: Int) -> [TaskGrouping] {
    guard 1...most ~= tasks.count, let gain = meanHelp(gains) else { return [] }
    return all(tasks, models: models, gain: gain)
  }

  /// What a task gains in a set of tasks: the mean of the others' help; nil when a gain is not known.
  package static func meanHelp(_ gains: [[Double?]]) -> ((_ set: Int, _ task: Int) -> Double)? {
    let count = gains.count
    var known = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<count {
      for column in 0..<count where row != column {
        guard let gain = gains[row][column] else { return nil }
        known[row][column] = gain
      }
    }
    return { set, task in
      let helpers = (0..<count).filter { $0 != task && set & 1 << $0 != 0 }
      return helpers.isEmpty ? 0 : helpers.reduce(0) { $0 + known[$1][task] } / Double(helpers.count)
    }
  }

  /// The best groups for one model, two models, and so on up to `models`; empty for more than `most` tasks.
  ///
  /// The search is exact: the tasks that models serve are a partition, and each model gets those helpers that are best for the
  /// tasks it serves, by dynamic programming over sets of tasks. Of equally good groups the
  /// one with fewer helpers and fewer models is taken.
  ///
  /// - Parameters:
  ///   - tasks: their names.
  ///   - models: most models.
  ///   - gain: what a task gains in a set of tasks, of which bit i stands for task i; asked once for each.
  /// - Returns: one grouping for each number of models.
  /// - Complexity: O(3^n · n) for n tasks.
  package static func all(
    _ tasks: [String], models: Int, gain: (_ set: Int, _ task: Int) -> Double
  ) -> [TaskGrouping] {
    let count = tasks.count
    guard 1...most ~= count, models > 0 else { return [] }
    let sets = 1 << count
    let best = bestToTrain(count, gain)
    // For each number of models and set of tasks the best partition of the set, by the part that holds its first task.
    var tables: [[(part: Int, gain: Double)]] = [(0..<sets).map { ($0, best[$0].gain) }]
    for _ in 1..<max(1, min(models, count)) {
      let before = tables[tables.count - 1]
      var table = before
      for set in 1..<sets {
        let first = set & -set
        let rest = set & ~first
        var part = rest
        // Proper parts that hold the first task.
        while part != 0 {
          part = (part - 1) & rest
          let served = part | first
          let gain = best[served].gain + before[set & ~served].gain
          if gain > table[set].gain + 1e-12 { table[set] = (served, gain) }
        }
      }
      tables.append(table)
    }
    return tables.indices.map { place in
      var groups: [Group] = []
      var rest = sets - 1
      var level = place
      while rest != 0 {
        // Where one model more did not help, the entry is that of fewer models.
        while level > 0, tables[level][rest].gain <= tables[level - 1][rest].gain + 1e-12 { level -= 1 }
        let served = tables[level][rest].part
        groups.append(Group(tasks, serves: served, trained: best[served].set))
        rest &= ~served
        level = max(0, level - 1)
      }
      return TaskGrouping(groups: groups, gain: tables[place][sets - 1].gain)
    }
  }

  /// The best groups of all whose annotation cost keeps a budget; nil for more than `most` tasks, and when no groups keep it.
  ///
  /// The search is exact: of each set of tasks it keeps all partitions to which no other is at once as cheap and as good. A
  /// task that only helps in a model costs nothing there. Of equally good groups the cheapest are taken.
  ///
  /// - Parameters:
  ///   - tasks: their names.
  ///   - budget: most that all models may cost.
  ///   - cost: what a model costs that serves a set of tasks, of which bit i stands for task i; asked once for each.
  ///   - gain: what a task gains in a set of tasks; asked once for each.
  /// - Returns: the groups.
  package static func best(
    _ tasks: [String], budget: Double, cost: (_ served: Int) -> Double, gain: (_ set: Int, _ task: Int) -> Double
  ) -> TaskGrouping? {
    let count = tasks.count
    guard 1...most ~= count else { return nil }
    let sets = 1 << count
    let best = bestToTrain(count, gain)
    let costs = (0..<sets).map { $0 == 0 ? 0 : cost($0) }
    // A partition is its part with the first task, and the partition of the rest by its place.
    typealias Partition = (cost: Double, gain: Double, part: Int, rest: Int)
    var fronts = [[Partition]](repeating: [], count: sets)
    fronts[0] = [(0, 0, 0, 0)]
    for set in 1..<sets {
      let first = set & -set
      let others = set & ~first
      var found: [Partition] = []
      var part = others
      while true {
        let served = part | first
        for (place, rest) in fronts[set & ~served].enumerated() where rest.cost + costs[served] <= budget + 1e-9 {
          found.append((rest.cost + costs[served], rest.gain + best[served].gain, served, place))
        }
        if part == 0 { break }
        part = (part - 1) & others
      }
      found.sort { ($0.cost, -$0.gain, $0.part) < ($1.cost, -$1.gain, $1.part) }
      for partition in found where fronts[set].last.map({ partition.gain > $0.gain + 1e-12 }) ?? true {
        fronts[set].append(partition)
      }
    }
    guard var place = fronts[sets - 1].indices.last else { return nil }
    let total = fronts[sets - 1][place].gain
    var groups: [Group] = []
    var rest = sets - 1
    while rest != 0 {
      let partition = fronts[rest][place]
      groups.append(Group(tasks, serves: partition.part, trained: best[partition.part].set))
      rest &= ~partition.part
      place = partition.rest
    }
    return TaskGrouping(groups: groups, gain: total)
  }

  /// The best set to train for each set of tasks that one model serves, and what these gain by it.
  private static func bestToTrain(
    _ count: Int, _ gain: (_ set: Int, _ task: Int) -> Double
  ) -> [(set: Int, gain: Double)] {
    let sets = 1 << count
    let gained = (0..<sets).map { set in
      (0..<count).map { set & 1 << $0 != 0 ? gain(set, $0) : 0 }
    }
    var best = [(set: Int, gain: Double)](repeating: (0, 0), count: sets)
    for served in 1..<sets {
      let others = (sets - 1) & ~served
      var choice = (set: served, gain: -Double.infinity)
      // Subsets of the others, none first, then by number.
      var helpers = 0
      repeat {
        let set = served | helpers
        let gain = (0..<count).reduce(0) { served & 1 << $1 != 0 ? $0 + gained[set][$1] : $0 }
        let isSmaller = set.nonzeroBitCount < choice.set.nonzeroBitCount
        if gain > choice.gain + 1e-12 || gain > choice.gain - 1e-12 && isSmaller { choice = (set, gain) }
        helpers = (helpers - others) & others
      } while helpers != 0
      best[served] = choice
    }
    return best
  }
}

extension TaskGrouping.Group {
  /// A model for sets of tasks, of which bit i stands for task i.
  fileprivate init(_ tasks: [String], serves: Int, trained: Int) {
    func names(_ set: Int) -> [String] { tasks.indices.filter { set & 1 << $0 != 0 }.map { tasks[$0] } }
    self.init(serves: names(serves), helpers: names(trained & ~serves))
  }
}
