import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTraining
import Foundation

/// What every command on a pipeline takes.
struct PipelineOptions: ParsableArguments {
  @Argument(help: "The pipeline file.") var pipeline: String
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: "Change an option: STAGE.KEY=VALUE, variables.NAME=VALUE, seed=N. May be given several times.")
  var settings: [String] = []
  @Option(help: "Folder of the run's files; by default runs/NAME.") var output: String?
  @Option(help: "Threads; 0 for one a core.") var threads = 0
  @Flag(help: "Plain lines instead of progress bars; so it is without a terminal, too.") var plain = false

  /// Reads and checks the pipeline; ends the process with code 2 when something is wrong with it.
  func load() throws -> Pipeline {
    try Console.failing { () throws(PipelineError) in
      try Pipeline(contentsOf: pipeline, settings: settings, folder: output)
    }
  }

  /// The same, for a run that ends with the stage `last`; ends the process with code 2 when there is none.
  func load(with last: String?) throws -> Pipeline {
    let pipeline = try load()
    if let last, !pipeline.hasStage(last) {
      Console.fail("\(self.pipeline): no stage is named `\(last)`", advice: "See `braid config`.", code: 2)
    }
    return pipeline
  }

  /// Runs the pipeline; ends the process with its exit code.
  ///
  /// With `json` every event goes to standard output, a JSON object a line, and nothing else is shown.
  func run(
    upTo last: String?, anew: Bool = false, json: Bool = false, variants: TrainingVariants = TrainingVariants()
  ) throws {
    let pipeline = try load(with: last)
    let signals = Console.stopSignals("stopping after the current document or step")
    var variants = variants
    if anew { variants.start = .afresh }
    var printer = RunPrinter(isPlain: plain || isatty(2) == 0)
    let runner = PipelineRunner(
      pipeline, folder: output, threads: threads, variants: variants, shouldStop: { signals.isRaised }
    ) { event in if json { Console.result(event.jsonLine) } else { printer.show(event) } }
    do {
      guard try runner.run(upTo: last, anew: anew) else {
        printer.end()
        Console.fail(
          "stopped; what is done is kept in \(runner.folder)", advice: "Run the same command again to continue.",
          code: signals.exitCode)
      }
      printer.end()
    } catch {
      printer.end()
      Console.fail(error.errorDescription ?? "", advice: error.recoverySuggestion, code: 1)
    }
  }
}
