import ArgumentParser
import BraidPipelines

/// `braid train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Run a pipeline up to its train stage.",
    discussion: """
      Example: train on your own copy of a corpus

        braid train pipelines/sentiment.yaml --set variables.data=/corpora/sst
      """)

  @OptionGroup var options: PipelineOptions

  func run() throws {
    let pipeline = try options.load()
    guard let stage = pipeline.trainStage else {
      Console.fail("\(options.pipeline): it has no train stage", advice: "Use `braid run`.", code: 2)
    }
    try options.run(upTo: stage)
  }
}
