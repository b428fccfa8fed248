import BraidTasks
import BraidText

extension EvaluateStage {
  /// Documents that are sent through the model.
  private static let sample = 50

  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    let model = try runner.model(model)
    var findings: [CheckFinding] = []
    for source in of {
      let next = try runner.part(part, of: source, for: name).start()
      var documents: [Document] = []
      while documents.count < Self.sample, let document = try next() { documents.append(document) }
      let tasks = model.heads.indices.filter { task in
        documents.contains { model.heads[task].target($0) != nil }
      }
      if tasks.isEmpty {
        findings.append(
          CheckFinding(
            level: .warning, stage: name,
            text: "none of the first \(documents.count) documents of \(part) of `\(source)` has an answer for a task",
            advice: "Score on documents with gold answers."))
      }
      let predicted = Predictor(model, threads: runner.threads).annotate(documents, tasks: tasks, answers: .bare)
      for task in tasks { _ = model.heads[task].metric.score(gold: documents, predicted: predicted, bootstrap: 0) }
    }
    return findings
  }
}
