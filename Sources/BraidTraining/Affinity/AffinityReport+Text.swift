import BraidFiles

extension AffinityReport {
  /// What a cell of `affinities` says, in two lines.
  package static let meaning = [
    "a step of the task in the row lowers the loss of the task in the column by so",
    "many percent, with 95 % interval",
  ]

  /// What a cell of the linearized estimates says, in two lines.
  package static let linearizedMeaning = [
    "training on the task in the row, too, lowers the loss of the task in the",
    "column by so many percent, estimated at the joint model",
  ]

  /// How much was measured: `8 measurements in 16 steps`.
  package var measured: String { "\(samples.counted("measurement")) in \(steps.counted("step"))" }

  /// The cosines in the order of the layers' names.
  package var cosinesByLayer: [(layer: String, cosines: [[AffinityMean?]])] {
    cosines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What stands above the groups.
  package var groupsTitle: String {
    let source = groupedBy == .lookahead ? "" : " by \(groupedBy.rawValue) estimates"
    return "best groups\(source) (total: summed over tasks, alone counts 0; in brackets only to help)"
  }

  /// The groups for each number of models, from one on.
  package var groupRows: [(models: Int, total: Double, groups: String)] {
    groupings.enumerated().map { place, grouping in
      (place + 1, grouping.gain, grouping.groups.map(\.text).joined(separator: "; "))
    }
  }

  /// The groups for each number of models as rows behind a heading; where annotating has a budget, with its seconds.
  package func groupTable(_ number: (Double) -> String) -> [[String]] {
    let seconds = budgeted == nil ? [] : ["s/million tokens"]
    return [["models", "total"] + seconds + ["groups"]]
      + groupRows.enumerated().map { place, row in
        ["\(row.models)", number(row.total)]
          + (budgeted.map { [number($0.cost.seconds(groupings[place]))] } ?? []) + [row.groups]
      }
  }
}

extension BudgetedGrouping {
  /// What each task costs to annotate with, as rows behind a heading.
  package func costTable(_ tasks: [String], _ number: (Double) -> String) -> [[String]] {
    [["task", "encoder", "head"]]
      + tasks.compactMap { task in cost.tasks[task].map { [task, number($0.encoder), number($0.head)] } }
  }

  /// What stands above the costs.
  package static let costTitle = "annotating: seconds a million tokens"

  /// The groups that keep the budget, or why there are none.
  package func text(_ tasks: [String], _ number: (Double) -> String) -> String {
    let budget = "within \(number(seconds)) s a million tokens"
    guard let grouping else {
      return "no groups \(budget): one model of all tasks takes \(number(cost.seconds(serving: tasks)))"
    }
    return "best \(budget): " + grouping.groups.map(\.text).joined(separator: "; ")
      + " (total \(number(grouping.gain)), \(number(cost.seconds(grouping))) s)"
  }
}
