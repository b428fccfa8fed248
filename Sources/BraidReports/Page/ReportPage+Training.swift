import BraidFiles
import BraidTasks
import BraidTraining

extension ReportPage {
  /// Learning curves and costs of each training.
  func drawTraining(into html: inout HTML) {
    for training in content.trainings {
      html.element("h3", ["dir": "auto"], training.stage)
      drawSummary(training, into: &html)
      drawVerdicts(training, into: &html)
      drawAffinity(training, into: &html)
      guard !training.evaluations.isEmpty else {
        html.element("p", "No evaluation is recorded for this stage.")
        continue
      }
      for task in training.tasks { drawCurves(task, training, into: &html) }
      drawSteps(training, into: &html)
      drawCosts(training, into: &html)
    }
  }

  private func drawSummary(_ training: ReportedTraining, into html: inout HTML) {
    var facts: [String] = []
    if let plan = training.plan {
      facts.append("\(Figures.count(plan.parameters)) trained numbers")
      facts.append(plan.examples.values.reduce(0, &+).counted("example"))
      facts.append("\(plan.stepsPerEpoch.counted("step")) an epoch, at most \(plan.epochs.counted("epoch"))")
    }
    if let best = training.bestStep {
      let isScored = training.evaluations.contains { $0.step == best && !$0.scores.isEmpty }
      facts.append(
        "the weights of step \(Figures.count(best)) were kept"
          + (isScored ? ", where the mean score was highest" : ", the last; no score was there to choose by"))
    }
    if !facts.isEmpty { html.element("p", facts.joined(separator: "; ") + ".") }
    guard !training.warnings.isEmpty else { return }
    html.element("ul", ["class": "warning"]) { html in
      for warning in training.warnings { html.element("li", ["dir": "auto"], warning) }
    }
  }

  /// Whether it was worth training the tasks together, and how much of a score is luck.
  private func drawVerdicts(_ training: ReportedTraining, into html: inout HTML) {
    drawComparisons(
      "Each task trained alone and jointly, on the same budget; each half of the documents is scored with weights and "
        + "thresholds that were chosen on the other", training.baselines, into: &html)
    if !training.seeds.isEmpty {
      html.table("Scores with several seeds", head: ["Task", "Metric", "Mean", "Deviation", "Scores"]) { html in
        for row in training.seeds {
          let scores = zip(row.seeds, row.scores).map { "\($0): \(Figures.decimal($1))" }
          html.row(
            row.task,
            [row.metric, Figures.decimal(row.mean), Figures.decimal(row.deviation), scores.joined(separator: ", ")])
        }
      }
    }
  }

  /// Each task alone beside a model of several; nothing for no rows.
  func drawComparisons(_ caption: String, _ rows: [BaselineComparison], into html: inout HTML) {
    guard !rows.isEmpty else { return }
    let head = [
      "Task", "Metric", "Alone", "Jointly", "Difference", "± seeds", "95 % interval", "p", "Scored documents",
      "Joint training",
    ]
    html.table(caption, head: head, kind: "verdicts") { html in
      for row in rows {
        html.element("tr") { html in
          html.element("th", ["scope": "row", "dir": "auto"], row.task)
          html.element("td", row.metric)
          html.element("td", Figures.decimal(row.comparison.first))
          html.element("td", Figures.decimal(row.comparison.second))
          html.element("td", Figures.signed(row.difference))
          html.element("td", row.comparison.deviation.map { Figures.decimal($0) } ?? "")
          let interval = row.comparison.interval
          html.element("td", "\(Figures.signed(interval.low)) to \(Figures.signed(interval.high))")
          html.element("td", Figures.decimal(row.comparison.p, 3))
          html.element("td", row.chosenOn.map { Figures.count($0) }.joined(separator: " + "))
          html.element("td") { $0.element("strong", ["class": Self.kind(of: row.verdict)], row.verdict.rawValue) }
        }
      }
    }
  }

  private static func kind(of verdict: ScoreComparison.Verdict) -> String? {
    switch verdict {
    case .helps: "helps"
    case .hurts: "hurts"
    case .noEvidence: nil
    }
  }

