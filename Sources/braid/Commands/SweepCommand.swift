import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTasks
import Foundation

/// `braid sweep`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Try variants of a pipeline's training within a time budget.",
    usage: "braid sweep <pipeline> --set <KEY=[A,B]> --budget <time> [<options>]",
    discussion: """
      Trains one variant for each combination of the listed values: all for a while, the better third for longer, and \
      so on (successive halving). Prints one table with the development scores and their 95 % intervals. A variant \
      with a new `kind` of weights, schedule or conflict has that kind's other options at their defaults. \
      The variants share the run folder's cache. An interrupted sweep resumes when the same command is run again; \
      what is known so far is in the run folder: sweep/sweep.json.

      Example:

        braid sweep pipelines/chunking-pos.yaml --budget 30m \\
          --set 'model.weights.kind=[geometric,uncertainty,famo]' \\
          --set 'model.learningRate.peak=[0.001,0.003]'
      """)

  @Argument(help: "Pipeline file.") var pipeline: String
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: "Change an option; a list gives the values to try; repeatable.")
  var settings: [String] = []
  @Option(help: ArgumentHelp("Time for training, such as 90s, 30m or 2h.", valueName: "time")) var budget: String
  @Option(help: "Run folder (default: runs/NAME).") var output: String?
  @OptionGroup var threads: ThreadArguments
  @Flag(help: "Print plain progress lines (default when not on a terminal).") var plain = false
  @Flag(help: "Discard an earlier sweep.") var fresh = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if output == "" { throw ValidationError("--output: expected a folder.") }
    guard Self.seconds(budget) != nil else {
      throw ValidationError("--budget \(budget): expected a time such as 90s, 30m or 2h.")
    }
    guard settings.contains(where: { $0.contains("=[") }) else {
      throw ValidationError("Give at least one --set KEY=[VALUE,VALUE] with the values to try.")
    }
  }

  /// The seconds that a time stands for; nil for what is none.
  static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last, let factor = units[unit], let number = Double(text.dropLast()), number > 0,
      number.isFinite
    else { return nil }
    return number * factor
  }

  func run() throws {
    Processes.refuse("sweep")
    let alternatives = try Console.failing { () throws(PipelineError) in
      try settings.map { setting throws(PipelineError) in try Pipeline.alternatives(setting) }
    }
    let sweep = Sweep(Sweep.combinations(alternatives), budget: Self.seconds(budget) ?? 1)
    func load(_ variant: Sweep.Variant) throws(PipelineError) -> Pipeline {
      try Pipeline(contentsOf: pipeline, settings: variant.settings, folder: output)
    }
    // A variant that can't be is found before any is trained.
    var name = ""
    for variant in sweep.variants {
      let pipeline = try Console.failing { () throws(PipelineError) in try load(variant) }
      guard pipeline.trainStage != nil else {
        Console.fail("\(self.pipeline): no train stage", advice: "Name a pipeline that trains a model.", code: 2)
      }
      name = pipeline.name
    }
    let folder = output ?? "runs/\(name)"
    let signals = Console.stopSignals("stopping after the current step")
    var printer = RunPrinter(isPlain: plain || isatty(2) == 0)
    Console.noteSlowSegmentation()
    do {
      let rows = try sweep.run(folder: folder, fresh: fresh, shouldStop: { signals.isRaised }) {
        variant throws(PipelineError) in
        let pipeline = try load(variant)
        let runner = PipelineRunner(
          pipeline, folder: folder, threads: threads.number, shouldStop: { signals.isRaised }
        ) { printer.show($0) }
        return (runner, pipeline.trainStage ?? "")
      } onRow: { row in
        printer.end()
        let score = row.aggregate.map { Console.number($0, decimals: 2) } ?? "-"
        Console.note("  \(row.name): \(score) after \(Console.number(row.seconds, decimals: 0)) s")
      }
      printer.end()
      guard let rows else {
        Console.fail("stopped", advice: "Run the same command again to continue.", code: signals.exitCode)
      }
      if json { try Console.result(json: rows) } else { for line in Self.table(rows) { Console.result(line) } }
    } catch let error as PipelineError {
      printer.end()
      Console.fail(error.errorDescription ?? "", advice: error.recoverySuggestion, code: 1)
    }
  }

  /// A line for each variant, the best first.
  static func table(_ rows: [Sweep.Row]) -> [String] {
    let tasks = Array(Set(rows.flatMap(\.scores.keys))).sorted()
    let heading = ["variant", "rungs", "seconds", "steps", "mean"] + tasks
    return Console.table(
      [heading]
        + rows.map { row in
          [
            row.name, Console.number(row.rungs), Console.number(row.seconds, decimals: 0), Console.number(row.steps),
            row.aggregate.map { Console.number($0, decimals: 2) } ?? "",
          ]
            + tasks.map { task in
              guard let score = row.scores[task] else { return "" }
              let interval = score.interval.map { String(format: " [%.1f–%.1f]", $0.low, $0.high) } ?? ""
              return Console.number(score.value, decimals: 2) + interval
            }
        }) + [
        "development scores, which also chose the weights; rungs that a variant was not on would have taken longer"
      ]
  }
}
