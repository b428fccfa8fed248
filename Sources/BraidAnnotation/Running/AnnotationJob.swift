public import BraidCorpora
import BraidFiles
public import BraidTasks
package import BraidText

/// The outcome of a run.
public struct AnnotationSummary: Sendable, Equatable {
  /// What became of the records, those of earlier runs included.
  public var counts: AnnotationCounts
  /// Records that an earlier run had done; nil when there was none.
  public var resumedAt: Int?
  /// What was read and repaired; nil when nothing was read or the run was stopped.
  public var ledger: Ledger?
  /// Whether the run was stopped before its end.
  public var wasStopped = false
  /// Sentences that were too long for a task to read at once, such as a text without any full stop.
  public var sentencesReadInParts = 0
  /// The layers that the output has no place for and the tasks that write none, in a line; nil when there are none.
  public var leftOut: String?
  /// What became of translations that were put into files, in lines.
  public var notes: [String] = []
  /// The files that are written; nil where that is not known, as an earlier run has put them in their place.
  package var files: [String]?
}

/// Annotation of files with a model: everything that `braid annotate` does, and the `annotate` stage of pipelines.
public struct AnnotationJob: Sendable {
  /// What is written.
  public enum Form: Sendable {
    /// Documents in a corpus format.
    case documents(WriteOptions)
    /// Files that come back as they were, byte for byte, but for the annotations in XML, or the translations in XLIFF, PO and
    /// TMX.
    case rewritten(RewriteOptions)
  }

  /// How records are annotated.
  public var options = AnnotationOptions()
  /// The files, `-` for standard input; see `InputFiles`.
  public var input: [String]
  /// Whether they were named by a folder, so that files that are rewritten go to a folder, too, however many there are.
  public var inputIsFolder = false
  /// How they are read.
  public var reading: ReadOptions
  /// The file that is written, `-` for standard output; of several rewritten files the folder.
  public var output: String
  /// What is written to it.
  public var form: Form
  /// File of the records that could not be read or written; nil: `OUTPUT.dead-letters.jsonl`, none for a stream.
  public var deadLetters: String?
  /// Whether an unfinished run is resumed; without one, or when false, everything is done from the beginning. Of
  /// rewritten files those that an unfinished run with the same model and options wrote to the output folder, of the same
  /// input, are left as they are.
  public var resumes = false

  /// A job.
  public init(input: [String], reading: ReadOptions, output: String, form: Form) {
    self.input = input
    self.reading = reading
    // A document in is a document out.
    if reading.cutsDocuments { self.reading.maximumDocumentBytes = reading.maximumDocumentBytes ?? 1 << 30 }
    self.output = output
    self.form = form
    if case .documents(var writing) = form, let kept = writing.format.keptColumns {
      // A table in is the same table out, with more columns.
      let layout = TableLayout()
      writing.layout = layout
      if self.reading.format.keptColumns == kept { self.reading.layout = layout }
      self.form = .documents(writing)
    }
  }

  /// Whether there is a run that could be resumed.
  public var isUnfinished: Bool { !isStream && JournaledOutput.unfinished(output) }

  /// Whether the output is a stream, so that there is nothing to resume.
  public var isStream: Bool { FileSystem.isStream(output) }

  /// Where dead letters go; nil for nowhere.
  public var deadLettersPath: String? { deadLetters ?? (isStream ? nil : output + ".dead-letters.jsonl") }

  /// Whether files that are rewritten go to a folder.
  package var rewritesToFolder: Bool {
    guard case .rewritten = form else { return false }
    return input.count > 1 || inputIsFolder || output.hasSuffix("/") || FileList.isFolder(output)
  }

  /// The files that are written besides the dead letters.
  ///
  /// - Throws: `AnnotationError.sameName` when two inputs would be written to one.
  package func outputFiles() throws(AnnotationError) -> [String] {
    if case .documents(let writing) = form { return writing.files(output) }
    guard rewritesToFolder else { return [output] }
    return try AnnotationRun.names(input).map { "\(output)/\($0)" }
  }

