import BraidFiles
import BraidTasks
import BraidText

extension EvaluateStage {
  /// Documents that are sent through the model.
  private static let sample = 50

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let model = try model(in: context)
    var findings: [CheckFinding] = []
    for source in of {
      let next = try context.part(part, of: source).start()
      var documents: [Document] = []
      while documents.count < Self.sample, let document = try next() { documents.append(document) }
      try model.checkInputs(of: documents)
      let tasks = model.heads.indices.filter { task in
        documents.contains { model.heads[task].target($0) != nil }
      }
      if tasks.isEmpty {
        findings.append(
          CheckFinding(
            level: .warning, stage: context.stage,
            text:
              "no gold labels that the model knows in the first \(documents.count.counted("document")) of \(part) of `\(source)`",
            advice: "Score on documents with gold labels."))
      }
      if !tasks.isEmpty {
        findings += model.unscored(besides: tasks, documents).map { note in
          CheckFinding(
            level: .warning, stage: context.stage,
            text: "\(note) of the first \(documents.count.counted("document")) of \(part) of `\(source)`",
            advice: "Score on documents with the labels that it has learned.")
        }
      }
      let predictions = Predictor(model, threads: context.threads).predictions(documents, tasks: tasks)
      for (task, predicted) in zip(tasks, predictions) {
        _ = model.heads[task].metric.score(gold: documents, predicted: predicted, bootstrap: 0)
      }
    }
    return findings
  }
}
