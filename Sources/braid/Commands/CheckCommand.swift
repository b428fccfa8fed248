import ArgumentParser
import BraidPipelines
import Foundation

/// `braid check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a pipeline and its data without training.",
    usage: "braid check <pipeline> [<options>]",
    discussion: """
      Reads all data, builds vocabularies and label sets, and runs batches of each task through the model. \
      Reports labels missing from the training data, documents shared by two parts, broken tag sequences, overlong \
      sentences, imbalanced labels, labels that look alike, how well raw text cut by the model's rules agrees with the \
      tokens of its corpora and the commonest differences, records that an annotate stage will reject, and the memory \
      and time that training needs, and of each task the tokens, time and memory, in training and to annotate. Leaves in \
      the run folder nothing but this forecast (STAGE/forecast.json), beside which the training prints what it has cost.

      Example:

        braid check pipelines/quickstart.yaml

      Exit codes, those of a run: 0 the pipeline will run, with exit code 3 where records are rejected, which is a \
      warning; 1 a stage will fail; 2 wrong usage, or mistakes in the pipeline. These are listed, but of a stage \
      whose options can't be read maybe not all: mend these and check again.
      """)

  @OptionGroup var options: RunningOptions
  @Flag(help: "Print the findings as JSON.") var json = false

  func run() throws {
    let pipeline = try options.pipeline.loadChecking()
    Console.noteSlowSegmentation()
    let run = options.pipeline.output ?? "runs/\(pipeline.name)"
    let folder = NSTemporaryDirectory() + "braid-check-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var printer = RunPrinter(isPlain: options.plain || isatty(2) == 0)
    let runner = PipelineRunner(pipeline, folder: folder, threads: options.threads.number) { event in
      if case .progress = event.message { printer.show(event) }
    }
    let findings = try Console.failing { () throws(PipelineError) in try runner.check(for: run) }
    printer.end()
    let errors = findings.count { $0.level == .error }
    if json {
      try Console.result(json: findings)
    } else {
      for finding in findings { show(finding) }
      let warnings = findings.count { $0.level == .warning }
      Console.result(
        "\(Console.count(pipeline.stageCount, "stage")), \(Console.count(errors, "error")), "
          + Console.count(warnings, "warning"))
    }
    if errors > 0 { throw findings.contains(where: \.isMistake) ? Failure.usage : Failure.failed }
  }

  private func show(_ finding: CheckFinding) {
    let level = finding.level == .note ? "" : "\(finding.level.rawValue): "
    Console.result("\(finding.stage): \(level)\(finding.text)")
    if let advice = finding.advice { Console.result("  \(advice)") }
  }
}
