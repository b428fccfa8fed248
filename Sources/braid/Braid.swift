import ArgumentParser

@main
struct Braid: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "braid", abstract: "Prepare corpora, train text tasks jointly, annotate documents.")
}
