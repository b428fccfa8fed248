/// A request that was answered.
public struct ServedRequest: Sendable, Equatable {
  /// The client's address; nil when the system does not say.
  public let client: String?
  /// The method, as sent; nil for a request that was refused before it was known.
  public let method: String?
  /// The path, as sent; nil for a request that was refused before it was known.
  public let path: String?
  /// Status of the response.
  public let status: Int
  /// Seconds from the request's head to the beginning of its response.
  public let seconds: Double
}
