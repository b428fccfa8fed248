import ArgumentParser
import BraidFiles
import BraidTasks
import BraidTraining

/// The number of threads, the same for every command that works on several.
struct ThreadArguments: ParsableArguments {
  @Option(help: .declared(ThreadOptions.self, "threads", "count")) var threads = ThreadOptions().threads

  func validate() throws {
    var options = ThreadOptions()
    options.threads = threads
    try options.validateFlags()
  }

  /// The number, one per core for 0.
  var number: Int { ThreadOptions.number(threads) }
}

/// How sure scores are, for every command that scores.
struct ResampleArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of bootstrap resamples; 0 for no interval, in comparisons at least 1.", valueName: "count"))
  var resamples = ScoreInterval.resamples

  func validate() throws {
    if !(0...1_000_000 ~= resamples) { throw ValidationError("--resamples \(resamples): expected 0 to 1000000.") }
  }
}

/// What is told besides the result.
struct QuietArguments: ParsableArguments {
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print only errors.") var isQuiet = false
}

/// Where rejected records of an annotation go.
struct DeadLetterArguments: ParsableArguments {
  @Option(
    name: Self.names,
    help: ArgumentHelp("File for rejected records (default: OUTPUT.dead-letters.jsonl).", valueName: "file"))
  var deadLetters: String?

  /// The option's names in every command that has one.
  static let names: NameSpecification = [.customLong("dead-letters"), .customLong("dead-letter")]
}

/// Options of a pipeline that are given other values.
struct SettingArguments: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: "Change an option: STAGE.KEY=VALUE, variables.NAME=VALUE or seed=N; repeatable.")
  var settings: [String] = []
}

/// What becomes of the checkpoint of a training that was stopped.
struct CheckpointArguments: ParsableArguments {
  @Flag(help: "Resume from the checkpoint, also one of another build of braid; fail if there is none.")
  var resume = false
  @Flag(help: "Discard any existing checkpoint and start over.") var fresh = false

  func validate() throws {
    guard !(resume && fresh) else { throw ValidationError("Give --resume or --fresh, not both.") }
  }

  /// How training starts.
  var start: CheckpointFile.Start { resume ? .resume : fresh ? .fresh : .resumeIfPresent }
}
