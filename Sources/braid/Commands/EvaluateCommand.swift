import ArgumentParser
import BraidTasks
import BraidText

/// `braid evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Score a model on documents with gold labels.",
    discussion: """
      Prints the scores of each task with their 95 % intervals, those of each label and of sorts of documents, how \
      often probabilities come true, the most frequent confusions and the worst errors; with --json all of it, \
      including the full confusion matrix. It says so when the documents are those that the model's weights were \
      chosen on.

      With --own-tokens the model is given the texts alone, as when it annotates: spans and arguments are compared \
      by characters, words as the CoNLL 2018 shared task aligns them, and it says how many words align.

      Examples:

        braid evaluate --model runs/quickstart/model/model --task roles \\
          --data corpora/frames/dev.conll --format conll2012
        braid evaluate --model runs/quickstart/model/model --task pos \\
          --data corpora/tagged/dev.conllu --own-tokens
      """)

  @Option(name: [.short, .long], help: .model) var model: String
  @OptionGroup var gold: GoldData
  @Option(help: ArgumentHelp("Number of worst errors to show.", valueName: "count")) var errors = 3
  @OptionGroup var sampling: ResampleArguments
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if errors < 0 { throw ValidationError("--errors \(errors): expected at least 0.") }
  }

  func run() throws {
    var model = try JointModel(contentsOf: self.model)
    if !gold.reading.isQuiet { Console.noteOtherRules(model, in: self.model) }
    let (documents, tasks) = try gold.load(for: model)
    try gold.giveInputs(to: &model, documents)
    let predictions = try self.predictions(model, documents, tasks)
    let chosenOn = model.selection.map { $0.count(among: documents) }
    var analyses: [String: TaskAnalysis] = [:]
    for (number, (task, predicted)) in zip(tasks, predictions).enumerated() {
      var (metric, gold, scored) = (model.heads[task].metric, documents, predicted)
      if self.gold.ownTokens {
        let aligned = try AlignedPredictions(metric, gold: documents, predicted: [predicted])
        (metric, gold, scored) = (aligned.metric, aligned.gold, aligned.predicted[0])
        if number == 0 { OwnTokens.note(aligned.words[0], "own tokens", documents) }
      }
      var analysis = metric.analysis(
        gold: gold, predicted: scored, bootstrap: sampling.resamples, errors: errors, sorts: DocumentSorts(model))
      if self.gold.ownTokens {
        analysis.score.signature = [analysis.score.signature, AlignedPredictions.signature].compactMap(\.self)
          .joined(separator: "|")
      }
      analysis.score.chosenOn = chosenOn.flatMap { $0 > 0 ? $0 : nil }
      analyses[model.tasks[task].name] = analysis
    }
    if json {
      try Console.result(json: analyses)
    } else {
      for (task, analysis) in analyses.sorted(by: { $0.key < $1.key }) {
        for line in AnalysisReport.lines(task, analysis) { Console.result(line) }
      }
      if let note = AnalysisReport.selectionNote(analyses.mapValues(\.score)) { Console.result(note) }
    }
  }

  /// The documents with the predictions of each task.
  private func predictions(_ model: JointModel, _ documents: [Document], _ tasks: [Int]) throws -> [[Document]] {
    guard gold.ownTokens else {
      return Predictor(model, threads: gold.threads.number).predictions(
        documents, tasks: tasks, options: PredictionOptions())
    }
    return try OwnTokens(locale: gold.locale, threads: gold.threads.number).predictions(
      model, documents, tasks: tasks)
  }
}
