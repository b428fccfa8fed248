import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText
import HTTPTypes
import Hummingbird
import NIOCore

/// The response to a request for annotations.
struct AnnotationResponse {
  /// The annotated documents, in the order of the texts.
  let documents: [Document]
  /// What their offsets count.
  let offsets: OffsetUnit

  /// `{"documents": […]}`, each in Braid's JSON.
  var json: [UInt8] {
    var output = JSONOutput()
    output.object { output in
      output.name("documents")
      output.array { output in for document in documents { output.append(document, offsets: offsets) } }
    }
    return output.bytes + [10]
  }
}

/// A request and who sent it.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection that it came by.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// Answers requests.
struct ServiceResponder: HTTPResponder {
  typealias Context = ServiceContext

  let current: CurrentModel
  let metrics: ServiceMetrics
  let limits: ServerLimits
  let hosts: HostCheck
  let token: BearerToken?
  /// Places for requests for annotations.
  let slots: RequestSlots
  /// How far the service is.
  let phase: @Sendable () -> ServicePhase
  /// The response of `/openapi.json`.
  let openAPI: [UInt8]
  let page: Page

  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    var response: Response
    do {
      response = try await respond(request, context)
    } catch let error as RequestError {
      response = Self.response(error.status, "application/problem+json", error.body, error.headers)
    }
    Self.protect(&response.headers)
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func respond(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let authority = try HostCheck.only(
      request.head.authority, isRepeated: request.headers.contains(.secondHost))
    guard let route = Route(rawValue: request.uri.path) else { throw RequestError.notFound(path: request.uri.path) }
    guard route.methods.contains(request.method.rawValue) else {
      if request.method == .options { return Response(status: .noContent, headers: [.allow: route.allow]) }
      throw RequestError.methodNotAllowed(method: request.method.rawValue, route: route)
    }
    if route.isForPeers {
      guard phase() < .ending else { throw RequestError.stopping }
      try hosts.check(authority, origins: request.headers[values: .origin])
    }
    if route.isProtected, let token {
      let header = request.headers[.authorization]
      guard let header, token.isCarried(by: header) else { throw RequestError.unauthorized(sent: header != nil) }
    }
    switch route {
    case .page: return page.response
    case .annotate: return try await annotate(request, context)
    case .model: return Self.response(.ok, "application/json", try servedModel.description)
    case .ready:
      guard phase() <= .serving else { throw RequestError.stopping }
      _ = try servedModel
      return Self.response(.ok, "application/json", Array("{\"status\":\"ready\"}\n".utf8))
    case .health: return Self.response(.ok, "application/json", Array("{\"status\":\"ok\"}\n".utf8))
    case .metrics:
      return Self.response(
        .ok, "text/plain; version=0.0.4; charset=utf-8", Array(metrics.text(running: slots.count).utf8))
    case .openAPI: return Self.response(.ok, "application/json", openAPI)
    }
  }

  private var servedModel: ServedModel {
    get throws(RequestError) {
      guard let model = current.model else { throw .loading }
      return model
    }
  }

  private func annotate(_ request: Request, _ context: ServiceContext) async throws -> Response {
    _ = try servedModel
    if let query = request.uri.query, let parameter = query.split(separator: "&").first {
      throw RequestError.wrongMember(
        pointer: "", found: "the query parameter \(parameter)", expected: "none; the body says all")
    }
    let isJSON = try Self.isJSON(request.headers)
    let (channel, busy) = (context.channel, RequestError.busy(limit: limits.requests))
    let giveWay = ConnectionHandler.GiveWay(limit: limits.requests)
    let slot = slots.enter(channel.remoteAddress?.ipAddress ?? "") {
      channel.pipeline.fireUserInboundEventTriggered(giveWay)
    }
    guard let slot else { throw busy }
    defer { slots.leave(slot) }
    let body = try await collect(request)
    guard slots.arrived(slot) else { throw busy }
    while true {
      let model = try servedModel
      let annotation = try body.withUnsafeReadableBytes { buffer throws(RequestError) in
        let bytes = buffer.bindMemory(to: UInt8.self)
        return try isJSON ? model.reader.readJSON(bytes) : model.reader.readText(bytes)
      }
      do throws(RequestError) {
        let documents = try await model.queue.annotate(annotation, within: limits.timeoutSeconds)
        return Self.response(
          .ok, "application/json", AnnotationResponse(documents: documents, offsets: annotation.offsets).json)
      } catch {
        // A model that was replaced in this moment takes nothing more; the new one does.
        guard error == .stopping, current.model !== model else { throw error }
      }
    }
  }

  /// The body as a whole.
  private func collect(_ request: Request) async throws -> ByteBuffer {
    // A client that says how much is coming need not send it.
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
      throw RequestError.bodyTooLarge(limit: limits.bodyBytes)
    }
    var body = ByteBuffer()
    for try await part in request.body {
      guard body.readableBytes + part.readableBytes <= limits.bodyBytes else {
        throw RequestError.bodyTooLarge(limit: limits.bodyBytes)
      }
      body.writeImmutableBuffer(part)
    }
    return body
  }

  /// Whether the body is JSON; otherwise it is one text.
  private static func isJSON(_ headers: HTTPFields) throws(RequestError) -> Bool {
    if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
      throw .unsupported(header: "Content-Encoding", found: coding)
    }
    let text = headers[.contentType] ?? "missing"
    guard let type = MediaType(text), type.isUTF8 else { throw .unsupported(header: "Content-Type", found: text) }
    switch type.name {
    case "application/json": return true
    case "text/plain": return false
    default: throw .unsupported(header: "Content-Type", found: text)
    }
  }

  static func response(
    _ status: HTTPResponse.Status, _ type: String, _ body: [UInt8], _ headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// Headers of every response, so that browsers interpret it as nothing else.
  private static func protect(_ headers: inout HTTPFields) {
    headers[.xContentTypeOptions] = "nosniff"
    headers[.referrerPolicy] = "no-referrer"
    if !headers.contains(.cacheControl) { headers[.cacheControl] = "no-store" }
    if !headers.contains(.contentSecurityPolicy) {
      headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
  }
}

extension HTTPField.Name {
  /// The first `Host` is the request's authority; only another one is left among the headers.
  static var secondHost: Self {
    guard let name = Self("Host") else { preconditionFailure("a header's name") }
    return name
  }

  static var referrerPolicy: Self {
    guard let name = Self("Referrer-Policy") else { preconditionFailure("a header's name") }
    return name
  }
}
