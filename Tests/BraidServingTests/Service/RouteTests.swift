import BraidServing
import Foundation
import Testing

@Suite("The service")
struct RouteTests {
  @Test("describes exactly its routes in OpenAPI, and for each the statuses that it gives")
  func openAPI() async throws {
    try await Service.run { service in
      let openAPI = try OpenAPI(try await service.ask("GET", "/openapi.json"))
      var routes: [String: Set<String>] = [:]
      for route in Route.allCases { routes[route.rawValue] = Set(route.methods) }
      #expect(openAPI.routes == routes)
      for route in Route.allCases {
        for method in route.methods {
          let statuses = Set(openAPI.answers(method, route.rawValue).keys)
          #expect(statuses.contains(200), "\(method) \(route)")
          #expect(statuses.contains(401) == route.isProtected, "\(method) \(route)")
        }
      }
      #expect(openAPI.members(of: "AnnotationRequest") == Set(AnnotationRequestReader.members))
    }
  }

  @Test(
    "answers every route as its OpenAPI description says, without a body to HEAD",
    arguments: Route.allCases.filter { $0 != .annotate })
  func answers(route: Route) async throws {
    try await Service.run { service in
      let openAPI = try OpenAPI(try await service.ask("GET", "/openapi.json"))
      let reply = try await service.ask("GET", route.rawValue)
      #expect(reply.status == 200)
      #expect(openAPI.answers("GET", route.rawValue)[200] == [reply.type ?? ""])
      #expect(reply.headers["x-content-type-options"] == "nosniff")
      #expect(!reply.body.isEmpty)
      let head = try await service.ask("HEAD", route.rawValue)
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
      #expect(head.headers["content-type"] == reply.headers["content-type"])
      if route != .metrics { #expect(head.headers["content-length"] == String(reply.body.count)) }
    }
  }

  @Test("answers 404 to a path it does not have, and 405 with what is allowed to a method")
  func wrongRoutes() async throws {
    try await Service.run { service in
      let missing = try await service.ask("GET", "/v1/annotat")
      #expect(missing.status == 404)
      #expect(missing.type == "application/problem+json")
      #expect(try missing.member("code") == "not-found")
      #expect(try missing.member("advice")?.isEmpty == false)
      let wrong = try await service.ask("GET", "/v1/annotate")
      #expect(wrong.status == 405)
      #expect(wrong.headers["allow"] == "POST, OPTIONS")
      let options = try await service.ask("OPTIONS", "/v1/model")
      #expect(options.status == 204)
      #expect(options.headers["allow"] == "GET, HEAD, OPTIONS")
      #expect(try await service.ask("DELETE", "/").status == 405)
      #expect(try await service.ask("GET", "/../etc").status == 404)
    }
  }

  @Test("tells what the model does")
  func model() async throws {
    try await Service.run { service in
      let model = try await service.ask("GET", "/v1/model").object()
      let tasks = try #require(model["tasks"] as? [[String: Any]])
      #expect(tasks.map { $0["name"] as? String } == TinyModel.tasks)
      #expect(
        tasks.map { $0["kind"] as? String }
          == ["classification", "tagging", "tagging", "semantic-roles", "translation"])
      #expect(tasks.map { $0["layer"] as? String } == ["mood", "pos", "name", "frames", "de"])
      #expect(
        tasks.map { $0["labels"] as? [String] } == [["bad", "good"], ["A", "N", "V"], ["P"], ["ARG0"], []])
      #expect((model["limits"] as? [String: Int])?["textBytes"] == ServerLimits().textBytes)
    }
  }

  @Test("counts what it does")
  func metrics() async throws {
    try await Service.run { service in
      let right = try await service.annotate(#"{"texts": ["ann sees bob", "bob"]}"#)
      let wrong = try await service.annotate("{")
      #expect(right.status == 200 && wrong.status == 400)
      for line in [
        #"braid_requests_total{path="/v1/annotate",method="POST",status="200"} 1"#,
        #"braid_requests_total{path="/v1/annotate",method="POST",status="400"} 1"#, "braid_pass_texts_sum 2.0",
        "braid_tokens_total 4",
      ] { #expect(await service.counts(line), "\(line)") }
    }
  }

  @Test("lets only those in who know the token, but for the page, its description and whether it is up")
  func token() async throws {
    var options = ServerOptions()
    options.token = "s3cret"
    try await Service.run(options) { service in
      let openAPI = try OpenAPI(try await service.ask("GET", "/openapi.json"))
      for route in Route.allCases {
        let method = route.methods.first ?? ""
        let body: [UInt8]? = route == .annotate ? Array(#"{"text": "ann"}"#.utf8) : nil
        let type = ["Content-Type": "application/json"]
        let without = try await service.ask(method, route.rawValue, type, body: body)
        #expect(without.status == (route.isProtected ? 401 : 200), "\(route)")
        #expect(openAPI.answers(method, route.rawValue)[without.status] == [without.type ?? ""])
        guard route.isProtected else { continue }
        #expect(without.headers["www-authenticate"] == "Bearer realm=\"braid\"")
        let wrong = try await service.ask(
          method, route.rawValue, type.merging(["Authorization": "Bearer secret"]) { $1 }, body: body)
        #expect(wrong.status == 401)
        #expect(wrong.headers["www-authenticate"] == "Bearer realm=\"braid\", error=\"invalid_token\"")
        let right = try await service.ask(
          method, route.rawValue, type.merging(["Authorization": "Bearer s3cret"]) { $1 }, body: body)
        #expect(right.status == 200, "\(route)")
      }
    }
  }

  @Test("does not start where another listens, with a bad token or for an unknown locale, and says why")
  func starting() async throws {
    try await Service.run { service in
      var options = ServerOptions()
      options.port = service.port
      let second = try AnnotationServer(try TinyModel.make(), options: options)
      await #expect(
        throws: ServingError.cannotListen(
          host: "127.0.0.1", port: service.port, reason: String(cString: strerror(EADDRINUSE)))
      ) { try await second.run() }
    }
    var options = ServerOptions()
    options.token = ""
    #expect(throws: ServingError.badToken) { try AnnotationServer(try TinyModel.make(), options: options) }
    options.token = nil
    for (name, advice) in [
      ("de-DE-euro", "Did you mean de-DE?"), ("q1", "Give a BCP 47 language tag, such as en or zh."),
    ] {
      #expect(ServingError.unknownLocale(name).recoverySuggestion == advice)
    }
    options.locale = "no such locale"
    #expect(throws: ServingError.unknownLocale("no such locale")) {
      try AnnotationServer(try TinyModel.make(), options: options)
    }
  }
}
