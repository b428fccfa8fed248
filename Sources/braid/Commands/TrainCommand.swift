import ArgumentParser
import BraidPipelines
import BraidTraining

/// `braid train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Run a pipeline up to its train stage.",
    discussion: """
      Example: train on your own copy of a corpus

        braid train pipelines/sentiment.yaml --set variables.data=/corpora/sst

      A training that was stopped (Ctrl-C, SIGTERM, or killed) goes on from its last checkpoint when the same command is
      given again. `--baselines` says for each task whether training it with the others helps, hurts, or can't be told;
      `--seeds` how much of a score is luck. Both leave JSON files in the stage's folder: baselines.json, seeds.json.

        braid train pipelines/quickstart.yaml --baselines --seeds 3
      """)

  @OptionGroup var options: PipelineOptions

  @Flag(help: "Go on from a checkpoint, and say so when there is none.") var resume = false
  @Flag(help: "Throw a checkpoint that is there away, whatever training it belongs to.") var fresh = false
  @Flag(help: "Train each task alone too, on the same budget, and compare (paired bootstrap test).") var baselines =
    false
  @Option(help: "Train under N seeds, the pipeline's own and those that follow it; give mean and deviation.")
  var seeds = 1
  @Flag(help: "Print every event to standard output as JSON, one object a line, in place of bars and lines.")
  var json = false

  func validate() throws {
    guard seeds >= 1 else { throw ValidationError("--seeds is \(seeds), it must be at least 1") }
    guard !(resume && fresh) else { throw ValidationError("--resume and --fresh exclude each other") }
  }

  func run() throws {
    let pipeline = try options.load()
    guard let stage = pipeline.trainStage else {
      Console.fail("\(options.pipeline): it has no train stage", advice: "Use `braid run`.", code: 2)
    }
    var variants = TrainingVariants()
    variants.start = resume ? .resume : fresh ? .afresh : .resumeIfThere
    variants.baselines = baselines
    variants.seeds = seeds
    try options.run(upTo: stage, json: json, variants: variants)
  }
}
