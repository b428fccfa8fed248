import BraidCorpora
import BraidFiles
import BraidTasks
import BraidText
import HTTPTypes
import Hummingbird
import Synchronization

/// The response to a request for annotations.
struct AnnotationAnswer {
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
  /// The client's address; nil when the system does not say.
  let client: String?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    client = source.channel.remoteAddress?.ipAddress
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
  /// Whether new requests are taken.
  let isReady: @Sendable () -> Bool
  /// The response of `/openapi.json`.
  let openAPI: [UInt8]
  let page: Page
  let onRequest: @Sendable (ServedRequest) -> Void

  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let start = ContinuousClock.now
    let route = Route(rawValue: request.uri.path)
    var response: Response
    do {
      response = try await respond(request, route)
    } catch let error as RequestError {
      response = Self.response(error.status, "application/problem+json", error.body, error.headers)
    }
    Self.protect(&response.headers)
    if request.method == .head { response = response.createHeadResponse() }
    let seconds = (ContinuousClock.now - start).seconds
    metrics.count(route: route, method: request.method.rawValue, status: response.status.code, seconds: seconds)
    onRequest(
      ServedRequest(
        client: context.client, method: request.method.rawValue, path: request.uri.path,
        status: response.status.code, seconds: seconds))
    return response
  }

  private func respond(_ request: Request, _ route: Route?) async throws -> Response {
    let authority = try HostCheck.only(
      request.head.authority, isRepeated: request.headers.contains(.secondHost))
    guard let route else { throw RequestError.notFound(path: request.uri.path) }
    guard route.methods.contains(request.method.rawValue) else {
      if request.method == .options { return Response(status: .noContent, headers: [.allow: route.allow]) }
      throw RequestError.methodNotAllowed(method: request.method.rawValue, route: route)
    }
    if route.isForPeers { try hosts.check(authority: authority, origin: request.headers[.origin]) }
    if route.isProtected, let token {
      let header = request.headers[.authorization]
      guard let header, token.isCarried(by: header) else { throw RequestError.unauthorized(sent: header != nil) }
    }
    switch route {
    case .page: return page.response
    case .annotate: return try await annotate(request)
    case .model: return Self.response(.ok, "application/json", current.model.description)
    case .ready:
      guard isReady() else { throw RequestError.stopping }
      return Self.response(.ok, "application/json", Array("{\"status\":\"ready\"}\n".utf8))
    case .health: return Self.response(.ok, "application/json", Array("{\"status\":\"ok\"}\n".utf8))
    case .metrics:
      return Self.response(.ok, "text/plain; version=0.0.4; charset=utf-8", Array(metrics.text.utf8))
    case .openAPI: return Self.response(.ok, "application/json", openAPI)
    }
  }

  private func annotate(_ request: Request) async throws -> Response {
    if let query = request.uri.query, let parameter = query.split(separator: "&").first {
      throw RequestError.wrongMember(
        pointer: "", found: "the query parameter \(parameter.prefix(80))", expected: "none; the body says all")
    }
    let isJSON = try Self.isJSON(request.headers)
    guard metrics.enter(limit: limits.requests) else { throw RequestError.busy(limit: limits.requests) }
    defer { metrics.leave() }
    let body = try await collect(request)
    while true {
      let model = current.model
      let annotation = try body.withUnsafeReadableBytes { buffer throws(RequestError) in
        let bytes = buffer.bindMemory(to: UInt8.self)
        return try isJSON ? model.reader.readJSON(bytes) : model.reader.readText(bytes)
      }
      do throws(RequestError) {
        let documents = try await model.queue.annotate(annotation, within: limits.timeoutSeconds)
        return Self.response(
          .ok, "application/json", AnnotationAnswer(documents: documents, offsets: annotation.offsets).json)
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
    let type = headers[.contentType] ?? "missing"
    let parts = type.lowercased().split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
    let isUTF8 = parts.dropFirst().allSatisfy { parameter in
      !parameter.hasPrefix("charset=") || ["utf-8", "\"utf-8\"", "us-ascii"].contains(parameter.dropFirst(8))
    }
    switch parts.first {
    case "application/json" where isUTF8: return true
    case "text/plain" where isUTF8: return false
    default: throw .unsupported(header: "Content-Type", found: type)
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
