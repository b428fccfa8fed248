import ArgumentParser

@main
struct Braid: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "braid", abstract: "Prepare corpora, train text tasks jointly, annotate documents.",
    discussion: """
      Everything is declared in one YAML pipeline; `braid run` runs it.

      Exit codes: 0 done, 1 failed, 2 wrong usage or pipeline, 3 done but some documents could not be read.
      """,
    subcommands: [RunCommand.self, TrainCommand.self, CheckCommand.self, ConfigCommand.self, SchemaCommand.self])
}
