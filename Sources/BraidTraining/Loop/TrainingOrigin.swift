/// The model that a training started from.
public struct TrainingOrigin: Sendable, Equatable {
  /// `JointModel.fingerprint` of it.
  public var fingerprint: String
  /// Tasks of that model that begin with new weights all the same, each with the reason.
  public var newTasks: [NewTask]

  /// A task that begins with new weights.
  public struct NewTask: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Why it can't take over the model's head.
    public var reason: String

    /// A task with the reason.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// A model with this fingerprint.
  public init(fingerprint: String, newTasks: [NewTask] = []) {
    self.fingerprint = fingerprint
    self.newTasks = newTasks
  }
}
