import ArgumentParser
import BraidPipelines

/// `braid run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a pipeline.",
    discussion: """
      Example: run the quick start with two epochs

        braid run pipelines/quickstart.yaml --set model.epochs=2

      A training that was stopped (Ctrl-C, SIGTERM, or killed) goes on from its last checkpoint.
      """)

  @OptionGroup var options: PipelineOptions
  @Option(help: "The last stage to run.") var only: String?

  func run() throws { try options.run(upTo: only) }
}
