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
    let count = tasks.count
    guard 1...most ~= count else { return [] }
    var known = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<count {
      for column in 0..<count where row != column {
        guard let gain = gains[row][column] else { return [] }
        known[row][column] = gain
      }
    }
    return all(tasks, models: models) { set, task in
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
    let gained = (0..<sets).map { set in
      (0..<count).map { set & 1 << $0 != 0 ? gain(set, $0) : 0 }
    }
    // The best set to train for each set of tasks that one model serves.
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
        let trained = best[served].set
        func names(_ set: Int) -> [String] { (0..<count).filter { set & 1 << $0 != 0 }.map { tasks[$0] } }
        groups.append(Group(serves: names(served), helpers: names(trained & ~served)))
        rest &= ~served
        level = max(0, level - 1)
      }
      return TaskGrouping(groups: groups, gain: tables[place][sets - 1].gain)
    }
  }
}
