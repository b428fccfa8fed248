import ArgumentParser
import BraidPipelines

/// `braid config`.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print a pipeline with all defaults filled in.",
    usage: "braid config <pipeline> [<options>]",
    discussion: """
      Example:

        braid config pipelines/quickstart.yaml --set model.epochs=2
      """)

  @OptionGroup var options: PipelineOptions

  func run() throws {
    let pipeline = try options.load()
    Console.output(try Console.failing { () throws(PipelineError) in try pipeline.resolved() })
  }
}
