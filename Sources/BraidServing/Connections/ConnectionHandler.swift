import BraidFiles
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Keeps one client from holding on to the service: bodies that do not arrive, responses that are not read, and
/// connections that are to be closed but are not.
///
/// When a response is sent before its body has arrived, the connection can't be used any more: the response says
/// `Connection: close`, what the client still sends is discarded for a moment, so that it can read the response, and
/// then the connection is closed (RFC 9112, section 9.6).
///
/// What is not HTTP, and headers that are too large, get a response that says so. Every response that is sent is counted and
/// reported here, those of the HTTP server too.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long a client whose request was refused may keep sending.
  static let lingering = TimeAmount.seconds(2)

  /// What a request asks, as far as it is known before its body.
  private struct Asked {
    let method: String
    let path: String
    let start: ContinuousClock.Instant
  }

  /// Asks for the place of the request that is coming; `limit` is that of requests.
  struct GiveWay: Sendable {
    let limit: Int
  }

  private let limits: ServerLimits
  private let metrics: ServiceMetrics
  private let table: ConnectionTable
  /// Whether the service is about to end.
  private let isEnding: @Sendable () -> Bool
  private let onRequest: @Sendable (ServedRequest) -> Void
  /// The connection's number in the table.
  private var number = 0
  /// The client's address, which a closed connection does not have any more.
  private var client: String?
  /// Requests whose responses have not begun.
  private var asked: [Asked] = []
  /// Requests that began, and that arrived as a whole; responses that began.
  private var begun = 0
  private var arrived = 0
  private var answered = 0
  /// Whether a response is being written.
  private var isAnswering = false
  /// Whether the response being written is the connection's last.
  private var isLast = false
  /// Whether the last response is written.
  private var isOver = false
  private var waitingTimer: Scheduled<Void>?
  private var readingTimer: Scheduled<Void>?
  private var sendingTimer: Scheduled<Void>?

  init(
    limits: ServerLimits, metrics: ServiceMetrics, table: ConnectionTable, isEnding: @escaping @Sendable () -> Bool,
    onRequest: @escaping @Sendable (ServedRequest) -> Void
  ) {
    self.limits = limits
    self.metrics = metrics
    self.table = table
    self.isEnding = isEnding
    self.onRequest = onRequest
  }

  func handlerAdded(context: ChannelHandlerContext) {
    metrics.count(connections: 1)
    let pipeline = context.pipeline.syncOperations
    if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
      try? pipeline.addHandler(OldRequestHandler(), position: .before(codec))
    }
    let channel = context.channel
    client = channel.remoteAddress?.ipAddress
    let entry = table.add(client ?? "") { channel.close(promise: nil) }
    number = entry.number
    if entry.didClose { metrics.countClosed() }
    wait(context, limits.headerSeconds)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    metrics.count(connections: -1)
    table.remove(number)
    waitingTimer?.cancel()
    readingTimer?.cancel()
    sendingTimer?.cancel()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    switch unwrapInboundIn(data) {
    case .head(let request):
      begun += 1
      asked.append(Asked(method: request.method.rawValue, path: URI(request.path ?? "").path, start: .now))
      table.set(number, .reading)
      waitingTimer?.cancel()
      readingTimer?.cancel()
      let seconds = limits.readingSeconds
      readingTimer = schedule(context, seconds) { context in
        context.fireErrorCaught(RequestError.bodyTooSlow(seconds: seconds))
      }
      // RFC 9110, section 10.1.1. A body that is too large is refused instead.
      if request.headerFields[.expect]?.lowercased() == "100-continue", answered == begun - 1,
        Int(request.headerFields[.contentLength] ?? "0") ?? 0 <= limits.bodyBytes
      {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
      }
    case .body: break
    case .end:
      arrived += 1
      readingTimer?.cancel()
      table.set(number, .answering)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // The response to a request that broke off in the middle has been sent.
    if isOver {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var response):
      answered += 1
      isAnswering = true
      // When the service ends, requests that came behind this one are answered first.
      isLast = arrived < answered || isEnding() && answered == begun
      if isLast { response.headerFields[.connection] = "close" }
      sendingTimer = schedule(context, limits.sendingSeconds) { $0.close(promise: nil) }
      report(response.status)
      context.write(wrapOutboundOut(.head(response)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      isAnswering = false
      let (sending, wasLast) = (sendingTimer, isLast)
      let promise = promise ?? context.eventLoop.makePromise()
      context.write(data, promise: promise)
      // Until then the client has the time for responses, and the service is not done with it.
      promise.futureResult.assumeIsolated().whenComplete { result in
        sending?.cancel()
        if wasLast { self.linger(context) } else if case .success = result { self.rest(context) }
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Behind requests that wait for their responses the pipeline answers, after theirs. A request whose body breaks off in the
    // middle has none to wait for.
    let isNext = answered == begun || answered == begun - 1 && arrived < begun
    if let error = error as? HTTPParserError, !isOver, isNext, !isAnswering {
      isOver = true
      readingTimer?.cancel()
      let problem: RequestError =
        error == .headerOverflow ? .headersTooLarge(limit: ServerLimits.headerBytes) : .notHTTP(reason: "\(error)")
      report(problem.status)
      let body = ByteBuffer(bytes: problem.body)
      let headers: HTTPFields = [
        .connection: "close", .contentType: "application/problem+json", .contentLength: "\(body.readableBytes)",
      ]
      let end = context.eventLoop.makePromise(of: Void.self)
      context.write(wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: headers))), promise: nil)
      context.write(wrapOutboundOut(.body(body)), promise: nil)
      // Passed on, the error would be answered again.
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: end)
      end.futureResult.assumeIsolated().whenComplete { _ in self.linger(context) }
    } else {
      context.fireErrorCaught(error)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard let event = event as? GiveWay else { return context.fireUserInboundEventTriggered(event) }
    // Unless it has come in the meantime.
    guard !isOver, begun > arrived, answered == arrived else { return }
    readingTimer?.cancel()
    context.fireErrorCaught(RequestError.busy(limit: event.limit))
  }

  /// Counts and reports a response that is about to be sent.
  private func report(_ status: HTTPResponse.Status) {
    let request = asked.isEmpty ? nil : asked.removeFirst()
    let seconds = request.map { (ContinuousClock.now - $0.start).seconds } ?? 0
    metrics.count(
      route: request.flatMap { Route(rawValue: $0.path) }, method: request?.method ?? "other", status: status.code,
      seconds: seconds)
    onRequest(
      ServedRequest(
        client: client, method: request?.method, path: request?.path, status: status.code, seconds: seconds))
  }

  /// Waits for another request, unless one has begun.
  private func rest(_ context: ChannelHandlerContext) {
    guard !isOver, answered == begun, !isAnswering else { return }
    table.set(number, .silent)
    wait(context, limits.idleSeconds)
  }

  /// Closes the connection unless another request has arrived within some seconds, however slowly it comes.
  private func wait(_ context: ChannelHandlerContext, _ seconds: Double) {
    waitingTimer?.cancel()
    waitingTimer = schedule(context, seconds) { $0.close(promise: nil) }
  }

  private func linger(_ context: ChannelHandlerContext) {
    isOver = true
    table.set(number, .silent)
    waitingTimer?.cancel()
    context.close(mode: .output, promise: nil)
    sendingTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
  }

  private func schedule(
    _ context: ChannelHandlerContext, _ seconds: Double, _ body: @escaping (ChannelHandlerContext) -> Void
  ) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(seconds * 1000))) { body(context) }
  }
}