  /// Runs the job.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - shouldStop: checked now and then; if true, finished work is synced and the run ends.
  ///   - onProgress: called now and then with how far it is.
  ///   - onRejected: called with the reason of every rejected record.
  ///   - onNothingRead: called before the error when none of the input can be read, with the number of rejected records; they
  ///     are in the file of the dead letters if one is named, and nowhere else.
  /// - Returns: what became of the records; of rewritten files, the documents in them and the files refused.
  /// - Throws: `AnnotationError`, `CorpusError`, `FileError`, `TaskError` or `TextError`; a run to a file can then be resumed later.
  public func run(
    _ model: JointModel, shouldStop: @escaping () -> Bool = { false },
    onProgress: @escaping (AnnotationProgress) -> Void = { _ in }, onRejected: @escaping (String) -> Void = { _ in },
    onNothingRead: @escaping (Int) -> Void = { _ in }
  ) throws -> AnnotationSummary {
    let model = try options.prepare(model)
    let annotator = try Annotator(model, locale: options.locale, threads: options.threads)
    annotator.isStopped = { StopSignals.isAnyRaised }
    var tasks = try annotator.tasks(named: options.tasks)
    if case .rewritten = form, reading.format.takesTranslations {
      tasks = tasks.filter { task in
        model.tasks[task].options.kind.writtenLayers.contains { if case .translation = $0 { true } else { false } }
      }
      if tasks.isEmpty { throw AnnotationError.noTranslation(options.tasks) }
    }
    try check(model, tasks)
    let written = tasks.map { (task: model.names[$0], layers: model.tasks[$0].options.kind.writtenLayers) }
    let run = AnnotationRun(
      job: self, annotator: annotator, tasks: tasks, shouldStop: shouldStop, onProgress: onProgress,
      onRejected: onRejected, onNothingRead: onNothingRead)
    var summary: AnnotationSummary
    switch form {
    case .documents(var writing):
      writing.tasks = columns(of: model)
      writing.predicted = PredictedColumn.columns(written)
      writing.predictedScores = options.predictions.scores
      // A stream is not resumed: what it depends on is never asked.
      summary = try run.annotate(writing, identity: isStream ? [] : try identity(model, writing))
    case .rewritten(let rewriting):
      summary = try run.rewrite(rewriting, identity: try identity(model, rewriting))
    }
    summary.sentencesReadInParts = annotator.sentencesReadInParts
    let silent = tasks.filter { model.tasks[$0].options.kind.writtenLayers.isEmpty }.map { model.names[$0] }
    // What a model finds that segments texts is their tokens.
    if !silent.isEmpty, !model.segmentsText {
      let note = "\(silent.joined(separator: ", ")) \(silent.count == 1 ? "writes" : "write") no layer"
      summary.leftOut = [summary.leftOut, note].compactMap(\.self).joined(separator: "; ")
    }
    return summary
  }

  /// Checks, before the work, that the output has a place for what some tasks of a model write, and that they take the options.
  ///
  /// - Throws: `AnnotationError` or `CorpusError`, as a run does.
  package func check(_ model: JointModel, _ tasks: [Int]) throws {
    let written = tasks.map { (task: model.names[$0], layers: model.tasks[$0].options.kind.writtenLayers) }
    if let shared = sharedLayer(written) {
      throw AnnotationError.sameLayer(first: shared.first, second: shared.second, layer: shared.layer)
    }
    try options.check(tasks.map { model.tasks[$0].options.kind })
    guard case .documents(let writing) = form else { return }
    let predicted = PredictedColumn.columns(written)
    try writing.checkTaskColumns(predicted)
    try checkColumns(writing, columns(of: model) + predicted.flatMap { [$0.name, $0.scoreName] })
    try checkTarget(writing, written)
  }

  /// Two of some tasks that write the same layer, by their names, and the layer; nil when the output has a place for each.
  package func sharedLayer(
    _ tasks: [(task: String, layers: [AnnotationLayer])]
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    guard case .documents(var writing) = form else { return AnnotationLayer.shared(by: tasks) }
    guard !writing.format.holdsPredictions else { return nil }
    writing.predicted = PredictedColumn.columns(tasks)
    return writing.sharedLayer(tasks)
  }

  /// The names of a model's tasks and of the layers that they write, which may be those of columns.
  private func columns(of model: JointModel) -> [String] {
    model.names + model.tasks.flatMap { $0.options.kind.writtenLayers.map(\.name) }
  }

  /// Checks columns that are asked for by name against the first documents, so that a mistyped one is found before the work.
  private func checkColumns(_ writing: WriteOptions, _ tasks: [String]) throws(CorpusError) {
    guard !writing.columns.isEmpty, !input.contains("-") else { return }
    var asked = try AskedColumns(writing, tasks: tasks)
    var reading = reading
    reading.meter = nil
    let reader = try CorpusReader(unopened: input, options: reading)
    // What can't be read is told when it is annotated.
    for _ in 0..<100 {
      guard let document = try? reader.next() else { break }
      asked.see(document)
    }
    if let problem = AskedColumns.problem([asked]) { throw problem }
  }

  /// Checks that it is known which of a model's translations is written in a format that has one target language.
  private func checkTarget(
    _ writing: WriteOptions, _ tasks: [(task: String, layers: [AnnotationLayer])]
  ) throws(CorpusError) {
    guard writing.hasOneTarget else { return }
    let names = Set(
      tasks.flatMap { task in
        task.layers.compactMap { layer in if case .translation(let name) = layer { name } else { nil } }
      }
    ).sorted()
    guard names.count > 1 else { return }
    throw .badOption(
      name: "targetLanguage", found: "nothing, of \(names.count) languages that the model translates to",
      expected: "one of \(names.joined(separator: ", "))")
  }

  /// What a run depends on, by digests.
  private func identity(_ model: JointModel, _ writing: WriteOptions) throws(OptionError) -> Journal.Identity {
    try identity(model, writing: writing.digest(writing.format.rawValue)) + [
      ("input", StableHash.hexadecimal(input.joined(separator: "\n")))
    ]
  }

  /// The same of rewritten files, of which each has its own input.
  private func identity(_ model: JointModel, _ rewriting: RewriteOptions) throws(OptionError) -> Journal.Identity {
    try identity(model, writing: StableHash.hexadecimal("\(rewriting)"))
  }

  private func identity(_ model: JointModel, writing: String) throws(OptionError) -> Journal.Identity {
    // How often the output is synced changes nothing in it.
    var options = options
    options.syncSeconds = 0
    return [
      ("model", model.fingerprint), ("reading", try reading.digest(reading.format.rawValue)), ("writing", writing),
      ("options", try options.digest()),
    ] + (reading.shard.map { [("shard", $0.description)] } ?? [])
      + (model.inputsDigest.map { [("inputs", $0)] } ?? [])
  }
}
