import ArgumentParser
import BraidTasks

/// `braid compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two models on documents with gold labels.",
    discussion: """
      Runs a paired bootstrap test on each task that both models have. Prints the difference of the second model's \
      score with its interval and p-value, the number of documents on which it is better and worse, and the \
      documents that changed most.

      Example:

        braid compare runs/small/model/model runs/large/model/model \\
          --task sentiment --data corpora/reviews/dev.tsv \\
          --column label=1 --column text=2
      """)

  @Argument(help: "First model.") var first: String
  @Argument(help: "Second model.") var second: String
  @OptionGroup var gold: GoldData
  @Option(help: ArgumentHelp("Number of changed documents to show.", valueName: "count")) var changes = 5
  @Option(help: ArgumentHelp("Number of bootstrap resamples.", valueName: "count"))
  var resamples = 1000
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if changes < 0 { throw ValidationError("--changes \(changes): expected at least 0.") }
    if !(1...1_000_000 ~= resamples) { throw ValidationError("--resamples \(resamples): expected 1 to 1000000.") }
  }

  func run() throws {
    let models = (try JointModel(contentsOf: first), try JointModel(contentsOf: second))
    if !gold.reading.isQuiet {
      for (model, folder) in [(models.0, first), (models.1, second)] { Console.noteOtherRules(model, in: folder) }
    }
    let (documents, tasks) = try gold.load(for: models.0)
    let names = models.1.names
    let pairs = tasks.compactMap { task in names.firstIndex(of: models.0.tasks[task].name).map { (task, $0) } }
    guard !pairs.isEmpty else {
      let wanted = tasks.map { models.0.tasks[$0].name }.joined(separator: ", ")
      Console.fail(
        "\(second): the model has no task \(wanted)", advice: "It has \(names.joined(separator: ", ")).", code: 2)
    }
    let threads = gold.threads.number
    let predictions = (
      Predictor(models.0, threads: threads).predictions(documents, tasks: pairs.map(\.0)),
      Predictor(models.1, threads: threads).predictions(documents, tasks: pairs.map(\.1))
    )
    var comparisons: [String: TaskComparison] = [:]
    for (index, (task, _)) in pairs.enumerated() {
      let head = models.0.heads[task]
      comparisons[models.0.tasks[task].name] = TaskComparison(
        head.metric, gold: documents, first: predictions.0[index], second: predictions.1[index], resamples: resamples,
        changes: changes)
    }
    if json {
      try Console.result(json: comparisons)
    } else {
      for (task, comparison) in comparisons.sorted(by: { $0.key < $1.key }) {
        for line in AnalysisReport.lines(task, comparison) { Console.result(line) }
      }
    }
  }
}
