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

  /// A joint training of a recipe, as a study is given it.
  func joint(_ recipe: TrainingRecipe) throws -> SeededTraining {
    let trainer = try recipe.trainer()
    return SeededTraining(seed: recipe.options.seed, model: trainer.model, result: try trainer.run { _ in })
  }

  @Test func `baselines compare each task with itself alone on the same documents, and are not trained twice`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let joint = try joint(recipe)
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    var steps: [TrainingVariant: Int] = [:]
    func baselines() throws -> [BaselineComparison]? {
      try study.baselines(joint: [joint], shouldStop: { false }) { variant, event in
        if case .step = event { steps[variant, default: 0] += 1 }
      }
    }
    let comparisons = try #require(try baselines())
    #expect(comparisons.map(\.task) == ["sentiment", "pos", "people"])
    #expect(comparisons.map(\.metric) == ["accuracy", "accuracy", "F1"])
    #expect(comparisons.map(\.documents) == [40, 40, 40])
    #expect(comparisons.allSatisfy { $0.chosenOn == [20, 20] && $0.seeds == [1] && !$0.followsScores })
    #expect(Set(steps.keys) == Set(["people", "pos", "sentiment"].map { .alone(task: $0) }))
    for row in comparisons {
      #expect(row.steps == steps[.alone(task: row.task)])
      // The second system is the joint model: each half is scored with the weights that were best on the other.
      let task = try #require(joint.model.names.firstIndex(of: row.task))
      let corpus = recipe.corpora[task == 2 ? 1 : 0]
      let folds = DocumentFolds(40, of: corpus.name)
      var predicted = corpus.development
      for fold in 0..<2 {
        var model = joint.model
        model.weights = joint.result.bestByFold[fold]
        let annotated = Predictor(model).annotate(corpus.development, tasks: [task])
        for position in folds.positions(1 - fold) { predicted[position] = annotated[position] }
      }
      let score = joint.model.heads[task].metric.score(gold: corpus.development, predicted: predicted, bootstrap: 0)
      #expect(abs(row.comparison.second - score.value) < 1e-9)
      #expect(row.comparison.interval.low <= row.difference && row.difference <= row.comparison.interval.high)
      #expect(row.verdict == row.comparison.verdict)
    }
    steps = [:]
    #expect(try baselines()?.map(\.comparison) == comparisons.map(\.comparison))
    #expect(steps.isEmpty)
  }

  @Test func `the weights for a half are those that a training would keep that has the other half only`() throws {
    var recipe = try recipe()
    recipe.options.epochs = 4
    let result = try joint(recipe).result
    for fold in 0..<2 {
      var half = recipe
      for index in half.corpora.indices {
        let folds = DocumentFolds(40, of: half.corpora[index].name)
        half.corpora[index].development = folds.documents(fold, of: half.corpora[index].development)
      }
      #expect(try joint(half).result.weights == result.bestByFold[fold])
    }
  }

  @Test func `a study that is stopped says so`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let joint = try joint(recipe)
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    #expect(try study.baselines(joint: [joint], shouldStop: { true }) { _, _ in } == nil)
    #expect(try study.trainings(2, first: joint, shouldStop: { true }) { _, _ in } == nil)
  }

  @Test func `seeds give mean and deviation, the recipe's own seed first`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let first = try joint(recipe)
    let second = try joint(recipe.seeded(2))
    #expect(first.result.weights != second.result.weights)
    let trainings = try #require(
      try TrainingStudy(recipe, folder: scratch.folder.path).trainings(2, first: first, shouldStop: { false }) { _, _ in
      })
    let summaries = SeedSummary.all(trainings)
    #expect(summaries.map(\.task) == ["people", "pos", "sentiment"])
    for row in summaries {
      #expect(row.seeds == [1, 2])
      #expect(row.scores == [first, second].map { $0.result.scores[row.task]?.value })
    }
    // (1 + 2 + 6) / 3 = 3; √((4 + 1 + 9) / 2) = √7.
    let summary = SeedSummary(task: "t", metric: "F1", seeds: [1, 2, 3], scores: [1, 2, 6])
    #expect(summary.mean == 3)
    #expect(abs(summary.deviation - 7.0.squareRoot()) < 1e-12)
    #expect(SeedSummary(task: "t", metric: "F1", seeds: [1], scores: [5]).deviation == 0)
  }

  @Test func `with several seeds each task is trained alone under each, and the differences are averaged`() throws {
    let scratch = try Scratch()
    let recipe = try recipe()
    let joint = [try joint(recipe), try joint(recipe.seeded(2))]
    let study = TrainingStudy(recipe, folder: scratch.folder.path)
    var variants: Set<TrainingVariant> = []
    let comparisons = try #require(
      try study.baselines(joint: joint, shouldStop: { false }) { variant, _ in variants.insert(variant) })
    #expect(
      variants
        == Set(
          ["people", "pos", "sentiment"].flatMap { [.alone(task: $0), .aloneSeeded(task: $0, seed: 2)] }))
    let single = try #require(try study.baselines(joint: [joint[0]], shouldStop: { false }) { _, _ in })
    for (row, first) in zip(comparisons, single) {
      #expect(row.seeds == [1, 2])
      let differences = try #require(row.comparison.differences)
      #expect(differences.count == 2 && abs(differences[0] - first.difference) < 1e-9)
      #expect(abs(row.difference - (differences[0] + differences[1]) / 2) < 1e-9)
      let deviation = try #require(row.comparison.deviation)
      #expect(abs(deviation - abs(differences[0] - differences[1]) / 2.0.squareRoot()) < 1e-9)
      if abs(row.difference) <= deviation { #expect(row.verdict == .noEvidence) }
    }
  }
}
