import ArgumentParser
import BraidFiles
import BraidServing
import BraidTasks
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

      /openapi.json describes the interface, /metrics has counters for Prometheus, /healthz is for health checks. \
      On SIGTERM or Ctrl-C the service accepts no new requests, completes the accepted ones and exits.

      The service listens on the loopback address. Set a token before exposing it with --host; clients send \
      `Authorization: Bearer TOKEN`. There is no TLS: on an untrusted network use a reverse proxy.
      """)

  @Option(help: "Model folder.") var model: String
  @Option(
    name: .customLong("token-file"),
    help: "File with the token that clients must send (default: environment variable BRAID_TOKEN).")
  var tokenFile: String?
  @Flag(help: "Log each request to standard error.") var log = false
  @OptionGroup var serving: ServerArguments

  func run() throws {
    // A log that is not read any more does not end the service.
    Console.ignoreBrokenPipes()
    var options = serving.options
    options.token = try token()
    Console.noteSlowSegmentation()
    let isLogging = log
    let model = try JointModel(contentsOf: self.model)
    Console.noteOtherRules(model, in: self.model)
    let server = try AnnotationServer(model, options: options) { request in
      guard isLogging else { return }
      let milliseconds = Console.number(request.seconds * 1000, decimals: 1)
      Console.note("\(Date().ISO8601Format()) \(request.method) \(request.path) \(request.status) \(milliseconds) ms")
    }
    _ = Console.stopSignals("stopping after the accepted requests") {
      Task { await server.stop() }
    }
    if options.token == nil, !["127.0.0.1", "::1", "localhost"].contains(options.host) {
      Console.note(
        "warning: all clients that reach \(options.host) can use the service; require a token with --token-file FILE")
    }
    let host = options.host.contains(":") ? "[\(options.host)]" : options.host
    try Self.wait { try await server.run { port in Console.note("listening on http://\(host):\(port)") } }
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
