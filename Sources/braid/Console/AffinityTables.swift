import BraidPipelines
import BraidTasks
import BraidTraining

/// What is known about how tasks help each other, as tables.
enum AffinityTables {
  static func lines(_ result: AffinityResult, indent: Int = 0, stream: Int32 = 1) -> [String] {
    let space = String(repeating: " ", count: indent)
    func matrix(_ tasks: [String], _ means: [[AffinityMean?]], decimals: Int) -> [String] {
      Console.table(Self.matrix(tasks, means, decimals: decimals), indent: indent, stream: stream)
    }
    let report = result.report
    var lines =
      (AffinityReport.meaning + [
        "(\(report.measured); trained in \(Console.number(report.seconds, decimals: 1)) s,",
        " of these measured in \(Console.number(report.measuringSeconds, decimals: 1)) s)",
      ]).map { space + $0 }
    if report.samples < AffinityMean.fewest {
      lines.append(
        space + "too few measurements to tell: measure more often (--interval) or longer (--epochs)")
    }
    lines += matrix(report.tasks, report.affinities, decimals: 3)
    for (layer, cosines) in report.cosinesByLayer where report.tasks.count > 1 {
      lines += ["", space + "cosines of the gradients in \(layer)"] + matrix(report.tasks, cosines, decimals: 2)
    }
    if let linearized = report.linearized {
      let measured = "gradients of up to \(Console.number(linearized.documents)) documents a task"
      lines += [""]
      lines +=
        (AffinityReport.linearizedMeaning
        + ["(\(measured); in \(Console.number(linearized.seconds, decimals: 1)) s)"]).map { space + $0 }
      lines += matrix(report.tasks, linearized.affinities, decimals: 3)
    }
    func number(_ value: Double) -> String { Console.number(value, decimals: 3) }
    if let budgeted = report.budgeted {
      lines += ["", space + BudgetedGrouping.costTitle]
      lines += Console.table(budgeted.costTable(report.tasks, number), indent: indent, stream: stream)
    }
    if !report.groupings.isEmpty {
      lines += ["", space + "the \(report.groupsTitle)"]
      lines += Console.table(report.groupTable(number), tail: true, indent: indent, stream: stream)
      if let budgeted = report.budgeted { lines.append(space + budgeted.text(report.tasks, number)) }
    } else if report.tasks.count > TaskGrouping.most {
      lines += ["", space + "\(report.tasks.count) tasks: groups are searched for at most \(TaskGrouping.most)"]
    }
    if let verification = result.verification { lines += ["", space + verification.text] }
    for (name, rows) in [("all tasks together", result.together), ("the groups", result.grouped)] {
      guard let rows else { continue }
      lines += ["", space + "\(name), beside each task alone"]
      lines += RunPrinter.table(rows, indent: indent, stream: stream) + RunPrinter.notes(rows).map { space + $0 }
    }
    return lines
  }

  private static func matrix(_ tasks: [String], _ means: [[AffinityMean?]], decimals: Int) -> [[String]] {
    let rows = zip(tasks, means).map { task, row in
      [task]
        + row.map { mean in
          guard let mean else { return "-" }
          func number(_ value: Double) -> String { Console.number(value, decimals: decimals) }
          let interval = mean.interval.map { " [\(number($0.low))–\(number($0.high))]" } ?? ""
          return number(mean.mean) + interval
        }
    }
    return [[""] + tasks] + rows
  }
}
