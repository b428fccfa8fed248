import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTraining
import Foundation

/// Which train stage a command is about.
struct TrainStageArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Train stage (default: the one from which no other starts).", valueName: "name"))
  var stage: String?

  /// The stage; ends the process with code 2 when there is none, or it is not clear which.
  func name(in pipeline: Pipeline, _ file: String) -> String {
    if let stage {
      guard pipeline.isTrainStage(stage) else {
        Console.fail(
          "\(file): no train stage is named `\(stage)`",
          advice: pipeline.allTrainStages.isEmpty
            ? "Name a pipeline that trains a model."
            : PipelineOptions.suggestion(stage, pipeline.allTrainStages),
          code: 2)
      }
      return stage
    }
    let stages = pipeline.trainStages
    guard let first = stages.first else {
      Console.fail("\(file): no train stage", advice: "Name a pipeline that trains a model.", code: 2)
    }
    guard stages.count == 1 else {
      Console.fail(
        "\(file): \(stages.count) train stages: \(stages.joined(separator: ", "))",
        advice: "Name one with --stage, or run all with `braid run`.", code: 2)
    }
    return first
  }
}

/// What every command on a pipeline takes.
struct PipelineOptions: ParsableArguments {
  @Argument(help: "Pipeline file.") var pipeline: String
  @OptionGroup var changes: SettingArguments
  @Option(help: "Run folder (default: runs/NAME).") var output: String?

  /// Options that are given other values.
  var settings: [String] { changes.settings }

  func validate() throws {
    if output == "" { throw ValidationError("--output: expected a folder.") }
  }

  /// What to do about a stage that there is not.
  static func suggestion(_ name: String, _ known: [String]) -> String {
    OptionError.suggestion(SpellingSuggestion.name(for: name, among: known), known)
  }

  /// Reads and checks the pipeline; ends the process with code 2 when something is wrong with it.
  func load() throws -> Pipeline {
    try Console.failing { () throws(PipelineError) in
      try Pipeline(contentsOf: pipeline, settings: settings, folder: output)
    }
  }

  /// The same; when something is wrong lists all that is, missing files as well.
  func loadChecking() throws -> Pipeline {
    let pipeline = try Console.failing { () throws(PipelineError) in
      try Pipeline(checking: self.pipeline, settings: settings, folder: output)
    }
    guard pipeline.mistakes.isEmpty else {
      let runner = PipelineRunner(pipeline, folder: output, onEvent: { _ in })
      let mistakes = PipelineError.inOrder(pipeline.mistakes + runner.missingFiles())
      if mistakes.count > 1 {
        Console.note(
          "\(Console.count(mistakes.count, "mistake")); mend these and check again, others may be behind them:")
      }
      for mistake in mistakes.dropLast() { Console.note(mistake.errorDescription ?? "", mistake.recoverySuggestion) }
      Console.fail(mistakes[mistakes.count - 1])
    }
    return pipeline
  }

  /// The same, for a run that ends with the stage `last`; ends the process with code 2 when there is none.
  func load(with last: String?) throws -> Pipeline {
    let pipeline = try load()
    if let last, !pipeline.hasStage(last) {
      Console.fail(
        "\(self.pipeline): no stage is named `\(last)`", advice: Self.suggestion(last, pipeline.stageNames), code: 2)
    }
    return pipeline
  }
}

/// What every command takes that runs something of a pipeline.
struct RunningOptions: ParsableArguments {
  @OptionGroup var pipeline: PipelineOptions
  @OptionGroup var threads: ThreadArguments
  @Flag(help: "Print plain progress lines (default when not on a terminal).") var plain = false

  /// Runs the pipeline; ends the process with its exit code, 3 when a stage has rejected records.
  ///
  /// With `json` every event goes to standard output, a JSON object a line, and nothing else is shown. Of several processes
  /// the first one runs the pipeline, and the others train with it.
  func run(
    upTo last: String?, force: Bool = false, json: Bool = false, variants: TrainingVariants = TrainingVariants(),
    processes: Processes? = nil
  ) throws {
    let pipeline = try self.pipeline.load(with: last)
    Console.noteSlowSegmentation()
    // The first signal of several processes may be that which ends them all.
    let signals = processes == nil ? Console.stopSignals("stopping after the current step") : StopSignals()
    processes?.begin()
    var printer = RunPrinter(isPlain: plain || isatty(2) == 0)
    let runner = PipelineRunner(
      pipeline, folder: self.pipeline.output, threads: threads.number, variants: variants,
      shouldStop: { signals.isRaised }
    ) { event in if json { Console.result(event.jsonLine) } else { printer.show(event) } }
    runner.team = processes?.team
    do {
      if let processes, !processes.team.leads {
        try runner.follow()
        return processes.end()
      }
      guard try runner.run(upTo: last, force: force) else {
        printer.end()
        Console.fail(
          "stopped; finished work is in \(runner.folder)", advice: "Run the same command again to continue.",
          code: signals.exitCode)
      }
      printer.end()
    } catch {
      printer.end()
      Console.fail(error)
    }
    if runner.rejectedRecords > 0 { throw Failure.deadLetters }
  }

  /// Trains something with a runner of the pipeline; ends the process with its exit code when that fails or is stopped.
  func training<Result>(
    _ pipeline: Pipeline, _ body: (PipelineRunner) throws(PipelineError) -> Result?
  ) throws -> Result {
    Console.noteSlowSegmentation()
    let signals = Console.stopSignals("stopping after the current step")
    var printer = RunPrinter(isPlain: plain || isatty(2) == 0)
    let runner = PipelineRunner(
      pipeline, folder: self.pipeline.output, threads: threads.number, shouldStop: { signals.isRaised }
    ) { printer.show($0) }
    do {
      guard let result = try body(runner) else {
        printer.end()
        Console.fail("stopped", advice: "The same command starts over.", code: signals.exitCode)
      }
      printer.end()
      return result
    } catch {
      printer.end()
      Console.fail(error)
    }
  }
}
