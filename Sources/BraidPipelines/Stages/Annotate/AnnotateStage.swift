import BraidFiles
import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidText

/// Annotates files with a model.
struct AnnotateStage: Stage {
  static let verb = "annotate"
  static let about = "annotates files with a model"
  static let output = StageOutputKind.files

  var model = ""
  var folder: String?
  var input: [String] = []
  private var format: CorpusFormat?
  private var to: CorpusFormat?
  var output = ""
  var deadLetters: String?
  var options = AnnotationOptions()
  private var reading = ReadOptions()
  private var writing = WriteOptions()
  /// How annotations or translations are put into copies of the input; nil to write documents.
  private(set) var rewrite: RewriteOptions.Style?

  /// The vectors that its train stage is given.
  private var inputsAbove: [String] = []
  /// The layers that the tasks of its train stage write.
  private var predictedLayersAbove: [(task: String, layers: [AnnotationLayer])] = []
  /// The kinds of these tasks.
  private var kindsAbove: [(task: String, kind: any TaskKind)] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("model", &model, required: false, "the train stage")
    try visitor.field(
      "folder", &folder,
      "a model, in place of a train stage: a folder, a file of `braid model pack`, or the name of one that is installed"
    )
    try visitor.field("input", &input, required: true, "files, folders or patterns")
    try visitor.choice(
      "format", &format, "format of the input (default: from the extensions of its files, else text)")
    try visitor.choice("to", &to, among: CorpusFormat.writable, WriteStage.formatAbout)
    try visitor.choice(
      "rewrite", &rewrite,
      "write TEI, XML, HTML, XLIFF, PO or TMX input back with annotations or translations (default: write documents)")
    try visitor.field(
      "output", &output, required: true, "the file that is written; of several files that are written back, a folder")
    try visitor.field(
      "deadLetters", &deadLetters,
      "file for rejected records, written also when none can be read if it is named (default: OUTPUT.dead-letters.jsonl)"
    )
    try visitor.object("reading", &reading, "how the input is read")
    try visitor.object("writing", &writing, "how the output is written")
    try options.fields(&visitor)
  }

  var problem: OptionProblem? { options.problem }

  /// The format of the input.
  var inputFormat: CorpusFormat {
    if let format { return format }
    let formats = Set(input.map(CorpusFormat.init(path:)))
    return formats.count == 1 ? formats.first.flatMap { $0 } ?? .text : .text
  }

  /// How the input is read.
  var readOptions: ReadOptions {
    var options = reading
    options.format = inputFormat
    return options
  }

  /// How the output is written.
  var writeOptions: WriteOptions {
    var options = writing
    options.format = .output(output, given: to)
    return options
  }

  var references: [StageReference] {
    folder != nil || model.isEmpty ? [] : [StageReference("model", name: model, kind: .model)]
  }
  var inputFiles: [String] {
    (folder.map { [(try? JointModel.located($0)) ?? $0] } ?? []) + ((try? files) ?? input) + inputs
  }
  func takes(_ file: String) -> Bool { InputFiles.take(file, input, format: inputFormat) }
  /// The files of vectors that the model is given.
  private var inputs: [String] { options.inputs.isEmpty ? inputsAbove : options.inputs }
  var outputFiles: [String] {
    rewrite == nil
      ? writeOptions.files(output) : (try? job(input: (try? files) ?? input).outputFiles()) ?? [output]
  }
  var writtenFiles: [WrittenFile] {
    outputFiles.map { WrittenFile($0, .corpus(rewrite == nil ? writeOptions.format : inputFormat)) }
      + (job(input: []).deadLettersPath.map { [WrittenFile($0, .deadLetters)] } ?? [])
  }

  /// Whether the format of the output is given.
  var hasOutputFormat: Bool { to != nil }
  /// Whether a task that annotates translates, as far as is known before it is trained.
  var translates: Bool {
    let asked = predictedLayersAbove.filter { options.tasks.isEmpty || options.tasks.contains($0.task) }
    return predictedLayersAbove.isEmpty
      || asked.contains { $0.layers.contains { if case .translation = $0 { true } else { false } } }
  }

  /// The job, for some files.
  func job(input: [String]) -> AnnotationJob {
    let rewriting = rewrite.map { AnnotationJob.Form.rewritten(RewriteOptions(style: $0, readOptions)) }
    var job = AnnotationJob(
      input: input, reading: readOptions, output: output, form: rewriting ?? .documents(writeOptions))
    job.inputIsFolder = self.input.contains { FileList.isFolder($0) || FileList.isPattern($0) }
    job.deadLetters = deadLetters
    job.options = options
    job.options.inputs = inputs
    return job
  }

  /// The files that are annotated.
  var files: [String] {
    get throws(AnnotationError) { try InputFiles.expand(input, format: inputFormat) }
  }

  func absentFiles(_ isWritten: (String) -> Bool) -> [(path: String, expected: String)] {
    let models = folder.map { [(try? JointModel.located($0)) ?? $0] } ?? []
    return (models + input).flatMap { path -> [(path: String, expected: String)] in
      guard !FileSystem.isStream(path), !isWritten(path) else { return [] }
      do throws(AnnotationError) {
        let files = models.contains(path) ? [path] : try InputFiles.expand([path], format: inputFormat)
        return files.filter { FileSystem.isAbsent($0) }.map { ($0, "a file or folder that is there") }
      } catch {
        guard case .noFiles(_, let expected) = error else { return [] }
        return [(path, expected)]
      }
    }
  }

  mutating func placed(below stages: [PipelineStage]) {
    inputsAbove = folder == nil ? stages.trainStage(model)?.encoder.inputs ?? [] : []
    predictedLayersAbove = stages.last { $0.name == model }?.options.predictedLayers ?? []
    kindsAbove = stages.trainStage(model)?.tasks.compactMap { task in task.value.kind.map { (task.name, $0) } } ?? []
  }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    let notWritten = WriteStage.mistake(
      writeOptions.format, key: "to", path: output, place: stage.place(of: to == nil ? "output" : "to"))
    if let rewrite {
      do throws(PipelineError) { try check(rewrite, in: stage) } catch { mistakes.append(error) }
    } else if let notWritten {
      mistakes.append(notWritten)
    }
    stage.check(deadLetters: deadLetters, outputs: outputFiles, mistakes: &mistakes)
    stage.check(reading: readOptions, below: ["reading"], mistakes: &mistakes)
    // What a format takes is not asked of one that can't be written, nor of what is written back.
    if rewrite == nil, notWritten == nil {
      stage.check(writing: writeOptions, below: ["writing"], mistakes: &mistakes)
      if options.predictions.probabilities == true, !writeOptions.format.holdsProbabilities {
        mistakes.append(
          .badValue(
            stage.place(of: "probabilities"), key: "probabilities",
            found: "`true` for \(writeOptions.format.rawValue), which has no place for them",
            expected: "none, or one of the formats "
              + CorpusFormat.allCases.filter(\.holdsProbabilities).map(\.rawValue).joined(separator: ", ")))
      }
    }
    checkTasks(stage, &mistakes)
    if folder != nil, !model.isEmpty {
      mistakes.append(
        .badValue(
          stage.place(of: "folder"), key: "folder", found: "given beside `model`", expected: "one of the two"))
    } else if folder == nil, model.isEmpty {
      mistakes.append(
        .missingKey(
          stage.place, key: "model", inside: "stage `\(stage.name)`", expected: "a train stage, or a model `folder`"))
    }
  }

  /// Checks that the model above has the tasks that are asked for, and that what they predict has a place each.
  private func checkTasks(_ stage: PipelineStage, _ mistakes: inout [PipelineError]) {
    let known = predictedLayersAbove.map(\.task)
    for task in options.tasks where !known.isEmpty && !known.contains(task) {
      mistakes.append(
        .badValue(
          stage.place(of: "tasks", naming: task), key: "tasks", found: "`\(task)`",
          expected: "tasks of `\(model)`: \(known.joined(separator: ", "))",
          nearest: SpellingSuggestion.name(for: task, among: known)))
    }
    let asked = predictedLayersAbove.filter { options.tasks.isEmpty || options.tasks.contains($0.task) }
    if let (first, second, layer) = job(input: []).sharedLayer(asked),
      let error = stage.located(AnnotationError.sameLayer(first: first, second: second, layer: layer))
    {
      mistakes.append(error)
    }
    if !kindsAbove.isEmpty {
      let kinds = kindsAbove.filter { options.tasks.isEmpty || options.tasks.contains($0.task) }.map(\.kind)
      do throws(AnnotationError) { try options.check(kinds) } catch {
        if let error = stage.located(error) { mistakes.append(error) }
      }
    }
  }
}
