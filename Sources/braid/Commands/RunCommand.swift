import ArgumentParser
import BraidPipelines

/// `braid run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a pipeline.",
    discussion: """
      Example: run the quick start with two epochs

        braid run pipelines/quickstart.yaml --set model.epochs=2

      A stage is run when its options, its data, a stage that it uses or the program have changed; see `braid plan`.
      A training that was stopped (Ctrl-C, SIGTERM, or killed) goes on from its last checkpoint.
      """)

  @OptionGroup var options: PipelineOptions
  @Option(help: "Run this stage only, with what it needs.") var only: String?
  @Flag(help: "Run every stage, also those of which nothing has changed.") var anew = false

  @Flag(help: "Print every event to standard output as JSON, one object a line, in place of bars and lines.")
  var json = false

  func run() throws { try options.run(upTo: only, anew: anew, json: json) }
}
