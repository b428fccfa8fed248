import ArgumentParser
import BraidPipelines

/// `braid train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Run a pipeline up to its train stage.",
    usage: "braid train <pipeline> [<options>]",
    discussion: """
      Example: train on your own copy of a corpus

        braid train pipelines/sentiment.yaml --set variables.data=/corpora/sst

      Interrupted training (Ctrl-C, SIGTERM, kill) resumes from its last checkpoint when the same command is run \
      again. With options or data that give other results it stops and names the first difference; only `--fresh` \
      discards the checkpoint. `--baselines` tests for each task whether joint training helps or hurts, on documents that weights and \
      thresholds were not chosen on; `--seeds` measures how much scores vary between random seeds. With both, each \
      task is trained alone under each seed, and a difference counts only beyond its spread between seeds. Both write \
      JSON to the stage's folder: baselines.json, seeds.json.

        braid train pipelines/quickstart.yaml --baselines --seeds 3

      Several processes train together, on one host or many that share their files, when Open MPI starts them; the \
      model has the same bits for any number of processes and threads.

        mpirun -np 2 braid train pipelines/quickstart.yaml --threads 1
      """)

  @OptionGroup var options: RunningOptions
  @OptionGroup var training: TrainStageArguments
  @OptionGroup var checkpoint: CheckpointArguments
  @Flag(help: "Also train each task alone and compare (paired bootstrap test).") var baselines =
    false
  @Option(help: "Number of seeds to train with, starting from the pipeline's; prints mean and deviation.")
  var seeds = 1
  @Flag(help: "Print every event as a line of JSON to standard output, instead of progress.")
  var json = false

  func validate() throws {
    guard seeds >= 1 else { throw ValidationError("--seeds \(seeds): expected at least 1.") }
    if json, options.plain { throw ValidationError("Give --json or --plain, not both: --json prints no progress.") }
  }

  func run() throws {
    let processes = Processes.join()
    let pipeline = try options.pipeline.load()
    let stage = training.name(in: pipeline, options.pipeline.pipeline)
    var variants = TrainingVariants()
    variants.start = checkpoint.start
    variants.baselines = baselines
    variants.seeds = seeds
    try options.run(upTo: stage, json: json, variants: variants, processes: processes)
  }
}
