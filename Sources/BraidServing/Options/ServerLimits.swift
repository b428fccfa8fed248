public import BraidFiles

/// Limits of requests, so that no client can block the others.
public struct ServerLimits: Configurable, Sendable, Equatable {
  /// Longest body of a request, in bytes.
  public var bodyBytes = 1 << 20
  /// Most texts in a request.
  public var texts = 256
  /// Longest text, in UTF-8 bytes.
  public var textBytes = 100_000
  /// UTF-8 bytes of all texts of a request that asks for attention, whose size grows with their square.
  public var attentionBytes = 4_000
  /// Pairs of tokens in the sentences of a text that asks for tasks which read all of a sentence for each of its tokens, such
  /// as semantic roles and translation; they decide its time. A chapter of ordinary sentences has a tenth of them.
  public var tokenPairs = 8_000_000
  /// Concurrent requests for annotations; others get status 503.
  public var requests = 256
  /// Open connections; for another one the connection closes that has waited for its client longest, of the client with the most.
  public var connections = 1024
  /// Seconds within which the headers of a connection's first request must arrive.
  public var headerSeconds = 10.0
  /// Seconds within which a request's body must arrive.
  public var readingSeconds = 10.0
  /// Seconds within which the model must finish.
  public var timeoutSeconds = 60.0
  /// Seconds after which a client that does not read its response is disconnected.
  public var sendingSeconds = 30.0
  /// Seconds after which a connection that asks for nothing is closed.
  public var idleSeconds = 30.0

  /// Seconds for which requests are taken after the service was told to stop, while `/readyz` says that it is not ready: as long
  /// as what sends it requests takes to notice.
  public var drainSeconds = 0.0

  /// Seconds that accepted requests have left when the service is stopped: as long as one may take.
  public var stoppingSeconds: Double { readingSeconds + timeoutSeconds + sendingSeconds }

  /// Bytes of a request's headers in all.
  static let headerBytes = 32_768

  /// Limits for texts up to the size of a book chapter.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("bodyBytes", &bodyBytes, 1...Int.max, "maximum size of a request body, in bytes")
    try visitor.field("texts", &texts, 1...Int.max, "maximum number of texts in a request")
    try visitor.field("textBytes", &textBytes, 1...Int.max, "maximum size of a text, in UTF-8 bytes")
    try visitor.field(
      "attentionBytes", &attentionBytes, 0...Int.max, "maximum size of all texts of a request for attention, in bytes")
    try visitor.field(
      "tokenPairs", &tokenPairs, 1...Int.max,
      "maximum pairs of tokens in a text's sentences, for tasks that read them all")
    try visitor.field(
      "requests", &requests, 1...Int.max, "maximum number of concurrent requests; others get status 503")
    try visitor.field(
      "connections", &connections, 8...1_000_000,
      "maximum number of open connections; those that wait for clients give way")
    try visitor.field(
      "headerSeconds", &headerSeconds, 0.001...86_400, "seconds for a first request's headers to arrive")
    try visitor.field("readingSeconds", &readingSeconds, 0.001...86_400, "seconds for a request body to arrive")
    try visitor.field(
      "timeoutSeconds", &timeoutSeconds, 0.001...86_400, "seconds before a request times out with status 504")
    try visitor.field("sendingSeconds", &sendingSeconds, 0.001...86_400, "seconds for a client to read its response")
    try visitor.field("idleSeconds", &idleSeconds, 0.001...86_400, "seconds before an idle connection is closed")
    try visitor.field(
      "drainSeconds", &drainSeconds, 0...86_400, "seconds after SIGTERM for which requests are still accepted")
  }
}
