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

      A model that is given predicates is scored with gold's, or with --own-tokens with those that it finds. With \
      --found-predicates it is scored with those that it finds as well: F1 counts the arguments of all of them, \
      srl-eval F1 those of gold's predicates alone, as CoNLL-2005's srl-eval.pl does.

      Examples:

        braid evaluate --model runs/quickstart/model/model --task roles \\
          --data corpora/frames/dev.conll --format conll2012
        braid evaluate --model runs/quickstart/model/model --task pos \\
          --data corpora/tagged/dev.conllu --own-tokens
      """)

  @Option(name: [.short, .long], help: .model) var model: String
  @OptionGroup var gold: GoldData
  @Flag(help: "Score with the predicates that the model finds, too, where it is given gold's.")
  var foundPredicates = false
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
    let given = tasks.filter { model.tasks[$0].options.kind.findsGivenPredicates }
    if foundPredicates, given.isEmpty {
      Console.fail(
        "--found-predicates: no task that is scored is given predicates",
        advice: "Leave --found-predicates out: predicates are found in any case, if the model has any.", code: 2)
    }
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
    if foundPredicates, !self.gold.ownTokens {
      for (task, predicted) in zip(given, found(model, documents, given)) {
        var analysis = model.heads[task].metric.analysis(
          gold: documents, predicted: predicted, bootstrap: sampling.resamples, errors: errors,
          sorts: DocumentSorts(model))
        analysis.score.chosenOn = chosenOn.flatMap { $0 > 0 ? $0 : nil }
        analyses["\(model.names[task]), found predicates"] = analysis
      }
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

  /// The documents with the predictions of each task, which finds the predicates itself.
  private func found(_ model: JointModel, _ documents: [Document], _ tasks: [Int]) -> [[Document]] {
    let bare = documents.map { document in
      var bare = document
      bare.frames = nil
      return bare
    }
    return Predictor(model, threads: gold.threads.number).predictions(bare, tasks: tasks, options: PredictionOptions())
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

extension TaskKind {
  /// Whether it is given predicates and finds them where a document has none.
  var findsGivenPredicates: Bool { givenAnnotationLayers == [.frames] && annotationLayers.contains(.frames) }
}
