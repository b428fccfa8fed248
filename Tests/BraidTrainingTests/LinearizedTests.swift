import BraidFiles
import BraidTasks
import BraidTensors
import BraidTraining
import Testing

@Suite struct LinearizedTests {
  /// `½ |u - target|²`.
  func bowl(_ target: [Double]) -> QuadraticLoss {
    let width = target.count
    return QuadraticLoss(
      loss: target.reduce(0) { $0 + $1 * $1 } / 2, gradient: target.map { -$0 },
      curvature: (0..<width * width).map { $0 % (width + 1) == 0 ? 1 : 0 })
  }

  @Test func `a loss is that of its documents, its curvature that of their gradients`() {
    let loss = QuadraticLoss(documents: [(0.3, [1, 0]), (0.2, [0.5, 1])], items: 4)
    // 4 ([1 0]ᵀ[1 0] + [0.5 1]ᵀ[0.5 1])
    #expect(loss == QuadraticLoss(loss: 0.5, gradient: [1.5, 1], curvature: [5, 2, 2, 4]))
    // 0.5 + 1.5 - 1 + (5 - 2 - 2 + 4) / 2
    #expect(loss.value(after: [1, -1]) == 3.5)
    #expect(loss.value(after: [0, 0]) == 0.5)
  }

  @Test func `for quadratic tasks the estimates are the losses at the minimum of what is trained`() throws {
    let training = [bowl([1, 0]), bowl([0, 1])]
    let tasks = LinearizedTasks(training: training, development: training, weights: [1, 2])
    // (1 + ρ) u = [1 0], ρ = 1: ½ · ¼
    let alone = try #require(tasks.losses(of: [0], ridge: 1)?.first ?? nil)
    #expect(abs(alone - 0.125) < 1e-12)
    // (1 + 2 + 1) u = [1 0] + 2 [0 1]: ½ (9/16 + 4/16) and ½ (1/16 + 4/16)
    #expect(try #require(tasks.losses(of: [0, 1], ridge: 1)) == [13.0 / 32, 5.0 / 32])
    let unknown = LinearizedTasks(training: [training[0], nil], development: [training[0], nil], weights: [1, 1])
    #expect(unknown.losses(of: [0, 1], ridge: 1) == nil)
    #expect(unknown.losses(of: [0], ridge: 1) == [alone])
    // A curvature that is not diagonal, and a development loss of its own: [[5 2] [2 4]] u = -[3 2] is u = -[0.5 0.25].
    let training2 = QuadraticLoss(loss: 1, gradient: [3, 2], curvature: [4, 2, 2, 3])
    let other = LinearizedTasks(training: [training2], development: [bowl([0.5, 0.75])], weights: [1])
    let loss = try #require(other.losses(of: [0], ridge: 1)?.first ?? nil)
    // ½ (1² + 1²)
    #expect(abs(loss - 1) < 1e-12)
  }

  /// Two families: in training each task is off by as much as its sister, the other way.
  static let names = ["a", "b", "c", "d"]
  func families() -> LinearizedTasks {
    LinearizedTasks(
      training: [bowl([1, 0.5]), bowl([1, -0.5]), bowl([-1, 0.5]), bowl([-1, -0.5])],
      development: [bowl([1, 0]), bowl([1, 0]), bowl([-1, 0]), bowl([-1, 0])], weights: [1, 1, 1, 1])
  }

