import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTasks

extension ArgumentHelp {
  /// Of every option that takes a model.
  static let model = ArgumentHelp(
    "Model: its folder, its file, or the name of one that `braid model list` lists.", valueName: "model")
}

/// `braid model`.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Show, list, pack, unpack and quantize trained models.",
    discussion: """
      Examples: what a model has learned, and one file of it to pass on

        braid model info runs/quickstart
        braid model pack runs/quickstart --output quickstart.braid
        braid annotate --model quickstart.braid corpora/inbox
      """,
    subcommands: [
      ModelInfoCommand.self, ModelListCommand.self, ModelPackCommand.self, ModelUnpackCommand.self,
      ModelQuantizeCommand.self,
    ])
}

/// `braid model list`.
struct ModelListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models that have a name.",
    discussion: """
      A model with a name is given as --model NAME. It is a file NAME.braid, or a folder NAME, in one of these folders, of \
      which the first that has it counts: those of the environment variable BRAID_MODELS, with colons between; \
      braid/models in the user's data ($XDG_DATA_HOME, else ~/.local/share); share/braid/models beside the program's \
      folder, in /usr/local and in /usr; and, for a program that was built in a clone, the clone's pipelines.

      Example: with the model that comes with Braid

        braid model list
        echo 'The crew left.' | braid annotate --model english \\
          --from lines --to conllu -
      """)

  @Flag(help: "Print JSON.") var json = false

  /// One model.
  private struct Line: Encodable {
    let name: String
    let path: String
    let bytes: Int
  }

  func run() throws {
    let lines = ModelPlaces.all.map {
      Line(name: $0.name, path: $0.path, bytes: FileList.bytes(ModelFiles.paths($0.path)))
    }
    if json { return try Console.result(json: lines) }
    if lines.isEmpty { Console.note("no model has a name; `braid help model list` says where they are looked for") }
    for line in lines {
      Console.result(
        "\(TerminalText.line(line.name))  \(Console.number(line.bytes)) bytes  \(TerminalText.line(line.path))")
    }
  }
}

/// `braid model pack`.
struct ModelPackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Pack a model into one file.",
    usage: "braid model pack <model> --output <file> [<options>]",
    discussion: """
      The file is a ZIP archive whose members are stored as they are: `unzip -l` lists them. It ends with the SHA-256 of \
      everything before, and one that is cut off or was altered is refused. The same model makes the same bytes. Every \
      command that takes a model takes the file.

      Weights of 16 bits (--half) make it half as large; they are rounded, so that the model predicts a little \
      differently: score it again. A model whose weights are of 16 or 8 bits already keeps them as they are.

      Example:

        braid model pack runs/quickstart --output quickstart.braid --half \\
          --licence 'CC0 1.0' --source 'the corpora of Braid'
        braid model info quickstart.braid
      """)

  @Argument(help: .model) var model: String
  @Option(name: [.short, .long], help: ArgumentHelp("File to write.", valueName: "file")) var output: String
  @Flag(help: "Store weights in 16 bits.") var half = false
  @Option(help: ArgumentHelp("Licence under which the model may be passed on.", valueName: "text")) var licence: String?
  @Option(
    name: .customLong("source"),
    help: ArgumentHelp("Data that it was trained on; repeat for several.", valueName: "text"))
  var sources: [String] = []
  @OptionGroup var replacing: ReplaceArguments

  func run() throws {
    try OutputGuard.check([output], inputs: ModelFiles.paths(model))
    try OutputGuard.check(output, replacedBy: .model, force: replacing.force)
    let files = try ModelFiles(model)
    let packed = try JointModel(files: files, kinds: .shipped)
    var card = try ModelCard.read(from: files)
    if licence != nil || !sources.isEmpty, card == nil {
      throw ValidationError("--licence and --source go into the model's card, and \(files.path) has none.")
    }
    if let licence { card?.licence = licence }
    if !sources.isEmpty { card?.sources = sources }
    // What is in 16 bits already loses nothing by it.
    try packed.pack(to: output, card: card, half: half || files.areWeightsHalf)
    if !FileSystem.isStream(output) { Console.note("\(output): \(Console.number(FileList.bytes([output]))) bytes") }
  }
}

/// `braid model unpack`.
struct ModelUnpackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpack", abstract: "Unpack a model file into a folder.",
    discussion: """
      Example:

        braid model unpack quickstart.braid --output quickstart
      """)

  @Argument(help: ArgumentHelp("Model that `braid model pack` wrote.", valueName: "model")) var model: String
  @Option(name: [.short, .long], help: ArgumentHelp("New folder to write.", valueName: "folder")) var output: String

  func run() throws { try JointModel.unpack(model, to: output) }
}
