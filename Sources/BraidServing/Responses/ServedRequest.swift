/// A request that was answered.
public struct ServedRequest: Sendable, Equatable {
  /// The method, as sent.
  public let method: String
  /// The path, as sent.
  public let path: String
  /// Status of the answer.
  public let status: Int
  /// Seconds from the request's head to its answer.
  public let seconds: Double
}
