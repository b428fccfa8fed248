import BraidAnnotation
import BraidCorpora
import BraidTasks

extension AnnotateStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let model = if let folder { try JointModel(contentsOf: folder) } else { try runner.model(model) }
    var job = AnnotationJob(
      input: try files, reading: ReadOptions(format: CorpusFormat(rawValue: format) ?? .text),
      output: output, writing: WriteOptions(format: CorpusFormat(rawValue: to) ?? .jsonl))
    job.options.tasks = tasks
    job.options.locale = locale
    job.options.answers.alternatives = alternatives
    job.options.answers.attention = attention
    job.options.threads = runner.threads
    func runJob() throws -> AnnotationSummary {
      try job.run(model, shouldStop: runner.shouldStop) { runner.tell(name, documents: $0.documents) }
    }
    let summary: AnnotationSummary
    do {
      job.resumes = true
      summary = try runJob()
    } catch let error as AnnotationError where error.isAboutEarlierRun {
      job.resumes = false
      summary = try runJob()
    }
    guard !summary.wasStopped else { return nil }
    if let ledger = summary.ledger { runner.onEvent(.ledger(stage: name, part: "input", ledger)) }
    var text = "\(summary.counts.documents) documents in \(output)"
    if summary.counts.rejected > 0, let place = job.deadLettersPath {
      text += "; \(summary.counts.rejected) records could not be read or written, see \(place)"
    }
    return StageResult(summary: text, files: outputFiles)
  }
}
