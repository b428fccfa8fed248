/// Where and how a model is served.
public struct ServerOptions: Sendable, Equatable {
  /// Address or host name to listen at; the loopback address is reached from this machine only.
  public var host = "127.0.0.1"
  /// TCP port; 0 for any that is free.
  public var port = 8080
  /// What clients must send as `Authorization: Bearer …`; nil for no such check.
  public var token: String?
  /// BCP 47 locale of the rules that split texts, unless a request names another; nil for the model's own.
  public var locale: String?
  /// Threads that the model runs on; 0 for one a core.
  public var threads = 0
  /// What one client can ask for.
  public var limits = ServerLimits()

  /// Port 8080 of the loopback address, without a token.
  public init() {}
}
