import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidText

extension AnnotateStage {
  /// Documents that are annotated to see whether it works.
  private static let sample = 20

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let model = try model(in: context)
    let annotator = try Annotator(model, locale: options.locale, threads: context.threads)
    let asked = try annotator.tasks(named: options.tasks)
    let files = try files
    let reader = try CorpusReader(files, options: readOptions)
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
    let writer = try CorpusWriter(
      context.path("sample"), options: writeOptions)
    for document in try annotator.annotate(documents, tasks: asked) { try writer.write(document) }
    try writer.close()
    return []
  }
}
