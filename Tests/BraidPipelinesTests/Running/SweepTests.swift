import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation
import Testing

@Suite struct SweepTests {
  @Test func `each rung has a third of the variants, and every variant of a rung the same share of the budget`() {
    #expect(Sweep.rungs(1) == [1])
    #expect(Sweep.rungs(9) == [9, 3, 1])
    #expect(Sweep.rungs(10) == [10, 4, 2, 1])
    // 90 s in three rungs of 30 s: 30/9, then 30/3 more, then 30 more.
    let seconds = Sweep.shares(9, budget: 90)
    let first = 30.0 / 9
    #expect(seconds.count == 3)
    for (found, expected) in zip(seconds, [first, first + 10, first + 40]) { #expect(abs(found - expected) < 1e-9) }
  }

  @Test func `a list is one setting for each of its values, and a new kind has its own options`() throws {
    #expect(try Pipeline.alternatives("model.epochs=3") == ["model.epochs=3"])
    #expect(
      try Pipeline.alternatives("model.learningRate.peak=[0.1, 0.2]") == [
        "model.learningRate.peak=0.1", "model.learningRate.peak=0.2",
      ])
    #expect(
      try Pipeline.alternatives("model.weights.kind=[famo,stch]") == [
        "model.weights={kind: famo}", "model.weights={kind: stch}",
      ])
    #expect(try Pipeline.alternatives("words.of=[[a, b], [c]]") == ["words.of=[a, b]", "words.of=[c]"])
    #expect(throws: PipelineError.self) { try Pipeline.alternatives("model.epochs=[]") }
    #expect(throws: PipelineError.self) { try Pipeline.alternatives("epochs") }
    let all = Sweep.combinations([["a=1", "a=2"], ["b=1", "b=2"]])
    #expect(all.map(\.name) == ["a=1 b=1", "a=1 b=2", "a=2 b=1", "a=2 b=2"])
    // What is the same in all variants is not in their names, and a kind stands there as it was typed.
    let named = Sweep.combinations([["w={kind: famo}", "w={kind: stch}"], ["b=1"]])
    #expect(named.map(\.name) == ["w.kind=famo", "w.kind=stch"])
    #expect(named.map(\.settings) == [["w={kind: famo}", "b=1"], ["w={kind: stch}", "b=1"]])
  }

  @Test func `a variant that failed comes behind all others, however far it got`() {
    func row(_ name: String, rungs: Int, aggregate: Double?, failure: String? = nil) -> Sweep.Row {
      var row = Sweep.Row(name: name)
      (row.rungs, row.aggregate, row.failure) = (rungs, aggregate, failure)
      return row
    }
    let rows = [
      row("diverged", rungs: 2, aggregate: nil, failure: "the loss is inf"), row("first", rungs: 1, aggregate: 50),
      row("better", rungs: 1, aggregate: 60), row("unscored", rungs: 1, aggregate: nil),
    ]
    #expect(Sweep.best(rows, 4).map { rows[$0].name } == ["better", "first", "unscored", "diverged"])
  }

  @Test(
    arguments: [
      ("90s", TrainingBudget.seconds(90)), ("1.5m", .seconds(90)), ("2h", .seconds(7200)), ("600 steps", .steps(600)),
      ("600steps", .steps(600)), ("10", nil), ("-3s", nil), ("0 steps", nil), ("many steps", nil), ("", nil),
      ("9223372036854775807 steps", .steps(.max)), ("9223372036854775808 steps", nil), ("1e308h", nil),
      ("1e308s", .seconds(1e308)),
    ] as [(String, TrainingBudget?)])
  func `a budget is a time or a number of steps`(text: String, budget: TrainingBudget?) {
    #expect(TrainingBudget(text) == budget)
  }

  /// Runs a sweep of some variants in a folder that may hold an earlier one.
  private func rows(
    _ variants: [Sweep.Variant], within budget: TrainingBudget, in bench: Workbench
  ) throws -> [Sweep.Row]? {
    try Sweep(variants, of: "model", budget: budget).run(
      folder: bench.path("run"), fresh: false, shouldStop: { false }
    ) { variant throws(PipelineError) in
      let pipeline = try Pipeline(
        text: TrainingVariantsTests.text.replacing("FOLDER", with: bench.path("")), file: "sweep.yaml",
        settings: variant.settings)
      return PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { _ in }
    } onRow: { _ in
    }
  }

  @Test(arguments: [TrainingBudget.steps(.max), .seconds(1e308)])
  func `within the largest budget a training comes to its end, and what is known of it may be altered`(
    budget: TrainingBudget
  ) throws {
    let bench = try TrainingVariantsTests.bench()
    func run() throws -> [Sweep.Row]? {
      try rows(Sweep.combinations([["model.clip=1"]]), within: budget, in: bench)
    }
    #expect(try run()?.map(\.isFinished) == [true])
    let path = "run/sweep/sweep.json"
    let record = try #require(bench.read(path))
    for rungs in ["-9223372036854775808", "9223372036854775807", "2"] {
      try bench.write(path, record.replacing("\"rungs\" : 1", with: "\"rungs\" : \(rungs)"))
      #expect(throws: PipelineError.self) { try run() }
    }
    try bench.write(path, record.replacing(#/"steps" : \[[^\]]*\]/#, with: "\"steps\" : []"))
    #expect(throws: PipelineError.self) { try run() }
    try bench.write(path, record)
    #expect(try run()?.count == 1)
  }

  @Test(
    arguments: [
      (["model.clip=[1,2]"], .steps(1)), (["model.clip=[1,2,3,4]"], .steps(2)), (["seed=[1,2]"], .steps(2)),
    ] as [([String], TrainingBudget)])
  func `a sweep of other variants, or within another budget, is told to be another`(
    values: [String], budget: TrainingBudget
  ) throws {
    let bench = try TrainingVariantsTests.bench()
    func run(_ values: [String], _ budget: TrainingBudget) throws {
      let variants = Sweep.combinations(try values.map(Pipeline.alternatives))
      _ = try rows(variants, within: budget, in: bench)
    }
    try run(["model.clip=[1,2]"], .steps(2))
    try run(["model.clip=[1,2]"], .steps(2))
    let error = #expect(throws: PipelineError.self) { try run(values, budget) }
    let text = error?.errorDescription ?? ""
    #expect(text.hasSuffix("sweep.json is of another sweep"), "\(text)")
  }

  @Test(arguments: [TrainingBudget.steps(9), .seconds(1e-6)])
  func `all variants of a rung are trained for the same number of steps`(budget: TrainingBudget) throws {
    let bench = try TrainingVariantsTests.bench()
    let variants = Sweep.combinations([
      try Pipeline.alternatives("model.learningRate.peak=[0.001,0.003,0.01]")
    ])
    let rows = try #require(
      try Sweep(variants, of: "model", budget: budget).run(
        folder: bench.path("run"), fresh: false, shouldStop: { false }
      ) {
        variant throws(PipelineError) in
        let pipeline = try Pipeline(
          text: TrainingVariantsTests.text.replacing("FOLDER", with: bench.path("")), file: "sweep.yaml",
          settings: variant.settings)
        return PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { _ in }
      } onRow: { _ in
      })
    #expect(rows.map(\.rungs) == [2, 1, 1])
    // 9 steps in two rungs are 1.5 steps for each of three variants, then 4.5 more for one; steps are whole. In no time at
    // all the first variant makes one step, and so do the others.
    #expect(rows.dropFirst().map(\.steps) == [1, 1])
    if case .steps = budget { #expect(rows[0].steps == 6) }
    #expect(rows.allSatisfy { !$0.isFinished })
  }

  @Test func `variants are trained until the time is over, and a sweep that was stopped resumes`() throws {
    let bench = try TrainingVariantsTests.bench()
    let variants = Sweep.combinations([
      try Pipeline.alternatives("model.weights.kind=[geometric,uncertainty,famo]"), ["model.schedule={kind: joint}"],
    ])
    let sweep = Sweep(variants, of: "model", budget: .seconds(600))
    var steps: [String: Int] = [:]
    func run(fresh: Bool = false, stopAfter: Int = .max) throws -> [Sweep.Row]? {
      try sweep.run(
        folder: bench.path("run"), fresh: fresh, shouldStop: { steps.values.reduce(0, +) >= stopAfter }
      ) { variant throws(PipelineError) in
        let pipeline = try Pipeline(
          text: TrainingVariantsTests.text.replacing("FOLDER", with: bench.path("")), file: "sweep.yaml",
          settings: variant.settings)
        return PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
          if case .training(let variant, .step) = event.message { steps[variant?.name ?? "", default: 0] += 1 }
        }
      } onRow: { _ in
      }
    }
    #expect(try run(stopAfter: 6) == nil)
    let rows = try #require(try run())
    // The trainings are short: all are done on the first rung.
    #expect(Set(rows.map(\.name)) == Set(variants.map(\.name)))
    #expect(rows.allSatisfy { $0.isFinished && $0.steps == 4 && $0.failure == nil })
    #expect(Set(steps.keys) == Set(variants.map(\.name)))
    #expect(steps.values.reduce(0, +) == 12)
    #expect(rows.map(\.rungs) == [2, 1, 1])
    for row in rows {
      #expect(row.scores.keys.sorted() == ["book", "film"] && row.scores["film"]?.interval != nil)
      #expect((row.aggregate ?? -1) <= (rows[0].aggregate ?? -1))
    }
    #expect(try run() == rows)
    #expect(steps.values.reduce(0, +) == 12)
    #expect(throws: PipelineError.self) {
      try Sweep(variants, of: "other", budget: .seconds(600)).run(
        folder: bench.path("run"), fresh: false, shouldStop: { false }
      ) { _ throws(PipelineError) in
        throw .unreadable(path: "", reason: "")
      } onRow: { _ in
      }
    }
    #expect(throws: PipelineError.self) {
      try Sweep(variants, of: "model", budget: .seconds(5)).run(
        folder: bench.path("run"), fresh: false, shouldStop: { false }
      ) {
        _ throws(PipelineError) in
        throw .unreadable(path: "", reason: "")
      } onRow: { _ in
      }
    }
  }
}
