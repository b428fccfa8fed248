#if Service
  import ArgumentParser
  import BraidServing

  /// Where a model is served, and what one client can ask for.
  struct ServerArguments: ParsableArguments {
    private static let standard = ServerOptions()

    @Option(help: .declared(ServerOptions.self, "host")) var host = Self.standard.host
    @Option(help: .declared(ServerOptions.self, "port")) var port = Self.standard.port
    @Option(
      name: [.customLong("allowed-host"), .customLong("allowed-hosts")], parsing: .singleValue,
      help: .declared(ServerOptions.self, "allowedHosts", "name"))
    var allowedHosts: [String] = []
    @Option(help: .declared(ServerOptions.self, "locale", "locale")) var locale: String?
    @Option(help: .declared(ServerOptions.self, "threads", "count")) var threads = Self.standard.threads
    @Option(
      name: .customLong("body-bytes"),
      help: .declared(ServerLimits.self, "bodyBytes", "bytes"))
    var bodyBytes = Self.standard.limits.bodyBytes
    @Option(help: .declared(ServerLimits.self, "texts", "count"))
    var texts = Self.standard.limits.texts
    @Option(
      name: .customLong("text-bytes"),
      help: .declared(ServerLimits.self, "textBytes", "bytes"))
    var textBytes = Self.standard.limits.textBytes
    @Option(name: .customLong("attention-bytes"), help: .declared(ServerLimits.self, "attentionBytes", "bytes"))
    var attentionBytes = Self.standard.limits.attentionBytes
    @Option(name: .customLong("token-pairs"), help: .declared(ServerLimits.self, "tokenPairs", "count"))
    var tokenPairs = Self.standard.limits.tokenPairs
    @Option(help: .declared(ServerLimits.self, "requests", "count"))
    var requests = Self.standard.limits.requests
    @Option(help: .declared(ServerLimits.self, "connections", "count")) var connections = Self.standard.limits
      .connections
    @Option(name: .customLong("header-seconds"), help: .declared(ServerLimits.self, "headerSeconds", "seconds"))
    var headerSeconds = Self.standard.limits.headerSeconds
    @Option(name: .customLong("reading-seconds"), help: .declared(ServerLimits.self, "readingSeconds", "seconds"))
    var readingSeconds = Self.standard.limits.readingSeconds
    @Option(
      name: .customLong("timeout-seconds"),
      help: .declared(ServerLimits.self, "timeoutSeconds", "seconds"))
    var timeoutSeconds = Self.standard.limits.timeoutSeconds
    @Option(name: .customLong("sending-seconds"), help: .declared(ServerLimits.self, "sendingSeconds", "seconds"))
    var sendingSeconds = Self.standard.limits.sendingSeconds
    @Option(name: .customLong("idle-seconds"), help: .declared(ServerLimits.self, "idleSeconds", "seconds"))
    var idleSeconds = Self.standard.limits.idleSeconds

    @Option(
      name: [.customLong("drain"), .customLong("drain-seconds")],
      help: .declared(ServerLimits.self, "drainSeconds", "seconds"))
    var drainSeconds = Self.standard.limits.drainSeconds

    func validate() throws { try options.validateFlags() }

    /// The server's options, without a token.
    var options: ServerOptions {
      var options = ServerOptions()
      options.host = host
      options.port = port
      options.allowedHosts = allowedHosts
      options.locale = locale
      options.threads = threads
      options.limits.bodyBytes = bodyBytes
      options.limits.texts = texts
      options.limits.textBytes = textBytes
      options.limits.attentionBytes = attentionBytes
      options.limits.tokenPairs = tokenPairs
      options.limits.requests = requests
      options.limits.connections = connections
      options.limits.headerSeconds = headerSeconds
      options.limits.readingSeconds = readingSeconds
      options.limits.timeoutSeconds = timeoutSeconds
      options.limits.sendingSeconds = sendingSeconds
      options.limits.idleSeconds = idleSeconds
      options.limits.drainSeconds = drainSeconds
      return options
    }
  }
#endif
