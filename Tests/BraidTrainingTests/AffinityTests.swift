import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Testing

@Suite struct AffinityTests {
  /// Two tasks that learn the same labels, one that learns others.
  func trainer(probe: AffinityProbe?, dropout: Double = 0.1, rate: Double? = nil) throws -> Trainer {
    let training = ToyCorpora.documents(200, seed: 1)
    var options = ToyCorpora.options
    options.epochs = 2
    if let rate { options.learningRate.peak = rate }
    let tasks = [
      TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "same", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "sentiment", kind: ClassificationOptions()),
    ]
    let model = try ToyCorpora.model(training, tasks: tasks, dropout: dropout)
    let corpora = [
      TrainingCorpus(
        name: "first", tasks: [0, 2], training: training[..<100], development: ToyCorpora.documents(20, seed: 2),
        model: model),
      TrainingCorpus(name: "second", tasks: [1], training: training[100...], development: [], model: model),
    ]
    let trainer = try Trainer(model: model, corpora: corpora, options: options)
    trainer.probe = probe
    return trainer
  }

  @Test func `measuring changes nothing, and finds that a task helps itself and its twin most`() throws {
    let probe = AffinityProbe(interval: 2, documents: 16)
    let measured = try trainer(probe: probe).run { _ in }
    let plain = try trainer(probe: nil).run { _ in }
    #expect(measured.weights == plain.weights && measured.bestByTask == plain.bestByTask)
    #expect(probe.samples.map(\.step) == Array(stride(from: 2, through: measured.steps, by: 2)))
    let report = AffinityReport(
      tasks: ["pos", "same", "sentiment"], samples: probe.samples, steps: measured.steps, seconds: 2,
      measuringSeconds: probe.seconds)
    #expect((report.affinities[0][0]?.interval != nil) == (report.samples >= AffinityMean.fewest))
    let means = report.affinities.map { $0.map { $0?.mean ?? .nan } }
    for row in report.affinities {
      for case let mean? in row {
        guard let interval = mean.interval else { continue }
        #expect(interval.low <= mean.mean && mean.mean <= interval.high)
      }
    }
    #expect(means[0][0] > 0 && means[1][1] > 0)
    #expect(means[1][0] > means[2][0], "a twin helps more than another task: \(means)")
    #expect(Set(report.cosines.keys) == ["words", "characters", "lstm.1", "lstm.2"])
    for matrix in report.cosines.values {
      for row in matrix.indices {
        #expect(matrix[row][row] == nil)
        for column in matrix.indices where row != column {
          #expect(matrix[row][column] == matrix[column][row])
          if let cosine = matrix[row][column] { #expect(abs(cosine.mean) <= 1 + 1e-6) }
        }
      }
    }
    #expect(report.groupings.count == 3)
  }

  @Test func `a step of no length lowers no loss, whatever dropout drops`() throws {
    let probe = AffinityProbe(interval: 2, documents: 16)
    _ = try trainer(probe: probe, dropout: 0.5, rate: 1e-7).run { _ in }
    #expect(probe.samples.count > 5)
    for sample in probe.samples {
      for case let share? in sample.affinities.joined() { #expect(abs(share) < 1e-4, "step \(sample.step)") }
    }
  }

  /// The best groups by trying all: each task is served once, each group may have any helpers.
  func bruteForce(_ gains: [[Double]], models: Int) -> Double {
    let count = gains.count
    func gain(_ task: Int, in set: Int) -> Double {
      let helpers = (0..<count).filter { $0 != task && set & 1 << $0 != 0 }
      return helpers.isEmpty ? 0 : helpers.reduce(0) { $0 + gains[$1][task] } / Double(helpers.count)
    }
    var best = -Double.infinity
    // Every choice of at most `models` sets of tasks; each task is served by the set that is best for it.
    func choose(_ sets: [Int], from first: Int) {
      let covered = sets.reduce(0, |)
      if covered == (1 << count) - 1 {
        let total = (0..<count).reduce(0) { sum, task in
          sum + (sets.filter { $0 & 1 << task != 0 }.map { gain(task, in: $0) }.max() ?? 0)
        }
        best = max(best, total)
      }
      guard sets.count < models else { return }
      for set in first..<(1 << count) { choose(sets + [set], from: set + 1) }
    }
    choose([], from: 1)
    return best
  }

  @Test(arguments: 0..<20) func `the search finds what trying all groups finds`(seed: Int) throws {
    var stream = Random(seed: UInt64(seed)).stream("gains")
    let gains = (0..<4).map { _ in (0..<4).map { _ in stream.normal() } }
    let found = TaskGrouping.all(["a", "b", "c", "d"], gains: gains, models: 3)
    #expect(found.count == 3)
    for (place, grouping) in found.enumerated() {
      #expect(abs(grouping.gain - bruteForce(gains, models: place + 1)) < 1e-9)
      #expect(grouping.groups.count <= place + 1)
      #expect(grouping.groups.flatMap(\.serves).sorted() == ["a", "b", "c", "d"])
      // The total is that of its groups.
      let names = ["a", "b", "c", "d"]
      let total = grouping.groups.reduce(0.0) { sum, group in
        sum
          + group.serves.reduce(0.0) { sum, name in
            let helpers = group.tasks.filter { $0 != name }
            guard let task = names.firstIndex(of: name), !helpers.isEmpty else { return sum }
            let helped = helpers.compactMap { names.firstIndex(of: $0) }.reduce(0.0) { $0 + gains[$1][task] }
            return sum + helped / Double(helpers.count)
          }
      }
      #expect(abs(total - grouping.gain) < 1e-9)
    }
  }

  @Test func `tasks that hurt each other are kept apart, one that only helps is a helper`() {
    // b helps a; a hurts b; c and the others don't care.
    let gains: [[Double?]] = [[nil, -1, 0], [2, nil, 0], [0, 0, nil]]
    let groupings = TaskGrouping.all(["a", "b", "c"], gains: gains, models: 3)
    #expect(groupings[0].groups.map(\.serves) == [["a", "b", "c"]] && abs(groupings[0].gain - 0.5) < 1e-12)
    #expect(groupings[2].gain == 2)
    #expect(groupings[2].groups.contains { $0.serves == ["a"] && $0.helpers == ["b"] })
    #expect(TaskGrouping.all(["a", "b"], gains: [[nil, nil], [1, nil]], models: 2).isEmpty)
    #expect(TaskGrouping.all((0..<13).map { "\($0)" }, gains: [], models: 2).isEmpty)
  }

  @Test func `twelve tasks are searched`() {
    // Two families of six: inside they help by 1, across they hurt by 1.
    let gains = (0..<12).map { row in (0..<12).map { column -> Double? in row / 6 == column / 6 ? 1 : -1 } }
    let groupings = TaskGrouping.all((0..<12).map { "\($0)" }, gains: gains, models: 3)
    #expect(groupings.map(\.gain)[1] == 12)
    #expect(groupings[1].groups.map { $0.serves.count } == [6, 6])
    #expect(groupings[2].groups.count == 2)
  }

  /// Three tasks whose encoder takes 10 s a million tokens, and whose heads take 1, 2 and 4 s.
  let costs = AnnotationCost(
    tasks: ["a": .init(encoder: 10, head: 1), "b": .init(encoder: 10, head: 2), "c": .init(encoder: 10, head: 4)])

  /// The best groups of a, b and c within a budget. a and b hurt each other by 3; c helps a by 2, b helps c by 1.
  func best(_ seconds: Double) -> BudgetedGrouping {
    let gains: [[Double?]] = [[nil, -3, 0], [-3, nil, 1], [2, 0, nil]]
    return BudgetedGrouping(
      ["a", "b", "c"], seconds: seconds, cost: costs, gain: TaskGrouping.meanHelp(gains))
  }

  @Test(
    arguments: [
      // One model costs 10 + 1 + 2 + 4 = 17, and gains (-3 + 2) / 2 for a, (-3 + 0) / 2 for b and (0 + 1) / 2 for c.
      (16.9, nil, nil, nil),
      (17, "a + b + c", -1.5, 17),
      (26.9, "a + b + c", -1.5, 17),
      // Each further model costs another pass of the encoder. c is served beside b and only helps a, which costs nothing.
      (27, "a (c); b + c", 3, 27),
      (1000, "a (c); b + c", 3, 27),
    ] as [(Double, String?, Double?, Double?)])
  func `groups keep a budget of annotation time, in which helpers cost nothing`(
    seconds: Double, groups: String?, gain: Double?, cost: Double?
  ) {
    let found = best(seconds).grouping
    #expect(found?.groups.map(\.text).joined(separator: "; ") == groups)
    #expect(found?.gain == gain && found.map { costs.seconds($0) } == cost)
  }

  @Test func `why no groups keep a budget is said with what the cheapest costs`() {
    let text = best(16.5).text(["a", "b", "c"]) { "\($0)" }
    #expect(text == "no groups within 16.5 s a million tokens: one model of all tasks takes 17.0")
    #expect(
      best(30).text(["a", "b", "c"]) { "\($0)" }
        == "best within 30.0 s a million tokens: a (c); b + c (total 3.0, 27.0 s)")
  }

  @Test(arguments: 0..<20) func `within a budget the search finds what trying all partitions finds`(seed: Int) {
    var stream = Random(seed: UInt64(seed)).stream("budgets")
    let gains = (0..<4).map { _ in (0..<4).map { _ in stream.normal() } }
    // Any cost of a set, so that neither cheap nor few models are best.
    let costs = (0..<16).map { _ in 1 + stream.uniform() }
    guard let gain = TaskGrouping.meanHelp(gains) else { preconditionFailure("a gain is not known") }
    func members(_ set: Int) -> [Int] { (0..<4).filter { set & 1 << $0 != 0 } }
    func best(_ served: Int) -> Double {
      var best = -Double.infinity
      for set in 0..<16 where set & served == served {
        best = max(best, members(served).reduce(0.0) { $0 + gain(set, $1) })
      }
      return best
    }
    // Each task in one of the parts 0 to 3.
    let partitions = (0..<256).map { code -> Set<Int> in
      var parts = [0, 0, 0, 0]
      for task in 0..<4 { parts[code >> (2 * task) & 3] |= 1 << task }
      return Set(parts.filter { $0 != 0 })
    }
    for budget in stride(from: 0.9, through: 8, by: 0.3) {
      let within = partitions.filter { $0.reduce(0.0) { $0 + costs[$1] } <= budget }
      let found = TaskGrouping.best(["a", "b", "c", "d"], budget: budget, cost: { costs[$0] }, gain: gain)
      let expected = within.map { $0.reduce(0.0) { $0 + best($1) } }.max()
      #expect((found == nil) == (expected == nil))
      if let found, let expected { #expect(abs(found.gain - expected) < 1e-9) }
    }
  }

  @Test func `twelve tasks are searched within a budget`() {
    // Two families of six: inside they help by 1, across they hurt by 1. A model costs 10 and 1 a task.
    let gains = (0..<12).map { row in (0..<12).map { column -> Double? in row / 6 == column / 6 ? 1 : -1 } }
    guard let gain = TaskGrouping.meanHelp(gains) else { preconditionFailure("a gain is not known") }
    func best(_ budget: Double) -> TaskGrouping? {
      TaskGrouping.best(
        (0..<12).map { "\($0)" }, budget: budget, cost: { 10 + Double($0.nonzeroBitCount) }, gain: gain)
    }
    #expect(best(21.9) == nil)
    // All in one model: each task gains (5 - 6) / 11.
    #expect(abs((best(31.9)?.gain ?? 0) + 12.0 / 11) < 1e-9 && best(31.9)?.groups.count == 1)
    #expect(best(32)?.gain == 12 && best(1000)?.groups.map { $0.serves.count } == [6, 6])
  }

  @Test func `the encoder's part of the time is what tasks save in one model`() {
    // The encoder takes 10 up to the top, 6 up to layer 1; heads take 1, 2 and 4. The last task reads layer 1.
    let cost = AnnotationCost(
      ["a", "b", "c"], layers: [2, 2, 1], alone: [11, 12, 10], without: [16, 15, 13], all: 17)
    #expect(
      cost
        == AnnotationCost(tasks: [
          "a": .init(encoder: 10, head: 1), "b": .init(encoder: 10, head: 2), "c": .init(encoder: 6, head: 4),
        ]))
    #expect(cost.seconds(serving: ["a", "c"]) == 15 && cost.seconds(serving: ["c"]) == 10)
    // Where one task alone reads the top, the others' pass is all that is saved, and sums are still right.
    let deep = AnnotationCost(["a", "c"], layers: [2, 1], alone: [11, 10], without: [10, 11], all: 15)
    #expect(deep.seconds(serving: ["a", "c"]) == 15 && deep.seconds(serving: ["a"]) == 11)
    // One task, and times that say that nothing is shared.
    #expect(
      AnnotationCost(["a"], layers: [1], alone: [5], without: [0], all: 5).tasks["a"] == .init(encoder: 0, head: 5))
    #expect(
      AnnotationCost(["a", "b"], layers: [1, 1], alone: [5, 6], without: [6, 5], all: 12).seconds(serving: ["a", "b"])
        == 11)
  }

  @Test func `what annotating costs is measured on development documents`() throws {
    let model = try ToyCorpora.model(ToyCorpora.documents(40, seed: 1), tasks: Array(ToyCorpora.tasks[..<3]))
    let documents = ToyCorpora.documents(20, seed: 2)
    let cost = try #require(AnnotationCost(model, on: [documents, []], threads: 1))
    #expect(Set(cost.tasks.keys) == Set(model.names))
    #expect(cost.seconds(serving: model.names) > 0)
    #expect(cost.tasks.values.allSatisfy { $0.encoder >= 0 && $0.head >= 0 })
    #expect(AnnotationCost(model, on: [[], []], threads: 1) == nil)
  }
}
