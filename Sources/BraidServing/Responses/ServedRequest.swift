/// A completed request.
public struct ServedRequest: Sendable, Equatable {
  /// The client's address; nil when the system does not say.
  public let client: String?
  /// The method, as sent.
  public let method: String
  /// The path, as sent.
  public let path: String
  /// Status of the response.
  public let status: Int
  /// Seconds from the request's head to its response.
  public let seconds: Double
}
