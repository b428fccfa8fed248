/// What the service refuses, so that no client can take it from the others.
public struct ServerLimits: Sendable, Equatable {
  /// Longest body of a request, in bytes.
  public var bodyBytes = 1 << 20
  /// Most texts in a request.
  public var texts = 256
  /// Longest text, in UTF-8 bytes.
  public var textBytes = 100_000
  /// UTF-8 bytes of all texts of a request that asks for attention, whose answer grows with their square.
  public var attentionBytes = 4_000
  /// Requests for annotations that are worked on at once; more are told to come back.
  public var requests = 256
  /// Open connections; more wait until one closes.
  public var connections = 1024
  /// Seconds within which a request's body must arrive.
  public var readingSeconds = 10.0
  /// Seconds within which the model must have answered.
  public var answeringSeconds = 60.0
  /// Seconds after which a client that does not take its answer is cut off.
  public var sendingSeconds = 30.0
  /// Seconds after which a connection that asks for nothing is closed.
  public var idleSeconds = 30.0
  /// Seconds that requests which were accepted have left when the service is stopped.
  public var stoppingSeconds = 90.0

  /// Bytes of a request's headers in all.
  static let headerBytes = 32_768

  /// Limits for texts up to the size of a book chapter.
  public init() {}
}
