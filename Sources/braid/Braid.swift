import BraidFiles
import ArgumentParser
import BraidPipelines

@main
struct Braid: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "braid", abstract: "Prepare corpora, train text tasks jointly, annotate documents.",
    discussion: """
      Everything can be declared in one YAML pipeline, which `braid run` runs. Results go to standard output, \
      messages to standard error.

      Exit codes: 0 done; 1 failed; 2 wrong usage, an option that would do nothing, or a mistake in a pipeline; 3 done, \
      but some records were rejected.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Prepare",
        subcommands: [
          TokenizeCommand.self, ConvertCommand.self, StatsCommand.self, SplitCommand.self, VocabCommand.self,
          MergeCommand.self,
        ]),
      CommandGroup(
        name: "Models",
        subcommands: [
          EvaluateCommand.self, CompareCommand.self, ScoreCommand.self, AnnotateCommand.self, ServeCommand.self,
          ModelCommand.self,
        ]),
      CommandGroup(
        name: "Pipelines",
        subcommands: [
          InitCommand.self, CheckCommand.self, PlanCommand.self, RunCommand.self, TrainCommand.self,
          AffinityCommand.self, SweepCommand.self, ConfigCommand.self, SchemaCommand.self,
        ]),
    ])

  @Flag(help: "Print the versions of Braid and of the libraries it uses.") var version = false

  /// Prints the versions, or help when no command is given.
  func run() throws {
    guard version else { throw CleanExit.helpRequest(self) }
    for line in Versions.lines { Console.result(line) }
  }

  /// Runs a command and ends the process with its exit code.
  static func main() {
    Console.holdClosedStreams()
    Console.ignoreFileSizeSignals()
    let words = joined(CommandLine.arguments.dropFirst())
    do {
      #if Service
        if words.first == "serve" { ServiceSignals.install() }
      #endif
      try checkCommand(words.first == "help" ? words.dropFirst().first : words.first)
      var command = try parseAsRoot(words)
      try command.run()
      Console.finish()
    } catch {
      Failure.exit(error, of: Self.self, words)
    }
  }

  /// The words with negative numbers put behind the flags before them, `--top=-1`: by themselves they are taken for flags, and a
  /// flag for one without its value.
  private static func joined(_ words: ArraySlice<String>) -> [String] {
    var joined: [String] = []
    for (index, word) in words.enumerated() {
      guard let last = joined.last, last.hasPrefix("--"), last.count > 2, !last.contains("="),
        isNegative(word), !words.prefix(index).contains("--")
      else {
        joined.append(word)
        continue
      }
      joined[joined.count - 1] = "\(last)=\(word)"
    }
    return joined
  }

  /// Whether a word begins as a negative number does.
  private static func isNegative(_ word: String) -> Bool {
    let start = Array(word.utf8.prefix(2))
    return start.count == 2 && start[0] == UInt8(ascii: "-") && (48...57 ~= start[1] || start[1] == UInt8(ascii: "."))
  }

  /// Checks that a word names a command; ArgumentParser would call it unexpected, or explain nothing.
  ///
  /// - Throws: `ValidationError` with the nearest name.
  private static func checkCommand(_ word: String?) throws {
    let commands = configuration.subcommands + configuration.groupedSubcommands.flatMap { $0.subcommands }
    let names = commands.compactMap { $0.configuration.commandName }
    guard let word, !word.isEmpty, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    guard !Pipeline.verbs.contains(word) else {
      throw ValidationError("`\(word)` is a stage of pipelines, no command; `braid schema` describes its options.")
    }
    let hint = SpellingSuggestion.name(for: word, among: names).map { " Did you mean `\($0)`?" } ?? ""
    throw ValidationError("There is no command `\(word)`.\(hint) `braid --help` lists them all.")
  }
}
