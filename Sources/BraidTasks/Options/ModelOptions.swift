/// One shared encoder and the tasks that read it.
public struct ModelOptions: Sendable, Equatable, Codable {
  /// The shared encoder.
  public var encoder = EncoderOptions()
  /// The tasks, in the order in which loss weights count them.
  public var tasks: [TaskOptions] = []

  /// A default encoder with `tasks`.
  public init(encoder: EncoderOptions = EncoderOptions(), tasks: [TaskOptions] = []) {
    self.encoder = encoder
    self.tasks = tasks
  }
}
