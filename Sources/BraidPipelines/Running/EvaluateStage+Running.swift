import BraidFiles
import BraidTasks
import Foundation

extension EvaluateStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let model = try runner.model(model)
    let predictor = Predictor(model, threads: runner.threads)
    var scores: [String: TaskScore] = [:]
    var analyses: [(task: String, analysis: TaskAnalysis)] = []
    for source in of {
      let gold = try runner.part(part, of: source, for: name).all()
      let tasks = model.heads.indices.filter { task in gold.contains { model.heads[task].target($0) != nil } }
      let predicted = predictor.annotate(gold, tasks: tasks, answers: .bare)
      for task in tasks {
        let head = model.heads[task]
        let key = of.count > 1 && scores[head.name] != nil ? "\(head.name) on \(source)" : head.name
        let analysis = head.metric.analysis(gold: gold, predicted: predicted, errors: ReportStage.mostErrors)
        scores[key] = analysis.score
        analyses.append((key, analysis))
      }
    }
    for (task, analysis) in analyses { runner.onEvent(.analysis(stage: name, task: task, analysis)) }
    runner.onEvent(.scores(stage: name, scores))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let path = "\(runner.folder)/\(name).json"
    try AtomicFile.write(path, text: String(decoding: try encoder.encode(scores), as: UTF8.self) + "\n")
    return StageResult(summary: "scores in \(path)", files: [path])
  }
}
