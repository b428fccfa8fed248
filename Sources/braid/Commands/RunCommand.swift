import ArgumentParser
import BraidPipelines

/// `braid run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a pipeline.",
    usage: "braid run <pipeline> [<options>]",
    discussion: """
      Example: run the quick start with two epochs

        braid run pipelines/quickstart.yaml --set model.epochs=2

      A stage is run if its options, its data, a stage that it uses or the program has changed; see `braid plan`. \
      Interrupted training (Ctrl-C, SIGTERM, kill) resumes from its last checkpoint; with options or data that give \
      other results the run stops and names the first difference, and only `--fresh` discards the checkpoint.

      Started by Open MPI's mpirun, several processes train together; see `braid train`.

      Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected.
      """)

  @OptionGroup var options: RunningOptions
  @Option(help: "Run only this stage and the stages it needs.") var only: String?
  @Flag(help: "Run every stage, even if unchanged.")
  var force = false
  @OptionGroup var checkpoint: CheckpointArguments

  @Flag(help: "Print every event as a line of JSON to standard output, instead of progress.")
  var json = false

  func validate() throws {
    if json, options.plain { throw ValidationError("Give --json or --plain, not both: --json prints no progress.") }
  }

  func run() throws {
    let processes = Processes.join()
    var variants = TrainingVariants()
    variants.start = checkpoint.start
    try options.run(upTo: only, force: force, json: json, variants: variants, processes: processes)
  }
}
