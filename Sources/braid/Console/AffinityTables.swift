import BraidPipelines
import BraidTasks
import BraidTraining

/// What is known about how tasks help each other, as tables.
enum AffinityTables {
  static func lines(_ answer: AffinityAnswer) -> [String] {
    let report = answer.report
    var lines =
      AffinityReport.meaning + [
        "(\(report.measured); trained in \(Console.number(report.seconds, decimals: 1)) s,",
        " of these measured in \(Console.number(report.measuringSeconds, decimals: 1)) s)",
      ]
    if report.samples < AffinityMean.fewest {
      lines.append(
        "too few measurements to tell: measure more often (--interval) or longer (--epochs)")
    }
    lines += matrix(report.tasks, report.affinities, decimals: 3)
    for (layer, cosines) in report.cosinesByLayer where report.tasks.count > 1 {
      lines += ["", "cosines of the gradients in \(layer)"] + matrix(report.tasks, cosines, decimals: 2)
    }
    if !report.groupings.isEmpty {
      let rows = report.groupRows.map {
        [Console.number($0.models), Console.number($0.total, decimals: 3), $0.groups]
      }
      lines += ["", "the \(AffinityReport.groupsTitle)"]
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
