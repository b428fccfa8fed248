#if Service
  import ArgumentParser
  import BraidFiles
  import BraidServing
  import BraidTasks
  import CAllocator
  import Foundation

  /// `braid serve`.
  struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve", abstract: "Serve a trained model over HTTP, with a page to try it.",
      discussion: """
        Example: start the service, open http://127.0.0.1:8080, annotate texts from the shell

          braid serve --model runs/quickstart/model/model --port 8080
          curl -H 'Content-Type: text/plain' --data 'The crew left.' \\
            http://127.0.0.1:8080/v1/annotate
          curl --json '{"texts": ["One.", "Two."], "tasks": ["pos"]}' \\
            http://127.0.0.1:8080/v1/annotate

        /openapi.json describes the interface, /metrics has counters for Prometheus, /healthz and /readyz \
        are for health checks. On SIGTERM or Ctrl-C the service accepts no new requests, completes the accepted ones \
        and exits; until then /healthz answers 200 and /readyz 503, with --drain for some seconds in which requests are \
        still accepted. On SIGHUP it reads the model again, and no request is dropped.

        The service listens before it has read the model. Until it prints `serving MODEL`, /readyz and requests for \
        annotations get status 503.

        The service listens on the loopback address. Set a token before exposing it with --host; clients send \
        `Authorization: Bearer TOKEN`. There is no TLS: on an untrusted network use a reverse proxy.
        """)

    @Option(name: [.short, .long], help: .model) var model: String
    @Option(
      name: .customLong("token-file"),
      help: "File with the token that clients must send (default: environment variable BRAID_TOKEN).")
    var tokenFile: String?
    @Flag(help: "Log each request to standard error.") var log = false
    @Option(name: .customLong("log-format"), help: "Format of the log: text, or json with an object a line.")
    var logFormat = LogFormat.text
    @OptionGroup var serving: ServerArguments

    func validate() throws {
      if logFormat != .text, !log { throw ValidationError("--log-format: nothing is logged without --log.") }
    }

    func run() throws {
      // A log that is not read any more does not end the service.
      Console.ignoreBrokenPipes()
      var options = serving.options
      options.token = try token()
      Console.noteSlowSegmentation()
      // Models come and go with threads of their own; each would leave what it freed in a pool of its own.
      allocator_limit_pools(CInt(max(2, ProcessInfo.processInfo.activeProcessorCount)))
      let (isLogging, logFormat) = (log, logFormat)
      DescriptorLimit.raise(for: options.limits.connections)
      // What is no model at all is said before anything listens.
      _ = try JointModel.located(model)
      let server = try AnnotationServer(options: options) { request in
        if isLogging { logFormat.log(request) }
      }
      ServiceSignals.take(for: server)
      if options.token == nil, !["127.0.0.1", "::1", "localhost"].contains(options.host) {
        Console.note(
          "warning: all clients that reach \(options.host) can use the service; require a token with --token-file FILE")
      }
      let host = options.host.contains(":") ? "[\(options.host)]" : options.host
      let failure = Monitor<(any Error)?>(nil)
      let folder = model
      try Self.wait {
        try await server.run { port in
          Console.note("listening on http://\(host):\(port)")
          BackgroundThread.start("model") {
            do {
              try Self.readModel(folder, for: server)
            } catch {
              failure.change { $0 = error }
              Task { await server.stop() }
            }
          }
        }
      }
      if let error = failure.change({ $0 }) { throw error }
    }

    /// Gives the service its model, and does so again at each SIGHUP.
    ///
    /// - Throws: what is wrong with the model, when there is none before it.
    private static func readModel(_ folder: String, for server: AnnotationServer) throws {
      do {
        let model = try JointModel(contentsOf: folder)
        Console.noteOtherRules(model, in: folder)
        try server.replaceModel(with: model)
        Console.note("serving \(folder)")
      }
      while true {
        ServiceSignals.waitForHangUp()
        do {
          try server.replaceModel(with: try JointModel(contentsOf: folder))
          Console.note("serving \(folder), read again")
        } catch {
          let reason = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
          Console.note("still serving the old model: \(reason)")
        }
      }
    }

    private func token() throws -> String? {
      guard let tokenFile else { return ProcessInfo.processInfo.environment["BRAID_TOKEN"] }
      guard let data = FileManager.default.contents(atPath: tokenFile) else {
        throw ValidationError("\(tokenFile): cannot be read.")
      }
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Waits for asynchronous work.
    private static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
      let end = Monitor<Result<Void, any Error>?>(nil)
      Task {
        do {
          try await body()
          end.change { $0 = .success(()) }
        } catch {
          end.change { $0 = .failure(error) }
        }
      }
      try end.wait { $0 }.get()
    }
  }

  /// How requests are logged.
  enum LogFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text, json

    /// Writes a line about a request.
    func log(_ request: ServedRequest) {
      let time = Date().ISO8601Format()
      let milliseconds = Console.number(request.seconds * 1000, decimals: 1)
      switch self {
      case .text:
        Console.note(
          "\(time) \(request.client ?? "-") \(request.method ?? "-") \(request.path ?? "-") \(request.status) "
            + "\(milliseconds) ms")
      case .json:
        let entry = Entry(
          time: time, client: request.client, method: request.method, path: request.path, status: request.status,
          milliseconds: (request.seconds * 10_000).rounded() / 10)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let line = try? encoder.encode(entry) { Console.message(String(decoding: line, as: UTF8.self) + "\n") }
      }
    }

    private struct Entry: Encodable {
      var time: String
      var client: String?
      var method: String?
      var path: String?
      var status: Int
      var milliseconds: Double
    }
  }
#else
  import ArgumentParser

  /// `braid serve` of a program that was built without the service.
  struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve", abstract: "Serve a trained model over HTTP (not part of this program).")

    @Argument(parsing: .captureForPassthrough, help: .hidden) var arguments: [String] = []

    func run() {
      Console.fail(
        "this program was built without the service",
        advice: "Build it with `swift build -c release --product braid`.", code: 1)
    }
  }
#endif
