/// What a training is about to do.
public struct TrainingPlan: Sendable, Equatable, Codable {
  /// Examples by corpus.
  public var examples: [String: Int]
  /// Steps of the first epoch.
  public var stepsPerEpoch: Int
  /// Steps of all epochs, at most.
  public var totalSteps: Int
  /// Epochs, at most.
  public var epochs: Int
  /// Trained numbers in the model.
  public var parameters: Int
  /// The step that training starts with: 0, or that of a checkpoint.
  public var firstStep: Int
}
