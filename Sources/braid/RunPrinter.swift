import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation

/// Prints the events of a run as lines, and on a terminal progress as a bar.
struct RunPrinter {
  private let isPlain: Bool
  private var hasLine = false
  private var lastShown = ContinuousClock.now
  /// When the present stage, or its present pass over the documents, began.
  private var passStart = ContinuousClock.now
  private var passShare = 0.0
  private var totalSteps = 1
  private var firstStep = 0
  /// When the training's first step began, on its own clock, which resumes where an interrupted one stopped.
  private var firstSeconds: Double?
  /// Tokens and seconds of steps since the last evaluation.
  private var tokens = 0
  private var stepSeconds = 0.0

  /// Time between two lines of progress where lines stay.
  private static let plainInterval = Duration.seconds(10)

  /// A printer; a plain one writes lines that stay and nothing else.
  init(isPlain: Bool) { self.isPlain = isPlain }

  mutating func show(_ event: RunEvent) {
    let stage = event.stage
    switch event.message {
    case .started(let verb, let reason):
      passStart = .now
      passShare = 0
      line("▸ \(stage) (\(verb))" + (reason == .notRunYet ? "" : ": \(reason.text)"))
    case .warning(let text, let advice):
      line("  warning: \(text)")
      if let advice { line("    \(advice)") }
    case .unchanged(let verb, let summary): line("· \(stage) (\(verb)), unchanged: \(summary)")
    case .reading(let file, let share):
      if isDue { moving(share: share, "checking whether \(file) has changed") }
    case .progress(let documents, let share): show(documents: documents, share: share)
    case .ledger(let part, let ledger):
      for entry in ledger.entries {
        let places = entry.places.prefix(3).map { "\($0)" }.joined(separator: ", ")
        line(
          "  \(part): \(entry.action.rawValue) \(entry.count) \(entry.unit.name(entry.count)): \(entry.reason) (\(places))"
        )
      }
    case .training(let variant, let event):
      if case .started = event, let variant { line("▸ \(stage)/\(variant.name)") }
      show(event)
    case .baselines(let comparisons):
      for row in Self.table(comparisons, indent: 2, stream: 2) { line(row) }
      for note in Self.notes(comparisons) { line("  \(note)") }
    case .seeds(let summaries):
      for row in Self.table(summaries, indent: 2, stream: 2) { line(row) }
    case .cost(let cost, let forecast):
      guard let forecast else { break }
      let rows = cost.rows(cost.tasks.keys.sorted(), beside: forecast)
      line("  cost beside the forecast of `braid check`, whose error of memory is \(cost.memoryError(of: forecast))")
      for row in Console.table(rows, left: [0], indent: 2, stream: 2) { line(row) }
    case .affinity(let result): for row in AffinityTables.lines(result, indent: 2, stream: 2) { line(row) }
    case .analysis, .failed: break
    case .scores(let scores):
      for (task, score) in scores.sorted(by: { $0.key < $1.key }) { line("  \(Self.text(task, score))") }
      if let note = AnalysisReport.selectionNote(scores) { line("  \(note)") }
    case .finished(let summary, let seconds, _): line("  \(summary) · \(seconds.fixed(1)) s")
    }
  }

  /// A task's scores in one line.
  static func text(_ task: String, _ score: TaskScore) -> String {
    let rest = score.secondary.sorted { $0.key < $1.key }.map { name, value in
      "\(name) \(text(value, score.intervals?[name]))"
    }
    let beside = rest.isEmpty ? "" : " (\(rest.joined(separator: ", ")))"
    return "\(task): \(score.metric) \(text(score.value, score.interval))\(beside)"
  }

  private static func text(_ value: Double, _ interval: ScoreInterval?) -> String {
    value.fixed(2) + (interval.map { " [\($0.low.fixed(1))–\($0.high.fixed(1))]" } ?? "")
  }

