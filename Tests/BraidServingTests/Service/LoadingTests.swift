import BraidServing
import Testing

@Suite("A service that has no model yet")
struct LoadingTests {
  private static let body = #"{"text": "ann sees bob"}"#

  @Test("lives, is not ready, and has annotations asked for again, until the model is there")
  func loading() async throws {
    try await Service.run(isLoading: true) { service in
      let openAPI = try OpenAPI(try await service.ask("GET", "/openapi.json"))
      let waiting: Set<Route> = [.ready, .model, .annotate]
      func ask(_ route: Route) async throws -> Reply {
        route == .annotate ? try await service.annotate(Self.body) : try await service.ask("GET", route.rawValue)
      }
      for route in Route.allCases {
        let reply = try await ask(route)
        #expect(reply.status == (waiting.contains(route) ? 503 : 200), "\(route)")
        guard waiting.contains(route) else { continue }
        #expect(try reply.member("code") == "loading")
        #expect(reply.headers["retry-after"] == "1")
        #expect(openAPI.answers(route.methods[0], route.rawValue)[503] == [reply.type ?? ""], "\(route)")
      }
      // A body that has not come is not waited for.
      let slow = try service.connect()
      try await slow.send("POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n")
      #expect(try await slow.receive().status == 503)
      try service.server.replaceModel(with: try TinyModel.make())
      for route in Route.allCases { #expect(try await ask(route).status == 200, "\(route)") }
    }
  }

  @Test("asks for the token before it says so")
  func token() async throws {
    var options = ServerOptions()
    options.token = "s3cret"
    try await Service.run(options, isLoading: true) { service in
      let without = try await service.annotate(Self.body)
      let with = try await service.annotate(Self.body, ["Authorization": "Bearer s3cret"])
      #expect(without.status == 401 && with.status == 503)
    }
  }

  @Test("stops without draining, and serves no model that comes after the end")
  func stopping() async throws {
    var options = ServerOptions()
    options.limits.drainSeconds = 1_000
    try await Service.run(options, isLoading: true) { service in
      #expect(try await service.ask("GET", "/healthz").status == 200)
      await service.server.stop()
      #expect(await Service.comes { (try? service.connect()) == nil })
      try service.server.replaceModel(with: try TinyModel.make())
    }
  }

  @Test("is given one before it runs, in the place of another")
  func early() async throws {
    var options = ServerOptions()
    options.port = 0
    (options.limits.headerSeconds, options.limits.readingSeconds, options.limits.idleSeconds) = (600, 600, 600)
    let server = try AnnotationServer(try TinyModel.make(), options: options)
    try server.replaceModel(with: try TinyModel.make(tasks: ["pos"]))
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (ports, port) = AsyncStream.makeStream(of: Int.self)
      group.addTask {
        try await server.run { port.yield($0) }
        port.finish()
      }
      if let number = await ports.first(where: { _ in true }) {
        let reply = try await Service(server: server, port: number).annotate(Self.body)
        #expect(reply.status == 200)
        #expect(reply.text.contains("\"pos\"") && !reply.text.contains("\"mood\""))
      }
      await server.stop()
      try await group.waitForAll()
    }
  }
}
