import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidReports
import BraidTasks

extension AnnotateStage {
  func run(in context: StageContext) throws -> StageResult? {
    let model = try model(in: context)
    let files = try files
    var job = job(input: files)
    job.options.threads = context.threads
    job.reading.meter = context.progress.meter
    func runJob() throws -> AnnotationSummary {
      context.expect(bytes: FileList.bytes(files))
      return try job.run(model, shouldStop: context.progress.shouldStop) {
        context.progress.tell(context.stage, documents: $0.documents, shareOfRead: $0.shareOfRead)
      }
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
    if let ledger = summary.ledger { context.tell(.ledger(part: "input", ledger: ledger)) }
    var text = "\(summary.counts.documents.counted("document")) in \(output)"
    if summary.sentencesReadInParts > 0 {
      text += "; read in parts: \(summary.sentencesReadInParts.counted("sentence")) too long to be read whole"
    }
    for note in summary.notes + [summary.leftOut].compactMap(\.self) { text += "; \(note)" }
    if summary.counts.rejected > 0, let place = job.deadLettersPath {
      text += "; \(summary.counts.rejected.counted("record")) could not be read or written, see \(place)"
    }
    // A file that can't be read is not written back.
    let written = outputFiles.filter { rewrite == nil || FileSystem.exists($0) }
    var result = StageResult(summary: text, files: written, rejected: summary.counts.rejected)
    if FileList.isFolder(output), let files = summary.files {
      result.inFolder = FolderFiles(folder: output, written: files, expected: rewrite == nil ? [] : outputFiles)
    }
    return result
  }

  /// The model of its train stage or folder.
  func model(in context: StageContext) throws -> JointModel {
    if let folder { try JointModel(contentsOf: folder, kinds: context.kinds) } else { try context.results.model(model) }
  }
}

extension AnnotateStage {
  /// Shows the first documents of what it wrote.
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) {
    var samples = ReportedSamples(stage: context.stage, path: output, documents: [])
    do {
      // A table that is read and written has the same columns, and more.
      var options = inputFormat.isTable && writeOptions.format.isTable ? readOptions : ReadOptions()
      options.format = writeOptions.format
      if rewrite != nil {
        options = readOptions
        // What a model translates is not confirmed.
        options.unconfirmed = options.format.takesTranslations && options.format != .tmx
      }
      let written = FileList.isFolder(output) ? try? InputFiles.corpora([output], format: writeOptions.format) : nil
      let files = rewrite == nil ? written ?? [output] : outputFiles.filter(FileSystem.exists)
      let reader = try CorpusReader(files, options: options)
      while samples.documents.count < content.limits.samples, let document = try reader.next() {
        samples.documents.append(document)
      }
    } catch {
      samples.failure = error.errorDescription
    }
    content.samples.append(samples)
  }
}
