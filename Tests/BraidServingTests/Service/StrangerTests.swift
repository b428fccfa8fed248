import BraidServing
import Foundation
import Testing

@Suite("Among strangers the service")
struct StrangerTests {
  private static func request(_ headers: String, version: String = "1.1", path: String = "/v1/model") -> String {
    "GET \(path) HTTP/\(version)\r\n\(headers)\r\n"
  }

  @Test(
    "takes requests for itself from its own page or from none, and says what is wrong with others",
    arguments: [
      ("Host: localhost\r\n", 200, nil), ("Host: LOCALHOST:8080\r\n", 200, nil), ("Host: 127.0.0.1:80\r\n", 200, nil),
      ("Host: [::1]:8080\r\n", 200, nil), ("Host: 10.0.0.7\r\n", 200, nil), ("Host: braid.example\r\n", 200, nil),
      ("Host: localhost\r\nOrigin: http://localhost\r\n", 200, nil),
      ("Host: 10.0.0.7:8080\r\nOrigin: http://10.0.0.7:8080\r\n", 200, nil),
      ("Host: localhost\r\nOrigin: https://braid.example\r\n", 200, nil),
      ("Host: news.example\r\n", 421, "other-host"), ("Host: localhost.news.example\r\n", 421, "other-host"),
      ("Host: localhost\r\nOrigin: https://news.example\r\n", 403, "other-origin"),
      ("Host: localhost\r\nOrigin: null\r\n", 403, "other-origin"),
      ("Host: 10.0.0.7\r\nOrigin: http://10.0.0.8\r\n", 403, "other-origin"),
      ("Host: localhost.\r\n", 200, nil), ("Host: localhost.\r\nOrigin: http://localhost\r\n", 200, nil),
      ("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\n", 200, nil),
      ("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:9999\r\n", 403, "other-origin"),
      ("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1\r\n", 403, "other-origin"),
      ("Host: 127.0.0.1:8080\r\nOrigin: https://127.0.0.1:8080\r\n", 403, "other-origin"),
      ("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080@evil.example\r\n", 403, "other-origin"),
      ("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080/\r\n", 403, "other-origin"),
      ("Host: 127.0.0.1:8080\r\nOrigin: x/127.0.0.1:8080\r\n", 403, "other-origin"),
      ("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://localhost\r\n", 403, "other-origin"),
      ("Host: localhost\r\nOrigin: \r\n", 403, "other-origin"),
      ("Host: braid.example:8443\r\nOrigin: https://braid.example:8443\r\n", 200, nil),
      ("Host: braid.example\r\nOrigin: http://braid.example\r\n", 200, nil),
      ("Host: localhost\r\nOrigin: https://braid.example:9\r\n", 403, "other-origin"),
      ("", 400, "bad-host"), ("Host: localhost\r\nHost: localhost\r\n", 400, "bad-host"),
      ("Host:\r\n", 400, "bad-host"), ("Host: 127.0.0.1:abc\r\n", 400, "bad-host"),
      ("Host: localhost:99999999\r\n", 400, "bad-host"), ("Host: [::1]evil\r\n", 400, "bad-host"),
      ("Host: [::1\r\n", 400, "bad-host"), ("Host: local host\r\n", 400, "bad-host"),
      ("Host: a,b\r\n", 400, "bad-host"),
      ("Host: localhost/x\r\n", 400, "bad-host"), ("Host: user@localhost\r\n", 400, "bad-host"),
    ] as [(String, Int, String?)])
  func hosts(headers: String, status: Int, code: String?) async throws {
    var options = ServerOptions()
    options.allowedHosts = ["braid.example"]
    try await Service.run(options) { service in
      let connection = try service.connect()
      try await connection.send(Self.request(headers))
      let reply = try await connection.receive()
      #expect(reply.status == status)
      if let code { #expect(try reply.member("code") == code) }
    }
  }

  @Test("answers health checks under any name, and any request when every name is allowed")
  func anyHost() async throws {
    try await Service.run { service in
      for path in ["/healthz", "/readyz"] {
        let connection = try service.connect()
        try await connection.send(Self.request("Host: pod.example\r\n", path: path))
        #expect(try await connection.receive().status == 200, "\(path)")
        // Two hosts are none, whatever is asked for, and so is what cannot be one.
        for headers in ["Host: pod.example\r\nHost: other.example\r\n", "Host: a b\r\n", "Host:\r\n"] {
          let other = try service.connect()
          try await other.send(Self.request(headers, path: path))
          #expect(try await other.receive().status == 400, "\(path)")
        }
      }
    }
    var options = ServerOptions()
    options.allowedHosts = ["*"]
    try await Service.run(options) { service in
      let connection = try service.connect()
      try await connection.send(Self.request("Host: news.example\r\nOrigin: https://other.example\r\n"))
      #expect(try await connection.receive().status == 200)
    }
  }

  @Test(
    "takes the host of an absolute target for that of the request",
    arguments: [
      ("http://localhost/v1/model", 200), ("http://other.example/v1/model", 421),
      ("http://user@localhost/v1/model", 400),
    ])
  func absoluteTarget(target: String, status: Int) async throws {
    try await Service.run { service in
      let connection = try service.connect()
      try await connection.send(Self.request("Host: localhost\r\n", path: target))
      #expect(try await connection.receive().status == status)
    }
  }

  @Test(
    "takes HTTP/1.0 without a host, and closes the connection behind the response",
    arguments: ["", "Connection: keep-alive\r\n"])
  func oldVersion(headers: String) async throws {
    try await Service.run { service in
      let connection = try service.connect()
      try await connection.send(Self.request(headers, version: "1.0"))
      #expect(try await connection.receive().status == 200)
      #expect(try await connection.receiveAll().isEmpty)
    }
  }

  @Test(
    "closes the connection behind the response to a request that asks for it, in any spelling",
    arguments: ["close", "Close", "CLOSE", "keep-alive, Close"])
  func closing(option: String) async throws {
    try await Service.run { service in
      let connection = try service.connect()
      try await connection.send(Self.request("Host: localhost\r\nConnection: \(option)\r\n"))
      #expect(try await connection.receive().status == 200)
      #expect(try await connection.receiveAll().isEmpty)
    }
  }

  @Test("lets silent connections give way to clients that ask, the oldest first")
  func silentConnections() async throws {
    var options = ServerOptions()
    options.limits.connections = 8
    try await Service.run(options) { service in
      var silent: [Connection] = []
      for _ in 0..<24 { silent.append(try service.connect()) }
      #expect(try await service.annotate(#"{"text": "ann sees bob"}"#).status == 200)
      // The first ones were closed, without a word.
      #expect(try await silent[0].receiveAll().isEmpty)
      let areClosed = await Service.comes {
        let text = try await service.ask("GET", "/metrics").text
        let closed = text.split(separator: "\n").first { $0.hasPrefix("braid_connections_closed_total ") }
        return (closed?.split(separator: " ").last.flatMap { Int($0) } ?? 0) >= 17
      }
      #expect(areClosed)
      _ = silent
    }
  }

  @Test("closes a connection whose first request does not come, however slowly its headers drip")
  func lateHeaders() async throws {
    var options = ServerOptions()
    options.limits.headerSeconds = 0.3
    try await Service.run(options) { service in
      let silent = try service.connect()
      let dripping = try service.connect()
      try await dripping.send("GET /v1/model HTTP/1.1\r\nHo")
      for connection in [silent, dripping] { #expect(try await connection.receiveAll().isEmpty) }
    }
  }

  @Test("changes its model without losing a request, and gives each response from one model")
  func reload() async throws {
    try await Service.run { service in
      let models = [["mood", "pos"], ["pos", "names"]]
      try await withThrowingTaskGroup(of: [Set<String>].self) { group in
        for _ in 0..<4 {
          group.addTask {
            var seen: [Set<String>] = []
            for _ in 0..<25 {
              let reply = try await service.annotate(#"{"texts": ["ann sees bob", "bob"]}"#)
              #expect(reply.status == 200)
              for document in try reply.object()["documents"] as? [[String: Any]] ?? [] {
                seen.append(Set((document["predictions"] as? [String: Any] ?? [:]).keys))
              }
            }
            return seen
          }
        }
        for number in 0..<20 {
          try service.server.replaceModel(with: try TinyModel.make(tasks: models[number % 2]))
        }
        let known = [Set(TinyModel.tasks)] + models.map { Set($0) }
        for try await seen in group { #expect(seen.allSatisfy { known.contains($0) }) }
      }
      let tasks = try await service.ask("GET", "/v1/model").object()["tasks"] as? [[String: Any]]
      #expect(tasks?.map { $0["name"] as? String } == models[1])
    }
  }
}
