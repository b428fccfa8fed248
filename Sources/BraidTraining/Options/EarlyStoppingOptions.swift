/// When training ends before its last epoch.
public struct EarlyStoppingOptions: Sendable, Equatable, Codable {
  /// Evaluations without a better score after which a task is retired; 0 for never.
  public var patience = 0
  /// A score must rise by more than this to be better, in points.
  public var minimumGain = 0.0
  /// Weight of each task in the score that decides which weights are kept at the end; tasks not named weigh 1.
  public var aggregate: [String: Double] = [:]

  /// Never early.
  public init() {}
}