  @Test func `related tasks help, opposed ones hurt, and groups are families`() throws {
    let tasks = families()
    // A task alone steps to s [1 0.5] with s = 1 / (1 + ρ); ½ ((1 - s)² + ¼ s²) is least for ρ = ¼, on the grid for 0.1.
    #expect(abs(try #require(tasks.ridge) - 0.1) < 1e-12)
    let affinity = LinearizedAffinity(
      Self.names, tasks, documents: 1, dimensions: 2, seconds: 0, random: Random(seed: 1))
    #expect(affinity.sets.count == 15 && affinity.losses == ["a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5])
    func loss(_ set: [String], _ task: String) throws -> Double {
      try #require(affinity.sets.first { $0.tasks == set }?.losses[task])
    }
    // Alone ½ (1 + 25) / 11²; with its sister ½ / 21²; with an opposed task ½ (1 + (10/21)²).
    #expect(abs(try loss(["a"], "a") - 13.0 / 121) < 1e-12)
    #expect(abs(try loss(["a", "b"], "a") - 1.0 / 882) < 1e-12)
    #expect(abs(try loss(["a", "c"], "a") - 541.0 / 882) < 1e-12)
    for row in 0..<4 {
      for column in 0..<4 {
        let mean = affinity.affinities[row][column]?.mean
        if row == column { #expect(mean == nil) } else { #expect((try #require(mean) > 0) == (row / 2 == column / 2)) }
      }
    }
    let report = AffinityReport(
      tasks: Self.names, samples: [], steps: 0, seconds: 0, measuringSeconds: 0, linearized: affinity,
      groupedBy: .linearized)
    #expect(report.groupings.count == 4)
    #expect(report.groupings[1].groups.map(\.serves) == [["a", "b"], ["c", "d"]])
    #expect(abs(report.groupings[1].gain - 4 * 200 * (13.0 / 121 - 1.0 / 882)) < 1e-9)
    #expect(report.groupsTitle.contains("by linearized estimates"))
  }

  @Test func `without development documents, or without shared weights, nothing is estimated`() throws {
    let known = families()
    var development = known.development
    development[0] = nil
    let partly = LinearizedTasks(training: known.training, development: development, weights: known.weights)
    let affinity = LinearizedAffinity(
      Self.names, partly, documents: 1, dimensions: 2, seconds: 0, random: Random(seed: 1))
    #expect(affinity.affinities.map { $0[0] == nil } == [true, true, true, true])
    #expect(affinity.affinities[0][1] != nil)
    let flat = QuadraticLoss(loss: 1, gradient: [0, 0], curvature: [0, 0, 0, 0])
    let nothing = LinearizedAffinity(
      ["a", "b"], LinearizedTasks(training: [flat, flat], development: [flat, flat], weights: [1, 1]), documents: 1,
      dimensions: 2, seconds: 0, random: Random(seed: 1))
    #expect(nothing.ridge == 0 && nothing.sets.isEmpty && nothing.affinities == [[nil, nil], [nil, nil]])
    for linearized in [affinity, nothing, nil] {
      let report = AffinityReport(
        tasks: linearized == nothing ? ["a", "b"] : Self.names, samples: [], steps: 0, seconds: 0,
        measuringSeconds: 0, linearized: linearized, groupedBy: .linearized)
      #expect(report.groupings.isEmpty)
    }
  }

  @Test func `of more than twelve tasks random sets are estimated`() {
    let sets = LinearizedTasks.sets(of: 13, random: Random(seed: 1))
    #expect(sets == LinearizedTasks.sets(of: 13, random: Random(seed: 1)))
    #expect(sets != LinearizedTasks.sets(of: 13, random: Random(seed: 2)))
    #expect(sets.count > 4000 && sets.allSatisfy { !$0.isEmpty && $0.allSatisfy((0..<13).contains) })
    #expect(LinearizedTasks.sets(of: 2, random: Random(seed: 1)) == [[0], [1], [0, 1]])
  }

  @Test func `a trained model's estimates follow from the seed, for any number of threads, and start at its losses`()
    throws
  {
    /// Estimates at the first weights, dropout and all.
    func linearized(threads: Int, seed: UInt64) throws -> (affinity: LinearizedAffinity, trainer: Trainer) {
      let training = ToyCorpora.documents(60, seed: 1)
      var options = ToyCorpora.options
      options.threads = threads
      options.seed = seed
      let model = try ToyCorpora.model(training)
      let trainer = try Trainer(
        model: model,
        corpora: ToyCorpora.corpora(model, training: training, development: ToyCorpora.documents(20, seed: 2)),
        options: options)
      var affinity = trainer.linearized(at: model.weights, documents: 25, dimensions: 50)
      #expect(affinity.seconds > 0)
      affinity.seconds = 0
      return (affinity, trainer)
    }
    let (affinity, trainer) = try linearized(threads: 1, seed: 5)
    #expect(try linearized(threads: 3, seed: 5).affinity == affinity)
    #expect(try linearized(threads: 1, seed: 6).affinity.sets != affinity.sets)
    #expect(affinity.ridge > 0 && affinity.sets.count == 31)
    let model = trainer.model
    for (task, name) in model.names.enumerated() {
      let set = EvaluationSet(ToyCorpora.documents(20, seed: 2), tasks: [task], model: model)
      let loss = try #require(Predictor(model, threads: 1).evaluate(set).losses[0])
      #expect(abs(try #require(affinity.losses[name]) - loss) < 1e-4 * loss, "\(name)")
      for other in model.names.indices where other != task {
        #expect(try #require(affinity.affinities[other][task]).mean.isFinite)
      }
    }
  }
}
