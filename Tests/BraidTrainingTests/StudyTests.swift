import BraidTasks
import BraidTestSupport
import BraidText
import BraidTraining
import Foundation
import Testing

@Suite struct StudyTests {
  /// The toy's first two tasks on one corpus, the third on another.
  func recipe() throws -> TrainingRecipe {
    let training = ToyCorpora.documents(200, seed: 1)
    let development = ToyCorpora.documents(40, seed: 2)
    let toy = try ToyCorpora.model(training, tasks: Array(ToyCorpora.tasks[..<3]))
    var options = ToyCorpora.options
    options.epochs = 2
    options.weights = .geometric(lambda: 0.5, order: ["people", "pos", "sentiment"])
    options.schedule = .probabilities(["first": 2, "second": 1])
    options.earlyStopping.aggregate = ["pos": 3]
    return TrainingRecipe(
      encoder: toy.encoder.options, features: toy.features, tasks: toy.tasks,
      corpora: [
        .init(
          name: "first", tasks: ["sentiment", "pos"], training: Array(training[..<100]), development: development),
        .init(name: "second", tasks: ["people"], training: Array(training[100...]), development: development),
      ], options: options)
  }

  @Test func `a task alone has its own corpora, the joint budget, and no weights against others`() throws {
    let alone = try recipe().alone("people")
    #expect(alone.tasks.map(\.options.name) == ["people"])
    #expect(alone.corpora.map(\.name) == ["second"])
    #expect(alone.options.schedule == .probabilities(["second": 1]))
    #expect(alone.options.weights == .geometric(lambda: 1, order: []))
    #expect(alone.options.earlyStopping.aggregate.isEmpty)
    #expect(alone.options.epochs == 2)
    #expect(try recipe().alone("pos").corpora.map(\.tasks) == [["pos"]])
  }

  @Test func `baselines compare each task with itself alone on the same documents, and are not trained twice`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let trainer = try recipe.trainer()
    var joint = trainer.model
    joint.weights = try trainer.run { _ in }.weights
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    var steps: [TrainingVariant: Int] = [:]
    func baselines() throws -> [BaselineComparison]? {
      try study.baselines(joint: joint, shouldStop: { false }) { variant, event in
        if case .step = event { steps[variant, default: 0] += 1 }
      }
    }
    let comparisons = try #require(try baselines())
    #expect(comparisons.map(\.task) == ["sentiment", "pos", "people"])
    #expect(comparisons.map(\.metric) == ["accuracy", "accuracy", "F1"])
    #expect(comparisons.map(\.documents) == [40, 40, 40])
    #expect(Set(steps.keys) == Set(["people", "pos", "sentiment"].map { .alone(task: $0) }))
    for row in comparisons {
      #expect(row.steps == steps[.alone(task: row.task)])
      // The second system is the joint model: its score is the one that the joint training reports.
      let task = try #require(joint.names.firstIndex(of: row.task))
      let gold = recipe.corpora[task == 2 ? 1 : 0].development
      let score = joint.heads[task].metric.score(
        gold: gold, predicted: Predictor(joint).annotate(gold, tasks: [task]), bootstrap: 0)
      #expect(abs(row.comparison.second - score.value) < 1e-9)
      #expect(row.comparison.interval.low <= row.difference && row.difference <= row.comparison.interval.high)
      #expect(row.verdict == row.comparison.verdict)
    }
    steps = [:]
    #expect(try baselines()?.map(\.comparison) == comparisons.map(\.comparison))
    #expect(steps.isEmpty)
  }

  @Test func `a study that is stopped says so`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    #expect(try study.baselines(joint: recipe.trainer().model, shouldStop: { true }) { _, _ in } == nil)
    #expect(try study.seeds(2, scores: [:], shouldStop: { true }) { _, _ in } == nil)
  }

  @Test func `seeds give mean and deviation, the recipe's own seed first`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let first = try recipe.trainer().run { _ in }
    let second = try recipe.seeded(2).trainer().run { _ in }
    #expect(first.weights != second.weights)
    let summaries = try #require(
      try TrainingStudy(recipe, folder: scratch.folder.path).seeds(2, scores: first.scores, shouldStop: { false }) {
        _, _ in
      })
    #expect(summaries.map(\.task) == ["people", "pos", "sentiment"])
    for row in summaries {
      #expect(row.seeds == [1, 2])
      #expect(row.scores == [first.scores[row.task]?.value, second.scores[row.task]?.value])
    }
    // (1 + 2 + 6) / 3 = 3; √((4 + 1 + 9) / 2) = √7.
    let summary = SeedSummary(task: "t", metric: "F1", seeds: [1, 2, 3], scores: [1, 2, 6])
    #expect(summary.mean == 3)
    #expect(abs(summary.deviation - 7.0.squareRoot()) < 1e-12)
    #expect(SeedSummary(task: "t", metric: "F1", seeds: [1], scores: [5]).deviation == 0)
  }
}
