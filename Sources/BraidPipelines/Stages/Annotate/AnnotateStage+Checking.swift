import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidText

extension AnnotateStage {
  /// Documents that are annotated to see whether it works.
  private static let sample = 20

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let model = try job(input: []).options.prepare(try model(in: context))
    let annotator = try Annotator(model, locale: options.locale, threads: context.threads)
    let asked = try annotator.tasks(named: options.tasks)
    try options.check(asked.map { model.tasks[$0].options.kind })
    let files = try files
    let job = job(input: files)
    let reader = try CorpusReader(files, options: job.reading)
    var documents: [Document] = []
    while documents.count < Self.sample, let document = try reader.next() {
      documents.append(document)
    }
    guard !documents.isEmpty else {
      return [
        CheckFinding(
          level: .warning, stage: context.stage, text: "there are no documents in \(files.joined(separator: ", "))",
          advice: "Check `input` and `format`.")
      ]
    }
    guard case .documents(var writing) = job.form else { return [] }
    writing.predicted = PredictedColumn.columns(
      asked.map { (model.names[$0], model.tasks[$0].options.kind.writtenLayers) })
    let writer = try CorpusWriter(context.path("sample"), options: writing)
    for document in try annotator.annotate(documents, tasks: asked) { try writer.write(document) }
    try writer.close()
    return []
  }
}
