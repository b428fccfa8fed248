import ArgumentParser
import BraidPipelines

/// `braid plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show which stages `braid run` would run, and why.",
    usage: "braid plan <pipeline> [<options>]",
    discussion: """
      Prints for each stage the first thing that has changed since its last run: an option, a file, a stage that it \
      uses, the seed, or the program.

      Example:

        braid plan pipelines/quickstart.yaml --set model.epochs=2
      """)

  @OptionGroup var options: PipelineOptions
  @Option(help: "Show only this stage and the stages it needs.") var only: String?

  func run() throws {
    let pipeline = try options.load(with: only)
    let runner = PipelineRunner(pipeline, folder: options.output) { _ in }
    let plan = try Console.failing { () throws(PipelineError) in try runner.plan(upTo: only) }
    let name = plan.map { "\($0.stage) (\($0.verb))" }
    let width = name.map(\.count).max() ?? 0
    for (name, stage) in zip(name, plan) {
      let padded = name + String(repeating: " ", count: width - name.count)
      Console.result(stage.reason.map { "runs       \(padded)  \($0.text)" } ?? "unchanged  \(name)")
      let unfinished = try Console.failing { () throws(PipelineError) in try runner.unfinishedTraining(of: stage.stage)
      }
      if let unfinished, stage.reason != nil { Console.result("           \(unfinished)") }
    }
  }
}
