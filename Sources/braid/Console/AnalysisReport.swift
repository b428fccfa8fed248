import BraidTasks

/// Scores, errors and comparisons of tasks in words.
enum AnalysisReport {
  /// Labels and confusions that are shown; JSON has all.
  private static let limit = 12

  /// A task's score, its labels, confusions and worst errors.
  static func lines(_ task: String, _ analysis: TaskAnalysis) -> [String] {
    var lines = [RunPrinter.text(Console.name(task), analysis.score)]
    if let signature = analysis.score.signature { lines.append("  counted as \(signature)") }
    if !analysis.labels.isEmpty {
      let rows = analysis.labels.prefix(limit).map { label in
        let intervals = label.intervals
        return [
          label.label, decimal(label.f1), interval(intervals?.f1), decimal(label.precision),
          interval(intervals?.precision), decimal(label.recall), interval(intervals?.recall),
          Console.number(label.gold), Console.number(label.predicted),
        ]
      }
      lines += Console.table(
        [["label", "F1", "", "precision", "", "recall", "", "gold", "predicted"]] + rows, indent: 2)
      if analysis.labels.count > limit { lines.append("  … \(analysis.labels.count - limit) more; --json shows all") }
    }
    if let slices = analysis.slices, !slices.isEmpty {
      let rows = slices.map { slice in
        [slice.name, decimal(slice.score.value), interval(slice.score.interval), Console.number(slice.documents)]
      }
      lines += Console.table([["documents", analysis.score.metric, "", "number"]] + rows, indent: 2)
    }
    if let calibration = analysis.calibration { lines += Self.lines(calibration) }
    lines += confusions(analysis.confusion)
    for error in analysis.errors {
      lines.append("  wrong: " + quoted(error.text, error.id))
      lines += ["    gold       \(oneLine(error.gold))", "    predicted  \(oneLine(error.predicted))"]
    }
    return lines
  }

  /// A task's paired test, who won how often, and the documents that changed most.
  static func lines(_ task: String, _ comparison: TaskComparison) -> [String] {
    let scores = comparison.scores
    let difference = scores.second - scores.first
    let sign = difference > 0 ? "+" : ""
    var lines = [
      "\(Console.name(task)): \(comparison.metric) \(decimal(scores.first)) → \(decimal(scores.second)), \(sign)\(decimal(difference)) "
        + "[\(decimal(scores.interval.low))–\(decimal(scores.interval.high))], p = "
        + "\(Console.number(scores.p, decimals: 3)): \(comparison.verdict.rawValue)",
      "  better on \(Console.number(comparison.wins)), worse on \(Console.number(comparison.losses)) of "
        + Console.count(comparison.documents, "document"),
    ]
    for change in comparison.changes {
      let kind = change.gain > 0 ? "better" : change.gain < 0 ? "worse" : "other"
      lines.append("  \(kind): " + quoted(change.text, change.id))
      lines += [
        "    gold    \(oneLine(change.gold))", "    first   \(oneLine(change.first))",
        "    second  \(oneLine(change.second))",
      ]
    }
    return lines
  }

  /// What to say when scores are those of documents that the model was chosen on; nil when they are not.
  static func selectionNote(_ scores: [String: TaskScore]) -> String? {
    guard let chosenOn = scores.chosenOn({ Console.number($0) }) else { return nil }
    return
      "chosen on: the model's weights and thresholds were chosen on \(chosenOn); "
      + "other documents tell how good it is"
  }

  /// The expected calibration error, and how often probabilities of each range came true.
  private static func lines(_ calibration: Calibration) -> [String] {
    let rows = calibration.bins.map { bin in
      [
        "\(Console.number(bin.low, decimals: 1))–\(Console.number(bin.high, decimals: 1))",
        decimal(bin.confidence), decimal(bin.accuracy), Console.number(bin.count),
      ]
    }
    return ["  expected calibration error \(decimal(calibration.error)) \(interval(calibration.interval))"]
      + Console.table([["probability", "mean", "came true", "predictions"]] + rows, indent: 2)
  }

  private static func interval(_ interval: ScoreInterval?) -> String {
    interval.map { "[\(Console.number($0.low, decimals: 1))–\(Console.number($0.high, decimals: 1))]" } ?? ""
  }

  private static func confusions(_ matrix: ConfusionMatrix?) -> [String] {
    guard let matrix else { return [] }
    let names = matrix.labels.map { Console.name($0) } + ["nothing"]
    var wrong: [(count: Int, text: String)] = []
    for (gold, row) in matrix.counts.enumerated() {
      for (prediction, count) in row.enumerated() where gold != prediction && count > 0 {
        wrong.append((count, "\(names[gold]) predicted as \(names[prediction]) \(Console.number(count))×"))
      }
    }
    guard !wrong.isEmpty else { return [] }
    let most = wrong.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return ["  " + most.prefix(limit).map(\.element.text).joined(separator: ", ")]
  }

  private static func quoted(_ text: String, _ id: String) -> String {
    (id.isEmpty ? "" : "\(id): ") + oneLine(text)
  }

  private static func oneLine(_ text: String) -> String {
    let line = text.replacing("\n", with: " ")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }

  private static func decimal(_ value: Double) -> String { Console.number(value, decimals: 2) }
}
