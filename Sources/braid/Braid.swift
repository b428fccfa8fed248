import ArgumentParser

@main
struct Braid: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "braid", abstract: "Prepare corpora, train text tasks jointly, annotate documents.",
    discussion: """
      Everything can be declared in one YAML pipeline; `braid run` runs it.
      Results go to standard output, everything else to standard error.

      Exit codes: 0 done, 1 failed, 2 wrong usage or pipeline, 3 done but some documents could not be read or written.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Prepare",
        subcommands: [
          TokenizeCommand.self, ConvertCommand.self, StatsCommand.self, SplitCommand.self, VocabCommand.self,
        ]),
      CommandGroup(
        name: "Models",
        subcommands: [EvaluateCommand.self, CompareCommand.self, AnnotateCommand.self, ServeCommand.self]),
      CommandGroup(
        name: "Pipelines",
        subcommands: [
          InitCommand.self, CheckCommand.self, PlanCommand.self, RunCommand.self, TrainCommand.self,
          ConfigCommand.self, SchemaCommand.self,
        ]),
    ])

  /// Runs a command and ends the process with its exit code.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure.exit(error)
    }
  }
}
