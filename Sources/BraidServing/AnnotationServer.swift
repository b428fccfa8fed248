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
  private let table: ConnectionTable
  private let onRequest: @Sendable (ServedRequest) -> Void

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - model: the model; nil for one that `replaceModel(with:)` gives later. Until then `/readyz` and requests for annotations
  ///     get status 503.
  ///   - options: address, token, limits; where the process may have fewer file descriptors than that takes, there are fewer
  ///     connections, and at most as many requests as leaves a quarter of those to others.
  ///   - onRequest: called with every completed request, on any thread.
  /// - Throws: `ServingError.badToken`, `.unknownLocale`.
  public init(
    _ model: JointModel? = nil, options: ServerOptions = ServerOptions(),
    onRequest: @escaping @Sendable (ServedRequest) -> Void = { _ in }
  ) throws(ServingError) {
    var options = options
    options.limits.connections = DescriptorLimit.connections(options.limits.connections)
    options.limits.requests = min(options.limits.requests, options.limits.connections * 3 / 4)
    self.options = options
    var token: BearerToken?
    if let text = options.token { token = try BearerToken(text) }
    var served: ServedModel?
    if let model { served = try ServedModel(model, options: options, metrics: metrics) }
    current = CurrentModel(served)
    let state = state
    self.onRequest = onRequest
    // Some connections that are accepted beyond those that the table knows of are being closed.
    table = ConnectionTable(limit: options.limits.connections - Self.spare(options.limits.connections))
    responder = ServiceResponder(
      current: current, metrics: metrics, limits: options.limits,
      hosts: HostCheck(host: options.host, allowed: options.allowedHosts), token: token,
      slots: RequestSlots(limit: options.limits.requests), phase: { state.phase },
      openAPI: PackageResources.openapi_json, page: Page())
  }

  /// Serves a model, or another one, from now on; requests that were accepted before are completed by the old one.
  ///
  /// - Throws: `ServingError.unknownLocale` or `.needsInputs`; the old model, if any, is then served on.
  public func replaceModel(with model: JointModel) throws(ServingError) {
    current.replace(with: try ServedModel(model, options: options, metrics: metrics))
  }

  /// Listens and serves until the server is stopped.
  ///
  /// - Parameter onListening: called with the port once connections are accepted.
  /// - Throws: `ServingError.cannotListen`, or `.failed` when the system closes the socket.
  public func run(onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws(ServingError) {
    let group = makeGroup(onListening)
    let isStopped = state.withLock { state in
      state.group = group
      return state.phase > .serving
    }
    guard !isStopped else { return }
    current.start()
    defer { current.stop() }
    do {
      try await group.run()
    } catch {
      guard state.phase > .starting else {
        throw .cannotListen(host: options.host, port: options.port, reason: Self.reason(error))
      }
      // Requests that outlived `stoppingSeconds` were cut off, which is what was asked for.
      guard state.phase > .serving else { throw .failed(reason: Self.reason(error)) }
    }
  }

  /// Completes the accepted requests, and lets `run` return.
  ///
  /// From now on `/readyz` says that the service is not ready. Requests are taken for `drainSeconds` still; after that only `/healthz` and
  /// `/readyz` are answered, until the last accepted request is completed, at most for `stoppingSeconds`. Then the service closes
  /// its connections and accepts no more. A service that has no model yet does not drain.
  public func stop() async {
    guard state.stop(.draining) else { return }
    do {
      if current.model != nil { try await Task.sleep(for: .seconds(options.limits.drainSeconds)) }
      _ = state.stop(.ending)
      let end = ContinuousClock.now + .seconds(options.limits.stoppingSeconds)
      while table.isBusy, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
    } catch {
      // The task that waits was cancelled: there is no time left.
      _ = state.stop(.ending)
    }
    await state.withLock { $0.group }?.triggerGracefulShutdown()
  }

  private func makeGroup(_ onListening: @escaping @Sendable (Int) -> Void) -> ServiceGroup {
    // A library does not print: what there is to say comes through errors and `onRequest`.
    let logger = Logger(label: "braid") { _ in SwiftLogNoOpLogHandler() }
    let (limits, metrics, table, state, onRequest) = (options.limits, metrics, table, state, onRequest)
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionHandler(
              limits: limits, metrics: metrics, table: table, isEnding: { state.phase > .serving }, onRequest: onRequest
            )
          ],
          // The handler above has closed what is idle before; a body that is late gets its answer, and one that is read slowly its time.
          idleTimeout: .milliseconds(
            Int64(max(limits.idleSeconds, limits.readingSeconds + 1, limits.sendingSeconds + 1) * 1000)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16_384, maxHeaderListSize: ServerLimits.headerBytes, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), backlog: limits.connections,
        // Connections that wait for their clients give way to new ones; only those that are answered keep others waiting. A few are
        // accepted at once.
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections - Self.accepted, logger: logger)),
      onServerRunning: { [self] channel in
        state.withLock { $0.phase = max($0.phase, .serving) }
        onListening(channel.localAddress?.port ?? options.port)
      }, logger: logger)
    var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
    // What was to be completed is completed by then.
    configuration.maximumGracefulShutdownDuration = Duration.seconds(5)
    return ServiceGroup(configuration: configuration)
  }

  /// Connections that are accepted at once, beyond the limit of the system's part: what NIO takes in a turn, less one.
  private static let accepted = 3

  /// Connections that are accepted while others are being closed.
  private static func spare(_ connections: Int) -> Int { accepted + max(1, min(64, connections / 8)) }

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
    var phase = ServicePhase.starting
  }

  private let value = Mutex(Value())

  var phase: ServicePhase { withLock { $0.phase } }

  /// Enters a later phase; false when it has been reached before.
  func stop(_ phase: ServicePhase) -> Bool {
    withLock { state in
      guard state.phase < phase else { return false }
      state.phase = phase
      return true
    }
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
}
