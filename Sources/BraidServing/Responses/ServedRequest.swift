/// A completed request.
public struct ServedRequest: Sendable, Equatable {
  /// The method, as sent.
  public let method: String
  /// The path, as sent.
  public let path: String
  /// Status of the response.
  public let status: Int
  /// Seconds from the request's head to its response.
  public let seconds: Double
}
