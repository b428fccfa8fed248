import BraidFiles
import BraidReports
import BraidTasks
import Foundation

extension EvaluateStage {
  func run(in context: StageContext) throws -> StageResult? {
    let model = try model(in: context)
    let predictor = Predictor(model, threads: context.threads)
    var scores: [String: TaskScore] = [:]
    var analyses: [(task: String, analysis: TaskAnalysis)] = []
    var unscored: [String] = []
    var unknown: [String] = []
    for source in of {
      let gold = try context.part(part, of: source).all()
      try model.checkInputs(of: gold)
      let tasks = model.heads.indices.filter { task in gold.contains { model.heads[task].target($0) != nil } }
      if tasks.isEmpty { unscored.append("`\(source)`") } else { unknown += model.unscored(besides: tasks, gold) }
      let predictions = predictor.predictions(gold, tasks: tasks, options: PredictionOptions())
      let chosenOn = model.selection.map { $0.count(among: gold) }
      for (task, predicted) in zip(tasks, predictions) {
        let head = model.heads[task]
        let name = model.tasks[task].name
        let key = of.count > 1 && scores[name] != nil ? "\(name) on \(source)" : name
        var analysis = head.metric.analysis(
          gold: gold, predicted: predicted, errors: ReportLimits.mostErrors, sorts: DocumentSorts(model))
        analysis.score.chosenOn = chosenOn.flatMap { $0 > 0 ? $0 : nil }
        scores[key] = analysis.score
        analyses.append((key, analysis))
      }
    }
    guard !scores.isEmpty else {
      throw PipelineError.stage(
        name: context.stage,
        reason: "no document of \(part) of \(unscored.joined(separator: ", ")) has gold labels that the model knows",
        advice: "Score on documents with the layers and labels of its tasks; `braid check` counts what they have.")
    }
    for (task, analysis) in analyses { context.tell(.analysis(task: task, analysis: analysis)) }
    context.tell(.scores(scores: scores))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let path = "\(context.folder)/\(context.stage).json"
    try AtomicFile.write(path, text: String(decoding: try encoder.encode(scores), as: UTF8.self) + "\n")
    let missing = unscored.isEmpty ? "" : "; no gold labels that the model knows in \(unscored.joined(separator: ", "))"
    let notes = unknown.map { "; " + $0 }.joined()
    return StageResult(summary: "scores in \(path)\(missing)\(notes)", files: [path])
  }
}

extension EvaluateStage {
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) {
    var evaluation = ReportedEvaluation(stage: context.stage, part: part)
    for record in records {
      switch record.message {
      case .scores(let scores): evaluation.scores = scores
      case .analysis(let task, var analysis):
        analysis.errors = Array(analysis.errors.prefix(content.limits.errors))
        evaluation.analyses[task] = analysis
      default: break
      }
    }
    content.evaluations.append(evaluation)
  }
}
