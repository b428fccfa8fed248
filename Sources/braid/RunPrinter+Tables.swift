import BraidFiles
import BraidTasks
import BraidTraining
import Foundation

extension RunPrinter {
  /// Each task alone and jointly, a line each after the headings; with several seeds also how much the differences vary
  /// between them.
  static func table(_ comparisons: [BaselineComparison], indent: Int = 0, stream: Int32 = 1) -> [String] {
    let hasSeeds = comparisons.contains { $0.comparison.deviation != nil }
    let heading =
      ["task", "metric", "alone", "joint", "difference"] + (hasSeeds ? ["± seeds"] : [])
      + ["95 % interval", "p", "joint training"]
    return Console.table(
      [heading]
        + comparisons.map { row in
          let comparison = row.comparison
          return [
            row.task, row.metric, comparison.first.fixed(2), comparison.second.fixed(2),
            row.difference.signed(2),
          ] + (hasSeeds ? [(comparison.deviation ?? 0).fixed(2)] : []) + [
            "\(comparison.interval.low.signed(2)) to \(comparison.interval.high.signed(2))",
            comparison.p.fixed(3), row.verdict.rawValue,
          ]
        }, left: [0, 1, heading.count - 3, heading.count - 1], indent: indent, stream: stream)
  }

  /// How comparisons were scored.
  static func notes(_ comparisons: [BaselineComparison]) -> [String] {
    var notes: [String] = []
    let counts = comparisons.map { "\($0.task) \($0.chosenOn.map(String.init).joined(separator: " + "))" }
    if !counts.isEmpty {
      notes.append(
        "weights and thresholds were chosen on one half of the documents and scored on the other: "
          + counts.joined(separator: ", "))
    }
    if let first = comparisons.first, first.seeds.count > 1 {
      notes.append("means over \(first.seeds.count) seeds; seeds and documents are resampled together")
    }
    if comparisons.contains(where: \.followsScores) {
      notes.append("scores on all of them decided when training ended or the learning rate fell, alone and jointly")
    }
    return notes
  }

  /// Each task's mean and deviation over seeds, a line each after the headings.
  static func table(_ summaries: [SeedSummary], indent: Int = 0, stream: Int32 = 1) -> [String] {
    Console.table(
      [["task", "metric", "mean", "deviation", "scores"]]
        + summaries.map { row in
          [
            row.task, row.metric, row.mean.fixed(2), row.deviation.fixed(2),
            zip(row.seeds, row.scores).map { "seed \($0) \($1.fixed(2))" }.joined(separator: ", "),
          ]
        }, left: [0, 1], tail: true, indent: indent, stream: stream)
  }
}
