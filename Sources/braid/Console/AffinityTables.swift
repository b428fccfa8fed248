import BraidPipelines
import BraidTasks
import BraidTraining

/// What is known about how tasks help each other, as tables.
enum AffinityTables {
  static func lines(_ answer: AffinityAnswer) -> [String] {
    let report = answer.report
    var lines = [
      "a step of the task in the row lowers the loss of the task in the column by so",
      "many percent, with 95 % interval",
      "(\(Console.count(report.samples, "measurement")) in \(Console.count(report.steps, "step")); trained in "
        + "\(Console.number(report.seconds, decimals: 1)) s,",
      " of these measured in \(Console.number(report.measuringSeconds, decimals: 1)) s)",
    ]
    if report.samples < AffinityMean.fewest {
      lines.append(
        "too few measurements to tell: measure more often (--interval) or longer (--epochs)")
    }
    lines += matrix(report.tasks, report.affinities, decimals: 3)
    for (layer, cosines) in report.cosines.sorted(by: { $0.key < $1.key }) where report.tasks.count > 1 {
      lines += ["", "cosines of the gradients in \(layer)"] + matrix(report.tasks, cosines, decimals: 2)
    }
    if !report.groupings.isEmpty {
      let rows = report.groupings.enumerated().map { place, grouping in
        [
          Console.number(place + 1), Console.number(grouping.gain, decimals: 3),
          grouping.groups.map(\.text).joined(separator: "; "),
        ]
      }
      lines += ["", "the best groups (total: summed over tasks, alone counts 0; in brackets only to help)"]
      lines += left([["models", "total", "groups"]] + rows)
    } else if report.tasks.count > TaskGrouping.most {
      lines += ["", "\(report.tasks.count) tasks: groups are searched for at most \(TaskGrouping.most)"]
    }
    for (name, rows) in [("all tasks together", answer.together), ("the groups", answer.grouped)] {
      guard let rows else { continue }
      lines += ["", "\(name), beside each task alone"] + RunPrinter.table(rows) + RunPrinter.notes(rows)
    }
    return lines
  }

  private static func matrix(_ tasks: [String], _ means: [[AffinityMean?]], decimals: Int) -> [String] {
    let rows = zip(tasks, means).map { task, row in
      [task]
        + row.map { mean in
          guard let mean else { return "-" }
          func number(_ value: Double) -> String { Console.number(value, decimals: decimals) }
          let interval = mean.interval.map { " [\(number($0.low))–\(number($0.high))]" } ?? ""
          return number(mean.mean) + interval
        }
    }
    return Console.table([[""] + tasks] + rows)
  }

  /// Columns to the left.
  private static func left(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { place, cell in
        place == row.count - 1 ? cell.0 : cell.0.padding(to: cell.1)
      }.joined(separator: "  ")
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
