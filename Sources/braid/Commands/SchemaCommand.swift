import ArgumentParser
import BraidPipelines

/// `braid schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of pipeline files, for editors.",
    discussion: """
      Example:

        braid schema > pipeline.schema.json
      """)

  func run() throws { Console.output(try Pipeline.schema() + "\n") }
}
