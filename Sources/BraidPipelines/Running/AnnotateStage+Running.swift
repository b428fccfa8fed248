import BraidAnnotation
import BraidCorpora
import BraidTasks

extension AnnotateStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let model = if let folder { try JointModel(contentsOf: folder) } else { try runner.model(model) }
    var options = AnnotationOptions()
    options.tasks = tasks
    options.locale = locale
    options.threads = runner.threads
    let annotator = try BatchAnnotator(model, options: options)
    let reader = try CorpusReader(
      FileList.expand(input), options: ReadOptions(format: CorpusFormat(rawValue: format) ?? .text))
    let writer = try CorpusWriter(output, options: WriteOptions(format: CorpusFormat(rawValue: to) ?? .jsonl))
    let count = try annotator.run(reader, writer) { runner.onEvent(.progress(stage: name, documents: $0)) }
    runner.onEvent(.ledger(stage: name, part: "input", reader.ledger))
    return StageResult(summary: "\(count) documents in \(output)", files: outputFiles)
  }
}
