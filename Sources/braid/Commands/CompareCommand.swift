import ArgumentParser
import BraidTasks
import BraidText

/// `braid compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two models on documents with gold labels.",
    discussion: """
      Runs a paired bootstrap test on each task that both models have. Prints the difference of the second model's \
      score with its interval and p-value, the number of documents on which it is better and worse, and the \
      documents that changed most. With --own-tokens each model is given the texts alone, and its predictions are \
      aligned with gold's tokens.

      Example:

        braid compare runs/small/model/model runs/large/model/model \\
          --task sentiment --data corpora/reviews/dev.tsv \\
          --column label=1 --column text=2
      """)

  @ArgumentParser.Argument(help: "First model.") var first: String
  @ArgumentParser.Argument(help: "Second model.") var second: String
  @OptionGroup var gold: GoldData
  @Option(help: ArgumentHelp("Number of changed documents to show.", valueName: "count")) var changes = 5
  @OptionGroup var sampling: ResampleArguments
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if changes < 0 { throw ValidationError("--changes \(changes): expected at least 0.") }
    // What is compared is the resamples.
    if sampling.resamples == 0 { throw ValidationError("--resamples 0: expected 1 to 1000000.") }
  }

  func run() throws {
    var models = (try JointModel(contentsOf: first), try JointModel(contentsOf: second))
    if !gold.reading.isQuiet {
      for (model, folder) in [(models.0, first), (models.1, second)] { Console.noteOtherRules(model, in: folder) }
    }
    let (documents, tasks) = try gold.load(for: models.0)
    // One of both may be given none.
    let isGiven = (models.0.features.inputs > 0, models.1.features.inputs > 0)
    if isGiven.0 || !isGiven.1 { try gold.giveInputs(to: &models.0, documents) }
    if isGiven.1 || !isGiven.0 { try gold.giveInputs(to: &models.1, documents) }
    let names = models.1.names
    let pairs = tasks.compactMap { task in names.firstIndex(of: models.0.tasks[task].name).map { (task, $0) } }
    guard !pairs.isEmpty else {
      let wanted = tasks.map { models.0.tasks[$0].name }.joined(separator: ", ")
      Console.fail(
        "\(second): the model has no task \(wanted)", advice: "It has \(names.joined(separator: ", ")).", code: 2)
    }
    let predictions = (
      try self.predictions(models.0, documents, pairs.map(\.0)),
      try self.predictions(models.1, documents, pairs.map(\.1))
    )
    var comparisons: [String: TaskComparison] = [:]
    for (index, (task, _)) in pairs.enumerated() {
      var metric = models.0.heads[task].metric
      var (truth, compared) = (documents, (predictions.0[index], predictions.1[index]))
      if gold.ownTokens {
        let aligned = try AlignedPredictions(metric, gold: documents, predicted: [compared.0, compared.1])
        (metric, truth, compared) = (aligned.metric, aligned.gold, (aligned.predicted[0], aligned.predicted[1]))
        if index == 0 {
          for (words, folder) in zip(aligned.words, [first, second]) { OwnTokens.note(words, folder, documents) }
        }
      }
      comparisons[models.0.tasks[task].name] = TaskComparison(
        metric, gold: truth, first: compared.0, second: compared.1, resamples: sampling.resamples, changes: changes)
    }
    if json {
      try Console.result(json: comparisons)
    } else {
      for (task, comparison) in comparisons.sorted(by: { $0.key < $1.key }) {
        for line in AnalysisReport.lines(task, comparison) { Console.result(line) }
      }
    }
  }

  /// The documents with the predictions of each task.
  private func predictions(_ model: JointModel, _ documents: [Document], _ tasks: [Int]) throws -> [[Document]] {
    guard gold.ownTokens else {
      return Predictor(model, threads: gold.threads.number).predictions(documents, tasks: tasks)
    }
    return try OwnTokens(locale: gold.locale, threads: gold.threads.number).predictions(
      model, documents, tasks: tasks)
  }
}
