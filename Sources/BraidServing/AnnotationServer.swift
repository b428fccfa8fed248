import BraidAnnotation
public import BraidTasks
import BraidText
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Serves a model over HTTP: `POST /v1/annotate` and a page to try the model.
///
/// Requests that arrive together go through the model together, on a thread of its own; long texts on another, so that
/// short ones do not wait for them.
///
/// ```swift
/// let server = try AnnotationServer(try JointModel(contentsOf: "runs/quickstart/model/model"))
/// try await server.run { port in print("http://127.0.0.1:\(port)") }
/// ```
public final class AnnotationServer: Sendable {
  private let options: ServerOptions
  private let current: CurrentModel
  private let metrics = ServiceMetrics()
  private let responder: ServiceResponder
  private let state = ServerState()

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - options: address, token, limits.
  ///   - onRequest: called with every completed request, on any thread.
  /// - Throws: `ServingError.badToken`, `.unknownLocale`.
  public init(
    _ model: JointModel, options: ServerOptions = ServerOptions(),
    onRequest: @escaping @Sendable (ServedRequest) -> Void = { _ in }
  ) throws(ServingError) {
    self.options = options
    var token: BearerToken?
    if let text = options.token { token = try BearerToken(text) }
    current = CurrentModel(try ServedModel(model, options: options, metrics: metrics))
    let state = state
    responder = ServiceResponder(
      current: current, metrics: metrics, limits: options.limits,
      hosts: HostCheck(host: options.host, allowed: options.allowedHosts), token: token,
      isReady: { state.withLock { $0.isListening && !$0.isStopped } }, openAPI: PackageResources.openapi_json,
      page: Page(), onRequest: onRequest)
  }

  /// Serves another model from now on; requests that were accepted before are completed by the old one.
  ///
  /// - Throws: `ServingError.unknownLocale` or `.needsInputs`; the old model is then served on.
  public func replaceModel(with model: JointModel) throws(ServingError) {
    let served = try ServedModel(model, options: options, metrics: metrics)
    served.start()
    current.replace(with: served)
  }

  /// Listens and serves until the server is stopped.
  ///
  /// - Parameter onListening: called with the port once connections are accepted.
  /// - Throws: `ServingError.cannotListen`, or `.failed` when the system closes the socket.
  public func run(onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws(ServingError) {
    let group = makeGroup(onListening)
    let isStopped = state.withLock { state in
      state.group = group
      return state.isStopped
    }
    guard !isStopped else { return }
    current.model.start()
    defer { current.model.queue.stop() }
    do {
      try await group.run()
    } catch {
      guard state.withLock({ $0.isListening }) else {
        throw .cannotListen(host: options.host, port: options.port, reason: Self.reason(error))
      }
      // Requests that outlived `stoppingSeconds` were cut off, which is what was asked for.
      guard state.withLock({ $0.isStopped }) else { throw .failed(reason: Self.reason(error)) }
    }
  }

  /// Accepts no more connections, completes the accepted requests, and lets `run` return.
  public func stop() async {
    let group = state.withLock { state in
      state.isStopped = true
      return state.group
    }
    await group?.triggerGracefulShutdown()
  }

  private func makeGroup(_ onListening: @escaping @Sendable (Int) -> Void) -> ServiceGroup {
    // A library does not print: what there is to say comes through errors and `onRequest`.
    let logger = Logger(label: "braid") { _ in SwiftLogNoOpLogHandler() }
    let (limits, metrics, table) = (options.limits, metrics, ConnectionTable(limit: options.limits.connections))
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionHandler(limits: limits, metrics: metrics, table: table)],
          // A body that is late gets its answer before its connection counts as idle.
          idleTimeout: .milliseconds(Int64(max(limits.idleSeconds, limits.readingSeconds + 1) * 1000)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16_384, maxHeaderListSize: ServerLimits.headerBytes, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), backlog: limits.connections,
        // Silent connections give way to new ones; only busy ones keep others waiting.
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections + Self.spare, logger: logger)),
      onServerRunning: { [self] channel in
        state.withLock { $0.isListening = true }
        onListening(channel.localAddress?.port ?? options.port)
      }, logger: logger)
    var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
    configuration.maximumGracefulShutdownDuration = Duration.seconds(limits.stoppingSeconds)
    return ServiceGroup(configuration: configuration)
  }

  /// Connections beyond the limit that are accepted while others are being closed.
  private static let spare = 64

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case is SocketAddressError.UnknownHost: "no such host"
    default: String(describing: error)
    }
  }
}

/// How far a server is; shared with what answers requests.
private final class ServerState: Sendable {
  struct Value {
    var group: ServiceGroup?
    var isStopped = false
    var isListening = false
  }

  private let value = Mutex(Value())

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
}
