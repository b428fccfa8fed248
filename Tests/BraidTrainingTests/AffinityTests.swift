import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Testing

@Suite struct AffinityTests {
  /// Two tasks that learn the same labels, one that learns others.
  func trainer(probe: AffinityProbe?) throws -> Trainer {
    let training = ToyCorpora.documents(200, seed: 1)
    var options = ToyCorpora.options
    options.epochs = 2
    let tasks = [
      TaskOptions(name: "pos", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "same", kind: TaggingOptions(source: .tags("pos"))),
      TaskOptions(name: "sentiment", kind: ClassificationOptions()),
    ]
    let model = try ToyCorpora.model(training, tasks: tasks)
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
}