  private mutating func show(_ event: TrainingEvent) {
    switch event {
    case .started(let plan):
      totalSteps = max(1, plan.totalSteps)
      firstStep = plan.firstStep
      firstSeconds = nil
      let corpora = plan.examples.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      line(
        "  \(plan.parameters) parameters; examples: \(corpora); \(plan.stepsPerEpoch.counted("step")) per epoch"
          + (plan.processes.map { "; \($0) processes" } ?? "")
          + (plan.firstStep > 0 ? "; resumed from step \(plan.firstStep)" : ""))
    case .step(let record):
      tokens += record.tokens
      stepSeconds += record.stepSeconds
      let begin = firstSeconds ?? record.seconds - record.stepSeconds
      firstSeconds = begin
      guard isDue else { return }
      let rate = Double(tokens) / max(1e-9, stepSeconds)
      let losses = record.losses.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.fixed(3))" }
      let done = Double(record.step - firstStep) / Double(max(1, totalSteps - firstStep))
      moving(
        share: Double(record.step) / Double(totalSteps),
        "epoch \(record.epoch + 1) · \(losses.joined(separator: " ")) · \(Int(saturating: rate)) tokens/s"
          + Bar.left(seconds: record.seconds - begin, share: done))
    case .evaluated(let record):
      let scores = record.scores.sorted { $0.key < $1.key }.map {
        "\($0.key) \($0.value.value.fixed(2))"
      }
      line(
        "  epoch \(record.epoch.fixed(1)): "
          + (scores.isEmpty
            ? "no development documents" : "\(scores.joined(separator: ", "))\(record.isBest ? " *" : "")")
          + " · \(Int(saturating: record.seconds)) s")
      tokens = 0
      stepSeconds = 0
    case .warning(let warning): line("  \(warning.message)")
    case .stoppedEarly(let task, let step, let best):
      line("  \(task) stopped early at step \(step): best \(best.fixed(2))")
    case .overfittingStarted(let task, let step, let training, let development):
      line(
        "  \(task) starts to overfit at step \(step): training loss \(training.fixed(3)), "
          + "development loss \(development.fixed(3))")
    case .overfittingEnded(let task, let step):
      line("  \(task) does not overfit any more at step \(step): its development loss has fallen again")
    case .recovered(let step, let backTo, let rate, let cause):
      line(
        "  step \(step): \(cause ?? "the loss was not finite or exploded"); back to step \(backTo), learning rate times "
          + "\(rate)")
    case .checkpoint, .finished: break
    }
  }

  /// A line that stays.
  private mutating func line(_ text: String) {
    end()
    Console.note(text)
  }

  private mutating func show(documents: Int, share: Double?) {
    if let share {
      // Another pass over the documents begins.
      if share < passShare { passStart = .now }
      passShare = share
    }
    guard isDue else { return }
    let seconds = (ContinuousClock.now - passStart).seconds
    let rate = Int(Double(documents) / max(seconds, 1e-3))
    moving(
      share: share,
      "\(Console.count(documents, "document")), \(Console.number(rate))/s"
        + Bar.left(seconds: seconds, share: share ?? 0))
  }

  /// Whether it is time for another line of progress.
  private var isDue: Bool { ContinuousClock.now - lastShown > (isPlain ? Self.plainInterval : .milliseconds(200)) }

  /// A line of progress: one that the next replaces, or where lines stay, one that stays.
  private mutating func moving(share: Double?, _ text: String) {
    lastShown = .now
    guard !isPlain else {
      Console.note("  " + (share.map { "\(Console.number($0 * 100, decimals: 0)) %, " } ?? "") + text)
      return
    }
    hasLine = true
    let bar = share.map { Bar.text($0) + "  " } ?? ""
    Console.message("\r\u{1B}[2K  \((bar + TerminalText.line(text)).prefix(max(0, Console.width - 3)))")
  }

  /// Ends a moving line.
  mutating func end() {
    guard hasLine else { return }
    hasLine = false
    Console.message("\r\u{1B}[2K")
  }
}