  private func drawCurves(_ task: String, _ training: ReportedTraining, into html: inout HTML) {
    let evaluations = training.evaluations
    func points(_ value: (EvaluationRecord) -> Double?) -> [(x: Double, y: Double)] {
      evaluations.compactMap { record in value(record).map { (record.epoch, $0) } }
    }
    let scores = points { $0.scores[task]?.value }
    let metric = evaluations.lazy.compactMap { $0.scores[task]?.metric }.first ?? "score"
    let falls = evaluations.contains { $0.scores[task]?.lowerIsBetter == true }
    var marks: [LineChart.Mark] = []
    if let best = training.bestStep { marks.append(.init(x: training.epoch(best), name: "kept", kind: "best")) }
    let gaps = training.overfittingStarts.filter { $0.task == task }.map {
      LineChart.Mark(x: training.epoch($0.step), name: "starts to overfit", kind: "gap")
    }
    let ends = training.stoppedEarly.filter { $0.task == task }.map {
      LineChart.Mark(x: training.epoch($0.step), name: "stopped early", kind: "gap")
    }
    html.element("h4", ["dir": "auto"], task)
    html.element("div", ["class": "charts"]) { html in
      LineChart(
        title: "Loss, nats",
        series: [
          .init(name: "train", kind: "train", points: points { $0.trainingLosses[task] }),
          .init(name: "dev", kind: "dev", points: points { $0.developmentLosses[task] }),
        ], marks: marks + gaps, floor: 0
      ).draw(into: &html)
      LineChart(
        title: falls ? "\(metric), lower is better" : metric,
        series: [.init(name: "dev", kind: "dev", points: scores)], marks: marks + ends, rises: !falls, floor: 0,
        ceiling: falls ? nil : 100
      ).draw(into: &html)
    }
    html.element("details") { html in
      html.element("summary", "Figures of \(task)")
      html.table("Evaluations of \(task)", head: ["Epoch", "Step", "Train loss", "Dev loss", metric]) { html in
        for record in evaluations {
          html.row(
            Figures.decimal(record.epoch, 1),
            [
              Figures.count(record.step), record.trainingLosses[task].map(Figures.short) ?? "",
              record.developmentLosses[task].map(Figures.short) ?? "",
              record.scores[task].map { Figures.decimal($0.value) } ?? "",
            ])
        }
      }
    }
  }

  /// Learning rate and norm of the gradient.
  private func drawSteps(_ training: ReportedTraining, into html: inout HTML) {
    guard training.steps.count > 1 else { return }
    html.element("h4", "Steps")
    html.element("div", ["class": "charts"]) { html in
      for (title, points) in [
        ("Learning rate", training.curve(\.rate)), ("Norm of the gradient", training.curve(\.norm)),
      ] {
        LineChart(title: title, series: [.init(name: "train", kind: "train", points: points)], marks: [], floor: 0)
          .draw(into: &html)
      }
    }
  }

  private func drawCosts(_ training: ReportedTraining, into html: inout HTML) {
    let head = ["Task", "Tokens with a label", "Time", "Share of the loss", "Parameters", "Memory"]
    html.table("Costs of the tasks", head: head) { html in
      for cost in training.costs {
        html.row(
          cost.task,
          [
            cost.tokens.map(Figures.count) ?? "", cost.seconds.map(Figures.duration) ?? "",
            cost.share.map(Figures.percent) ?? "", Figures.count(cost.parameters), Figures.memory(cost.memory),
          ])
      }
    }
    let evaluating = training.evaluations.reduce(0) { $0 + $1.evaluationSeconds }
    html.element(
      "p", ["class": "note"],
      "The time of a step is divided among its tasks by the time of their heads; evaluations took another "
        + "\(Figures.duration(evaluating)). Memory is that of the weights, their gradients and the state of the "
        + "optimizer.")
    guard let cost = training.cost else { return }
    let rows = cost.rows(training.tasks, beside: training.forecast)
    html.table("Costs, training and annotation", head: rows.first ?? []) { html in
      for row in rows.dropFirst() { html.row(row[0], Array(row.dropFirst())) }
    }
  }
}
