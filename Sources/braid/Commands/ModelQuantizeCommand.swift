import ArgumentParser
import BraidAnnotation
import BraidFiles
import BraidPipelines
import BraidTasks
import BraidTensors
import BraidText

/// `braid model quantize`.
struct ModelQuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize", abstract: "Quantize a model's weights to 8 bits.",
    discussion: """
      The file is a quarter to a third as large, and annotation is faster where the processor multiplies whole \
      numbers (VNNI, the dot products of ARM). Matrices have a scale for each output, tables of embeddings one for \
      each row; what matrices are multiplied with is put into 8 bits token by token. All processors and numbers of \
      threads make the same bits of it. The encoder whose states a model reads goes into 8 bits, too; the model that \
      cuts its raw texts does not.

      Both models are scored on development documents: those of the pipeline that trained the model, or files with \
      gold labels. Prints what each task loses, in points, and writes nothing when one loses more than --limit; of \
      500 items each is 0.2 points. Weights that matter can stay in 32 bits (--keep): `encoder.words` is the \
      embedding of words, `encoder.lstm` the encoder's layers; all of a task's begin with its name.

      Every command that takes a model takes the file. Its card, and `braid model info`, say what was lost. A training \
      that starts from it begins with its numbers in 32 bits.

      Examples:

        braid model quantize runs/quickstart --output quickstart-8.braid \\
          --pipeline pipelines/quickstart.yaml --limit 0.3
        braid model quantize english --output english-8.braid --task upos \\
          --data corpora/tagged/dev.conllu
      """)

  @ArgumentParser.Argument(help: .model) var model: String
  @Option(name: [.short, .long], help: ArgumentHelp("File to write.", valueName: "file")) var output: String
  @Option(help: ArgumentHelp("Most points that a task may lose.", valueName: "points")) var limit = 0.1
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Weight to keep in 32 bits, or the first parts of its name; repeatable.", valueName: "name"))
  var keep: [String] = []
  @Option(help: ArgumentHelp("Pipeline that trained it, whose development parts are scored.", valueName: "file"))
  var pipeline: String?
  @OptionGroup var stage: TrainStageArguments
  @OptionGroup var changes: SettingArguments
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Run folder of the pipeline (default: runs/NAME).", valueName: "folder"))
  var runFolder: String?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Gold labels: \(ReadArguments.inputs).", valueName: "file"))
  var data: [String] = []
  @Option(
    name: .customLong("task"), parsing: .singleValue,
    help: ArgumentHelp("Task to score; repeatable (default: all, of which each must be).", valueName: "task"))
  var tasks: [String] = []
  @OptionGroup var source: GoldSource
  @Option(
    parsing: .upToNextOption, help: .declared(AnnotationOptions.self, "inputs", "file")) var inputs: [String] = []
  @OptionGroup var threads: ThreadArguments
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var replacing: ReplaceArguments

  func validate() throws {
    if !(limit >= 0 && limit.isFinite) { throw ValidationError("--limit \(limit): expected at least 0.") }
    if (pipeline == nil) == data.isEmpty { throw ValidationError("Give either --pipeline or --data.") }
    if pipeline == nil, let option = pipelineOption { throw ValidationError("\(option) is for a --pipeline.") }
    if pipeline != nil {
      let flags = try source.reading.given() + (source.locale == nil ? [] : ["--locale"])
      try IdleOptions.refuse(flags, "is for --data; the pipeline says how its files are read.")
    }
    for name in keep where name.isEmpty { throw ValidationError("--keep: expected the name of a weight.") }
  }

  private var pipelineOption: String? {
    stage.stage != nil ? "--stage" : !changes.settings.isEmpty ? "--set" : runFolder != nil ? "--run" : nil
  }

  func run() throws {
    try OutputGuard.check(
      [output],
      inputs: ModelFiles.paths(self.model) + source.reading.files(data) + inputs + (pipeline.map { [$0] } ?? []))
    try OutputGuard.check([output], takenInBy: data, format: source.reading.format)
    try OutputGuard.check(output, replacedBy: .model, force: replacing.force)
    let files = try ModelFiles(self.model)
    var model = try JointModel(files: files, kinds: .shipped)
    var card = try ModelCard.read(from: files)
    model.requireTasks(tasks)
    for name in keep where !model.weights.entries.contains(where: { JointModel.isPart($0.name, of: name) }) {
      Console.fail(
        "--keep: the model has no weight `\(name)`",
        advice: "Names of weights begin with encoder, \(model.names.joined(separator: ", ")).", code: 2)
    }
    if !inputs.isEmpty { try model.setInputs(InputVectors(inputs)) }
    try model.checkInputs()
    let quantized = try model.quantized(keeping: keep)
    let corpora = try documents(for: model)
    for corpus in corpora { try model.checkInputs(of: corpus.documents) }
    let losses = try losses(model, quantized, corpora)
    if json {
      try Console.result(json: losses)
    } else {
      for line in Self.table(losses) { Console.result(line) }
    }
    // Sums of floating-point numbers are not decimal ones.
    let above = losses.filter { $0.value.points > limit + 1e-9 }.keys.sorted()
    guard above.isEmpty else {
      Console.fail(
        "\(output): not written, \(above.joined(separator: ", ")) \(above.count == 1 ? "loses" : "lose") more than "
          + "\(Console.number(limit, decimals: 2)) points",
        advice: "Leave weights in 32 bits with --keep, or allow more with --limit.", code: 1)
    }
    card?.quantization = Quantization(losses: losses, kept: keep)
    try quantized.pack(to: output, card: card, half: false)
    if card == nil { Console.note("the model has no card, so that the file does not say what was lost") }
    if !FileSystem.isStream(output) {
      let (before, after) = (FileList.bytes(ModelFiles.paths(self.model)), FileList.bytes([output]))
      Console.note("\(output): \(Console.number(after)) bytes, before \(Console.number(before))")
    }
  }

  /// The documents that are scored, and the tasks that each corpus is for.
  private func documents(for model: JointModel) throws -> [(documents: [Document], tasks: [Int])] {
    guard let file = pipeline else {
      if !source.reading.isQuiet { Console.noteOtherRules(model, in: self.model) }
      return [try source.load(data, for: model, tasks: tasks, ownTokens: false)]
    }
    let pipeline = try Console.failing { () throws(PipelineError) in
      try Pipeline(contentsOf: file, settings: changes.settings, folder: runFolder)
    }
    let stage = stage.name(in: pipeline, file)
    let signals = Console.stopSignals("stopping")
    var printer = RunPrinter(isPlain: true)
    let runner = PipelineRunner(
      pipeline, folder: runFolder, threads: threads.number, shouldStop: { signals.isRaised }
    ) { printer.show($0) }
    let corpora: [(documents: [Document], tasks: [String])]?
    do {
      corpora = try runner.development(of: stage)
      printer.end()
    } catch {
      printer.end()
      Console.fail(error)
    }
    guard let corpora else {
      Console.fail("stopped", advice: "The same command starts over.", code: signals.exitCode)
    }
    return corpora.map { documents, learned in
      let scored = learned.filter { tasks.isEmpty || tasks.contains($0) }
      return (documents, model.names.indices.filter { scored.contains(model.names[$0]) })
    }
  }

  /// What each task loses; ends the process with code 1 when one that must be scored has no gold labels.
  private func losses(
    _ model: JointModel, _ quantized: JointModel, _ corpora: [(documents: [Document], tasks: [Int])]
  ) throws -> [String: QuantizationLoss] {
    let (before, after) = (
      model.scores(on: corpora, threads: threads.number), quantized.scores(on: corpora, threads: threads.number)
    )
    var losses: [String: QuantizationLoss] = [:]
    for (index, name) in model.names.enumerated() where tasks.isEmpty || tasks.contains(name) {
      if let pipeline, !corpora.contains(where: { $0.tasks.contains(index) }) {
        Console.fail(
          "\(pipeline): the train stage has no development documents for a task `\(name)`",
          advice: "Name the stage that trained the model with --stage, or other files with --data.", code: 1)
      }
      guard let before = before[index], let after = after[index] else {
        Console.fail(
          "\(pipeline ?? data.joined(separator: " ")): no document has gold labels for \(name), "
            + "whose loss is not known",
          advice: "Name a pipeline with development parts for all tasks, or the tasks to score with --task.", code: 1
        )
      }
      losses[name] = QuantizationLoss(before, after)
    }
    return losses
  }

  /// A line a task after the headings.
  private static func table(_ losses: [String: QuantizationLoss]) -> [String] {
    func number(_ value: Double) -> String { Console.number(value, decimals: 2) }
    return Console.table(
      [["task", "metric", "32 bits", "8 bits", "lost points", "items"]]
        + losses.sorted { $0.key < $1.key }.map { task, loss in
          [
            TerminalText.line(task), loss.metric, number(loss.before), number(loss.after), number(loss.points),
            Console.number(loss.items),
          ]
        })
  }
}
