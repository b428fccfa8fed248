public import BraidFiles
import BraidText

/// Where and how a model is served.
public struct ServerOptions: Configurable, Sendable, Equatable {
  /// Address or host name to listen at; the loopback address is reached from this machine only.
  public var host = "127.0.0.1"
  /// TCP port; 0 for any that is free.
  public var port = 8080
  /// Host names that requests may be for besides addresses, `localhost` and `host`; `*` for any.
  public var allowedHosts: [String] = []
  /// What clients must send as `Authorization: Bearer …`; nil for no such check.
  public var token: String?
  /// BCP 47 locale of the rules that split texts, unless a request names another; nil for the model's own.
  public var locale: String? { didSet { locale = locale.map(TextLocale.canonical) } }
  /// Threads that the model runs on; 0 for one a core.
  public var threads = 0
  /// What one client can ask for.
  public var limits = ServerLimits()

  /// Port 8080 of the loopback address, without a token.
  public init() {}

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? { TextLocale.problem("locale", locale) }

  /// Every option but the token, which is a secret and written nowhere.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("host", &host, required: false, "address or host name to listen on")
    try visitor.field("port", &port, 0...65_535, "TCP port; 0 for any free port")
    try visitor.field(
      "allowedHosts", &allowedHosts, required: false,
      "host names that requests may be for, besides addresses, localhost and the host option; * for any")
    try visitor.field(
      "locale", &locale, "BCP 47 locale of texts without one in the request (default: that of the training texts)")
    var work = ThreadOptions()
    work.threads = threads
    try work.fields(&visitor)
    threads = work.threads
    try limits.fields(&visitor)
  }
}
