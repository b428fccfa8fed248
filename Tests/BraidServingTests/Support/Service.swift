import BraidServing
import BraidTasks
import Foundation

/// A server that runs on a free port as long as a test needs it.
struct Service: Sendable {
  let server: AnnotationServer
  let port: Int

  /// Starts a server of a model, the tiny one where none is given, or without any, runs `body` and stops the server.
  static func run(
    _ options: ServerOptions = ServerOptions(), model: JointModel? = nil, isLoading: Bool = false,
    onRequest: @escaping @Sendable (ServedRequest) -> Void = { _ in },
    _ body: @Sendable (Service) async throws -> Void
  ) async throws {
    var options = options
    // A busy machine is no misbehaving client: what a test does not set has no hurry.
    let usual = ServerLimits()
    for limit in [\ServerLimits.headerSeconds, \.readingSeconds, \.idleSeconds, \.sendingSeconds, \.timeoutSeconds]
    where options.limits[keyPath: limit] == usual[keyPath: limit] { options.limits[keyPath: limit] = 600 }
    options.port = 0
    options.threads = 1
    let server = try AnnotationServer(
      isLoading ? nil : try model ?? TinyModel.make(), options: options, onRequest: onRequest)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await server.run { port.yield($0) }
        port.finish()
      }
      if let number = await ports.first(where: { _ in true }) {
        do {
          try await body(Service(server: server, port: number))
        } catch {
          await server.stop()
          throw error
        }
      }
      await server.stop()
      try await group.waitForAll()
    }
  }

  /// Whether something comes to be true: asked again and again, for two minutes at most, since a machine may be busy.
  static func comes(_ condition: () async throws -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(120)
    repeat {
      if (try? await condition()) == true { return true }
      try? await Task.sleep(for: .milliseconds(10))
    } while ContinuousClock.now < end
    return false
  }

  /// Whether a line of the metrics comes to be there; what is counted may be so a moment after it was answered.
  func counts(_ line: String) async -> Bool {
    await Self.comes { try await ask("GET", "/metrics").text.contains("\n\(line)\n") }
  }

  /// A new connection.
  func connect(from address: String? = nil, receiveBuffer: Int? = nil) throws -> Connection {
    try Connection(port: port, from: address, receiveBuffer: receiveBuffer)
  }

  /// One request on a connection of its own.
  func ask(
    _ method: String, _ path: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> Reply {
    let connection = try connect()
    try await connection.send(Self.request(method, path, headers, body: body))
    return try await connection.receive(hasBody: method != "HEAD")
  }

  /// A request for annotations.
  func annotate(_ json: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await ask(
      "POST", "/v1/annotate", headers.merging(["Content-Type": "application/json"]) { first, _ in first },
      body: Array(json.utf8))
  }

  /// A request as bytes.
  static func request(
    _ method: String, _ path: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) -> [UInt8] {
    var headers = headers
    headers["Host"] = "localhost"
    if let body { headers["Content-Length"] = headers["Content-Length"] ?? String(body.count) }
    let lines = headers.sorted { $0.key < $1.key }.map { "\($0): \($1)\r\n" }.joined()
    return Array("\(method) \(path) HTTP/1.1\r\n\(lines)\r\n".utf8) + (body ?? [])
  }
}
