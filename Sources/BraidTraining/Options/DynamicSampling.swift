public import BraidFiles

/// Draws that follow development data: a corpus is drawn more often the more its tasks have still to learn.
///
/// A corpus's need is the mean over its tasks that are still trained; its probability is
/// `floor / n + (1 - floor) · need / Σ need` over the `n` corpora, and even while no need is known, or none is left.
/// Needs are measured anew at each evaluation.
///
/// Source: Gottumukkala et al. 2020, dynamic sampling, <https://aclanthology.org/2020.acl-main.86>, for `gap`; `progress`
/// and `floor` are additions.
public struct DynamicSampling: Configurable, Sendable, Equatable {
  /// How the need of a task is measured.
  public enum Measure: String, Sendable, CaseIterable {
    /// The points that its development score is below its target.
    case gap
    /// The share by which its development loss fell between the last two evaluations.
    case progress
  }
  /// How the need of a task is measured.
  public var by = Measure.gap
  /// For `gap`: the score that each task is to reach, in points, such as its score in a model of its own; 100 for those
  /// not named.
  public var targets: [String: Double] = [:]
  /// The share of the draws that is spread evenly, so that no corpus is forgotten.
  public var floor = 0.1

  /// By the gap to 100 points.
  public init() {}

  /// By one of the measures.
  public init(by measure: Measure, targets: [String: Double] = [:], floor: Double = 0.1) {
    (by, self.targets, self.floor) = (measure, targets, floor)
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("by", &by, "gap: points below the target; progress: share by which the loss fell last")
    try visitor.field("targets", &targets, "for `gap`: score that a task is to reach; 100 for those not named")
    try visitor.field("floor", &floor, 0...1, "share of the draws that is spread evenly")
  }

  /// Targets without use.
  public var problem: OptionProblem? {
    guard by == .progress, !targets.isEmpty else { return nil }
    return OptionProblem(
      "targets", found: "given, which `by: progress` does not look at", expected: "none, or `by: gap`")
  }

  /// What a task has still to learn, 0 or more.
  ///
  /// - Parameters:
  ///   - task: its name.
  ///   - points: its development score, in points.
  ///   - losses: its development loss at the evaluation before and now; nil where there is none.
  /// - Returns: points for `gap`, a share for `progress`; nil where nothing is known yet.
  package func need(of task: String, points: Double?, losses: (before: Double?, now: Double?)) -> Double? {
    switch by {
    case .gap: return points.map { max(0, (targets[task] ?? 100) - $0) }
    case .progress:
      guard let before = losses.before, let now = losses.now, before.isFinite, now.isFinite else { return nil }
      return before == 0 ? 0 : max(0, (before - now) / abs(before))
    }
  }

  /// The probabilities of corpora with these needs; even where one of them is not known, or none is above 0.
  package func probabilities(_ needs: [Double?]) -> [Double] {
    let even = 1 / Double(max(1, needs.count))
    let known = needs.compactMap(\.self)
    let total = known.reduce(0, +)
    guard known.count == needs.count, total > 0, total.isFinite else { return needs.map { _ in even } }
    return known.map { floor * even + (1 - floor) * $0 / total }
  }
}
