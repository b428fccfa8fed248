import BraidTasks
import BraidTraining
import Foundation

extension RunPrinter {
  /// Each task alone and jointly, a line each after the headings.
  static func table(_ comparisons: [BaselineComparison]) -> [String] {
    aligned(
      [["task", "metric", "alone", "joint", "difference", "95 % interval", "p", "joint training"]]
        + comparisons.map { row in
          let comparison = row.comparison
          return [
            row.task, row.metric, String(format: "%.2f", comparison.first), String(format: "%.2f", comparison.second),
            String(format: "%+.2f", row.difference),
            String(format: "%+.2f to %+.2f", comparison.interval.low, comparison.interval.high),
            String(format: "%.3f", comparison.p), row.verdict.rawValue,
          ]
        })
  }

  /// Each task's mean and deviation over seeds, a line each after the headings.
  static func table(_ summaries: [SeedSummary]) -> [String] {
    aligned(
      [["task", "metric", "mean", "deviation", "scores"]]
        + summaries.map { row in
          [
            row.task, row.metric, String(format: "%.2f", row.mean), String(format: "%.2f", row.deviation),
            zip(row.seeds, row.scores).map { "seed \($0) \(String(format: "%.2f", $1))" }.joined(separator: ", "),
          ]
        })
  }

  /// Rows with columns under each other, numbers to the right.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        let isNumber = rows.count > 1 && Double(rows[1][column]) != nil
        return isNumber ? space + text : column == row.count - 1 ? text : text + space
      }.joined(separator: "  ")
    }
  }
}
