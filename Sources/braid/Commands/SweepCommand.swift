import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTasks
import Foundation

/// `braid sweep`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Try variants of a pipeline's training within a budget.",
    usage: "braid sweep <pipeline> --set <KEY=[A,B]> --budget <budget> [<options>]",
    discussion: """
      Trains one variant for each combination of the listed values: all for a while, the better third for longer, and \
      so on (successive halving). All variants of a round are trained for the same number of steps. Prints one table \
      with the development scores and their 95 % intervals. A variant \
      with a new `kind` of weights, schedule or conflict has that kind's other options at their defaults. \
      A budget of time lets the first variant of each round decide how many steps fit, so that the table differs from \
      machine to machine; a budget of steps gives the same table everywhere. \
      The variants share the run folder's cache. An interrupted sweep resumes when the same command is run again; \
      what is known so far is in the run folder: sweep/sweep.json.

      Example:

        braid sweep pipelines/chunking-pos.yaml --budget 30m \\
          --set 'model.weights.kind=[geometric,uncertainty,famo]' \\
          --set 'model.learningRate.peak=[0.001,0.003]'
      """)

  @OptionGroup var running: RunningOptions
  @OptionGroup var training: TrainStageArguments
  @Option(
    help: ArgumentHelp("Training in all: time such as 90s, 30m or 2h, or '6000 steps'.", valueName: "budget"))
  var budget: String
  @Flag(help: "Discard an earlier sweep.") var fresh = false
  @Flag(help: "Print JSON.") var json = false

  private var options: PipelineOptions { running.pipeline }

  func validate() throws {
    guard TrainingBudget(budget) != nil else {
      throw ValidationError("--budget \(budget): expected a time such as 90s, 30m or 2h, or '6000 steps'.")
    }
    guard options.settings.contains(where: { $0.contains("=[") }) else {
      throw ValidationError("Give at least one --set KEY=[VALUE,VALUE] with the values to try.")
    }
  }

  func run() throws {
    Processes.refuse("sweep")
    let alternatives = try Console.failing { () throws(PipelineError) in
      try options.settings.map { setting throws(PipelineError) in try Pipeline.alternatives(setting) }
    }
    guard let budget = TrainingBudget(budget) else { return }
    let variants = Sweep.combinations(alternatives)
    func load(_ variant: Sweep.Variant) throws(PipelineError) -> Pipeline {
      try Pipeline(contentsOf: options.pipeline, settings: variant.settings, folder: options.output)
    }
    guard Set(variants.map { $0.settings.map(ExactString.init) }).count == variants.count else {
      Console.fail("--set: the same value twice in one list", advice: "Give each value once.", code: 2)
    }
    // A variant that can't be is found before any is trained.
    var (name, stage) = ("", "")
    for variant in variants {
      let pipeline: Pipeline
      do throws(PipelineError) { pipeline = try load(variant) } catch {
        Console.fail(
          "variant \(variant.name): \(error.errorDescription ?? "")", advice: error.recoverySuggestion, code: 2)
      }
      stage = training.name(in: pipeline, options.pipeline)
      name = pipeline.name
    }
    let sweep = Sweep(variants, of: stage, budget: budget)
    let folder = options.output ?? "runs/\(name)"
    let signals = Console.stopSignals("stopping after the current step")
    var printer = RunPrinter(isPlain: running.plain || isatty(2) == 0)
    Console.noteSlowSegmentation()
    do {
      let rows = try sweep.run(folder: folder, fresh: fresh, shouldStop: { signals.isRaised }) {
        variant throws(PipelineError) in
        let pipeline = try load(variant)
        return PipelineRunner(
          pipeline, folder: folder, threads: running.threads.number, shouldStop: { signals.isRaised }
        ) { printer.show($0) }
      } onRow: { row in
        printer.end()
        let score = row.failure ?? row.aggregate.map { Console.number($0, decimals: 2) } ?? "-"
        Console.note("  \(row.name): \(score) after \(Console.number(row.seconds, decimals: 0)) s")
      }
      printer.end()
      guard let rows else {
        Console.fail("stopped", advice: "Run the same command again to continue.", code: signals.exitCode)
      }
      if json { try Console.result(json: rows) } else { for line in Self.table(rows) { Console.result(line) } }
      if rows.allSatisfy({ $0.failure != nil }) {
        Console.fail("every variant failed", advice: "Try other values; their reasons stand above.", code: 1)
      }
    } catch let error as PipelineError {
      printer.end()
      Console.fail(error)
    }
  }

  /// A line for each variant, the best first.
  static func table(_ rows: [Sweep.Row]) -> [String] {
    let tasks = Array(Set(rows.flatMap(\.scores.keys))).sorted()
    let heading = ["variant", "rounds", "seconds", "steps", "mean"] + tasks
    return Console.table(
      [heading]
        + rows.map { row in
          [
            row.name, Console.number(row.rungs), Console.number(row.seconds, decimals: 0),
            Console.number(row.steps) + (row.failure != nil ? " (failed)" : row.isFinished ? " (all)" : ""),
            row.aggregate.map { Console.number($0, decimals: 2) } ?? "",
          ]
            + tasks.map { task in
              guard let score = row.scores[task] else { return "" }
              let interval = score.interval.map { " [\($0.low.fixed(1))–\($0.high.fixed(1))]" } ?? ""
              return Console.number(score.value, decimals: 2) + interval
            }
        }) + [
        "development scores, which also chose the weights", "(all): the training came to its end",
      ]
      + rows.compactMap { row in row.failure.map { "\(row.name) failed: \($0)" } }
  }
}
