import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidText

extension AnnotateStage {
  /// Documents that are annotated to see whether it works.
  private static let sample = 20

  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    let model = if let folder { try JointModel(contentsOf: folder) } else { try runner.model(model) }
    let names = model.heads.map(\.name)
    for task in tasks where !names.contains(task) { throw AnnotationError.unknownTask(task, known: names) }
    let files = try files
    let reader = try CorpusReader(files, options: ReadOptions(format: CorpusFormat(rawValue: format) ?? .text))
    let preparer = try TextPreparer(model.preparation.with(locale: locale))
    var documents: [Document] = []
    while documents.count < Self.sample, let document = try reader.next() {
      documents.append(try preparer.prepare(document).document)
    }
    guard !documents.isEmpty else {
      return [
        CheckFinding(
          level: .warning, stage: name, text: "there are no documents in \(files.joined(separator: ", "))",
          advice: "Check `input` and `format`.")
      ]
    }
    let writer = try CorpusWriter(
      runner.cache.path(name, "sample"), options: WriteOptions(format: CorpusFormat(rawValue: to) ?? .jsonl))
    let asked = names.indices.filter { tasks.isEmpty || tasks.contains(names[$0]) }
    for document in Predictor(model, threads: runner.threads).annotate(documents, tasks: asked) {
      try writer.write(document)
    }
    try writer.close()
    return []
  }
}
