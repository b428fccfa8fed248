import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText

extension AnnotateStage {
  /// Checks that the input can be written back, and that nothing is said of another output.
  func check(_ style: RewriteOptions.Style, in stage: PipelineStage) throws(PipelineError) {
    func refuse(_ found: String, _ expected: String) -> PipelineError {
      .badValue(stage.place(of: "rewrite"), key: "rewrite", found: found, expected: expected)
    }
    let format = inputFormat
    guard format.isRewritten else {
      throw refuse("`\(style.rawValue)` for \(format.rawValue)", "input in tei, xml, html, xliff, po or tmx")
    }
    guard style == .inline || [.tei, .xml].contains(format) else {
      throw refuse("`standoff` for \(format.rawValue)", "`inline`; standoff is for tei and xml")
    }
    guard !hasOutputFormat, stage.written["writing"] == nil else {
      throw refuse("`\(style.rawValue)` beside `to` or `writing`", "one of them: what is written back keeps its format")
    }
    if options.predictions.probabilities == true {
      throw refuse(
        "`\(style.rawValue)` beside `probabilities`", "one of them: what is written back has no place for them")
    }
    if format.takesTranslations, !translates {
      throw refuse(
        "`inline` for \(format.rawValue), and no task of `\(model)` translates", "a task that does")
    }
    do throws(AnnotationError) { _ = try job(input: (try? files) ?? []).outputFiles() } catch {
      if let error = stage.located(error) { throw error }
    }
  }

  /// Documents that are annotated to see whether it works.
  private static let sample = 20

  func inspect(in context: StageContext) throws -> [CheckFinding] {
    let model = try job(input: []).options.prepare(try model(in: context))
    let annotator = try Annotator(model, locale: options.locale, threads: context.threads)
    let asked = try annotator.tasks(named: options.tasks)
    let files = try files
    let job = job(input: files)
    try job.check(model, asked)
    var sample = try job.sample(for: annotator, documents: Self.sample)
    guard sample.readable + sample.rejected > 0 else {
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
    writer.keepsRefused = !job.options.strict
    for document in annotator.predict(sample.documents, tasks: asked, options: job.options.predictions) {
      do throws(CorpusError) { try writer.write(document) } catch {
        guard case .cannotExpress = error, !job.options.strict else { throw error }
        sample.reject(error)
      }
    }
    try writer.endWaiting()
    for (_, number, error) in writer.takeRefused() { sample.reject(error.numbered(number)) }
    try writer.close()
    return rejections(sample, job, in: context)
  }

  /// Says how many records a run would reject, which is no failure of the stage.
  private func rejections(
    _ sample: AnnotationSample, _ job: AnnotationJob, in context: StageContext
  ) -> [CheckFinding] {
    guard sample.rejected > 0 else { return [] }
    let all = (sample.readable + sample.rejected).counted("record")
    let reasons = sample.reasons.joined(separator: "; ") + (sample.rejected > sample.reasons.count ? "; …" : "")
    return [
      CheckFinding(
        level: .warning, stage: context.stage,
        text: "of \(all) at least \(sample.rejected) will be rejected: \(reasons)",
        advice:
          "They will be in \(job.deadLettersPath ?? "no file"), and the run will end with exit code 3; correct them, "
          + "or give `strict: true` to make them errors.")
    ]
  }
}
