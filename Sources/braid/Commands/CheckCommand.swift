import ArgumentParser
import BraidPipelines

/// `braid check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a pipeline file without running it.",
    discussion: """
      Example:

        braid check pipelines/quickstart.yaml
      """)

  @OptionGroup var options: PipelineOptions

  func run() throws {
    let pipeline = try options.load()
    Console.note("\(options.pipeline): \(pipeline.stageCount) stages, all in order")
  }
}
