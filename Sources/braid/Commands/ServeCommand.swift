import ArgumentParser
import BraidFiles
import BraidServing
import BraidTasks
import Foundation

/// `braid serve`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a trained model over HTTP, with a page to look at what it says.",
    discussion: """
      Example: serve, open the page at http://127.0.0.1:8080, annotate a text from the shell

        braid serve --model runs/quickstart/model/model --port 8080
        curl -H 'Content-Type: text/plain' --data 'The crew repaired the roof.' http://127.0.0.1:8080/v1/annotate
        curl --json '{"texts": ["One.", "Two."], "tasks": ["pos"]}' http://127.0.0.1:8080/v1/annotate

      /openapi.json describes the interface, /metrics counts for Prometheus, /healthz says whether the service is up.
      SIGTERM or Ctrl-C takes no more requests, answers those that were accepted and ends.

      The service listens on the loopback address. Before you let others reach it with --host, give it a token: clients
      send `Authorization: Bearer TOKEN`. There is no TLS: put a proxy in front where the network is not yours.
      """)

  @Option(help: "The model folder.") var model: String
  @Option(help: "TCP port; 0 for any that is free.") var port = 8080
  @Option(help: "Address or name to listen at.") var host = "127.0.0.1"
  @Option(
    name: .customLong("token-file"),
    help: "File with the token that clients must send; without it the environment variable BRAID_TOKEN.")
  var tokenFile: String?
  @Option(
    help: ArgumentHelp(
      "BCP 47 locale of texts, unless a request names another; otherwise that of the training texts.",
      valueName: "locale"))
  var locale: String?
  @Option(help: "Threads that the model runs on; 0 for one a core.") var threads = 0
  @Option(name: .customLong("max-body"), help: "Longest body of a request, in bytes.")
  var maximumBody = ServerLimits().bodyBytes
  @Option(name: .customLong("max-texts"), help: "Most texts in a request.") var maximumTexts = ServerLimits().texts
  @Option(name: .customLong("max-text"), help: "Longest text, in bytes.") var maximumText = ServerLimits().textBytes
  @Option(name: .customLong("max-requests"), help: "Requests that are worked on at once; more get status 503.")
  var maximumRequests = ServerLimits().requests
  @Option(help: "Seconds within which a request is answered; else it gets status 504.")
  var timeout = ServerLimits().answeringSeconds
  @Flag(help: "Write a line to standard error for each request.") var log = false

  func validate() throws {
    guard 0...65_535 ~= port else { throw ValidationError("--port \(port) is not a port: give 0 to 65535.") }
    let limits = [
      ("max-body", maximumBody), ("max-texts", maximumTexts), ("max-text", maximumText),
      ("max-requests", maximumRequests),
    ]
    for (name, value) in limits where value < 1 { throw ValidationError("--\(name) \(value): give 1 or more.") }
    guard timeout > 0, timeout.isFinite else { throw ValidationError("--timeout \(timeout): give a time above 0.") }
  }

  func run() throws {
    var options = ServerOptions()
    options.host = host
    options.port = port
    options.token = try token()
    options.locale = locale
    options.threads = threads
    options.limits.bodyBytes = maximumBody
    options.limits.texts = maximumTexts
    options.limits.textBytes = maximumText
    options.limits.requests = maximumRequests
    options.limits.answeringSeconds = timeout
    options.limits.stoppingSeconds = timeout + options.limits.readingSeconds + options.limits.sendingSeconds
    let isLogging = log
    let server = try AnnotationServer(try JointModel(contentsOf: model), options: options) { request in
      guard isLogging else { return }
      let milliseconds = Console.number(request.seconds * 1000, decimals: 1)
      Console.note("\(Date().ISO8601Format()) \(request.method) \(request.path) \(request.status) \(milliseconds) ms")
    }
    _ = Console.stopSignals("answering what was accepted, then stopping") {
      Task { await server.stop() }
    }
    if options.token == nil, !["127.0.0.1", "::1", "localhost"].contains(host) {
      Console.note(
        "anyone who reaches \(host) can use the service; with --token-file FILE only who knows the token can")
    }
    let host = host.contains(":") ? "[\(host)]" : host
    try Self.wait { try await server.run { port in Console.note("listening at http://\(host):\(port)") } }
  }

  private func token() throws -> String? {
    guard let tokenFile else { return ProcessInfo.processInfo.environment["BRAID_TOKEN"] }
    guard let data = FileManager.default.contents(atPath: tokenFile) else {
      throw ValidationError("\(tokenFile): no such file, or it can't be read.")
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
