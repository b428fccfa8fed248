import ArgumentParser
import BraidCorpora
import BraidPipelines

/// `braid schema`.
struct SchemaCommand: ParsableCommand {
  /// What a schema is of.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case pipeline, jsonl
  }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of pipeline files or of Braid's JSONL.",
    discussion: """
      Editors check pipeline files against the one, the other says what is in a line of JSONL.

      Examples:

        braid schema > pipeline.schema.json
        braid schema --of jsonl > document.schema.json
      """)

  @Option(name: .customLong("of"), help: ArgumentHelp("Schema to print.", valueName: "what"))
  var subject = Subject.pipeline

  func run() throws {
    switch subject {
    case .pipeline: Console.output(try Pipeline.schema() + "\n")
    case .jsonl: Console.output(JSONLSchema.text + "\n")
    }
  }
}
