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
}
