import BraidServing
import Foundation
import Synchronization
import Testing

@Suite("Clients that misbehave")
struct AbuseTests {
  private static let head = "POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
  private static let body = #"{"text": "ann sees bob"}"#

  private var small: ServerOptions {
    var options = ServerOptions()
    options.limits.bodyBytes = 100_000
    options.limits.textBytes = 100_000
    return options
  }

  /// For clients that are slow on purpose; others may be slow because the machine is busy.
  private var impatient: ServerOptions {
    var options = small
    options.limits.readingSeconds = 0.3
    options.limits.idleSeconds = 0.3
    options.limits.sendingSeconds = 0.3
    return options
  }

  /// The service answers others as if nothing had been; where it is impatient and the machine busy, not at the first try.
  private func expectUnharmed(_ service: Service) async throws {
    #expect(await Service.comes { try await service.annotate(Self.body).status == 200 })
  }

  /// Waits until a metric has a value; the service's own connection for metrics is the only other one then.
  private func expect(_ metric: String, in service: Service) async throws {
    #expect(await service.counts(metric), "\(metric)")
  }

  @Test("get 408 when the body does not arrive in time, drop by drop or not at all")
  func slowBody() async throws {
    var options = impatient
    // On a busy machine the two limits may be reached at once, and who is idle gets no answer.
    options.limits.idleSeconds = 10
    try await Service.run(options) { service in
      for drops in [1, 3] {
        var reply: Reply?
        // Where the machine is busy, the limit may be reached before the headers are looked at, or a drop may come after the
        // connection is closed, which costs the client the answer.
        let comes = await Service.comes {
          let slow = try service.connect()
          try await slow.send(Self.head + "Content-Length: 24\r\n\r\n")
          for byte in Self.body.utf8.prefix(drops) {
            try await slow.send([byte])
            try await Task.sleep(for: .milliseconds(50))
          }
          reply = try await slow.receive()
          return true
        }
        #expect(comes)
        #expect(reply?.status == 408)
        #expect(reply?.headers["connection"] == "close")
        #expect(try reply?.member("code") == "body-too-slow")
      }
      try await expectUnharmed(service)
    }
  }

  @Test("are refused a text whose sentences are too long for its tasks, by their cost and not by its bytes")
  func costlyText() async throws {
    var options = small
    options.limits.tokenPairs = 10_000
    try await Service.run(options) { service in
      let words = String(repeating: "ann ", count: 200)
      let reply = try await service.annotate("{\"texts\": [\"ann\", \"\(words)\"]}")
      #expect(reply.status == 422)
      #expect(try reply.member("code") == "too-costly")
      #expect(try reply.member("where") == "text 2")
      #expect(try reply.member("detail")?.hasPrefix("its sentences are too long: 40000 pairs of tokens") == true)
      // The same words in short sentences, and for tasks that do not look at pairs.
      let sentences = String(repeating: "Ann sees Bob. ", count: 50)
      #expect(try await service.annotate("{\"text\": \"\(sentences)\"}").status == 200)
      #expect(try await service.annotate("{\"text\": \"\(words)\", \"tasks\": [\"pos\"]}").status == 200)
      try await expectUnharmed(service)
    }
  }

  @Test(
    "get a short error at once for a name as long as a body",
    arguments: [
      (#""LONG": 1"#, "wrong-member"), (#""text": "ann", "tasks": ["LONG"]"#, "unknown-task"),
      (#""text": "ann", "locale": "LONG""#, "unknown-locale"), (#""text": "ann", "offsets": "LONG""#, "wrong-member"),
      (#""text": "ann", "nBest": "LONG""#, "wrong-member"), (#""texts": [{"LONG": 1}]"#, "wrong-member"),
    ])
  func longNames(member: String, code: String) async throws {
    try await Service.run(small) { service in
      for part in ["a", "en-", "e\u{301}"] {
        let name = String(repeating: part, count: 90_000 / part.utf8.count)
        let reply = try await service.annotate("{\(member.replacing("LONG", with: name))}")
        #expect(reply.status == 422)
        #expect(try reply.member("code") == code)
        #expect(reply.body.count < 2_000)
      }
    }
  }

  @Test("are cut off when they never finish their headers, or say nothing after an answer")
  func idle() async throws {
    try await Service.run(impatient) { service in
      let slow = try service.connect()
      let drops = Task {
        for byte in (Self.head + String(repeating: "X: y\r\n", count: 100)).utf8 {
          try await Task.sleep(for: .milliseconds(20))
          guard try await slow.send([byte]) else { return }
        }
      }
      var quiet = try service.connect()
      let isAnswered = await Service.comes {
        quiet = try service.connect()
        try await quiet.send(Service.request("GET", "/healthz"))
        return try await quiet.receive().status == 200
      }
      #expect(isAnswered)
      #expect(try await slow.receiveAll().isEmpty)
      #expect(try await quiet.receiveAll().isEmpty)
      try await expectUnharmed(service)
      drops.cancel()
    }
  }

  @Test("get 413 for a body that is too long, announced or not, while they are still sending")
  func largeBody() async throws {
    try await Service.run(small) { service in
      let announced = try service.connect()
      try await announced.send(Self.head + "Content-Length: 100001\r\n\r\n")
      let first = try await announced.receive()
      #expect(first.status == 413)
      #expect(first.headers["connection"] == "close")
      #expect(try first.member("code") == "body-too-large")

      let chunked = try service.connect()
      try await chunked.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
      let chunk = "2000\r\n" + String(repeating: "x", count: 0x2000) + "\r\n"
      // More than the limit, so that some of it arrives after the answer.
      for _ in 0..<30 { try await chunked.send(Array(chunk.utf8)) }
      #expect(try await chunked.receive().status == 413)
      try await expectUnharmed(service)
    }
  }

  @Test("get 400 when what they send is not HTTP, and their answer when they close their half after asking")
  func protocolErrors() async throws {
    try await Service.run(small) { service in
      let garbage = [
        "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
      ]
      for garbage in garbage {
        let connection = try service.connect()
        try await connection.send(garbage)
        let reply = try await connection.receive()
        #expect(reply.status == 400, "\(garbage.debugDescription)")
        #expect(try reply.member("code") == "not-http")
        #expect(try await connection.receiveAll().isEmpty)
      }
      // A body that breaks off in the middle of its chunks.
      for size in ["ZZ", "FFFFFFFFFFFFFFFFF"] {
        let connection = try service.connect()
        try await connection.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tex\r\n\(size)\r\n")
        let reply = try await connection.receive()
        #expect(reply.status == 400, "\(size)")
        #expect(try reply.member("code") == "not-http")
        #expect(try await connection.receiveAll().isEmpty)
      }
      // Behind requests that were understood it is answered last.
      let behind = try service.connect()
      let request = Self.head + "Content-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body
      try await behind.send(request + request + garbage[0])
      for status in [200, 200, 400] { #expect(try await behind.receive().status == status) }
      let half = try service.connect()
      try await half.send(Self.head + "Content-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body)
      half.finishSending()
      #expect(try await half.receive().status == 200)
      #expect(try await half.receiveAll().isEmpty)
      try await expectUnharmed(service)
    }
  }

  @Test(
    "get 431 when their headers are too large, one by one or together",
    arguments: ["GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n"]
      + [
        ["X: \(String(repeating: "a", count: 20_000))\r\n"],
        (0..<90).map { "X\($0): \(String(repeating: "a", count: 500))\r\n" },
        (0..<200).map { "X\($0): a\r\n" },
      ].map { "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\($0.joined())\r\n" })
  func largeHeaders(request: String) async throws {
    try await Service.run(small) { service in
      let connection = try service.connect()
      try await connection.send(request)
      let reply = try await connection.receive()
      #expect(reply.status == 431)
      #expect(reply.headers["connection"] == "close")
      #expect(try reply.member("code") == "headers-too-large")
      try await expectUnharmed(service)
    }
  }

  @Test("do no harm when they vanish: half-closed within a body, reset, or before they take their answer")
  func vanishing() async throws {
    try await Service.run(impatient) { service in
      for _ in 0..<10 {
        let half = try service.connect()
        try await half.send(Self.head + "Content-Length: 24\r\n\r\n{\"text\"")
        half.finishSending()
        let rest = try await half.receiveAll()
        #expect(rest.isEmpty || String(decoding: rest, as: UTF8.self).hasPrefix("HTTP/1.1 4"))
        let reset = try service.connect()
        try await reset.send(Self.head + "Content-Length: 24\r\n\r\n" + Self.body)
        reset.reset()
      }
      try await expectUnharmed(service)
      try await expect("braid_requests_running 0", in: service)
    }
  }

  @Test("are cut off when they don't take their answer")
  func deaf() async throws {
    var options = impatient
    options.limits.bodyBytes = 2_000_000
    options.limits.textBytes = 2_000_000
    options.limits.readingSeconds = 10
    try await Service.run(options) { service in
      let deaf = try service.connect(receiveBuffer: 4096)
      // Ten megabytes of answer, more than the sockets hold.
      let text = String(repeating: #"a\n"#, count: 300_000)
      try await deaf.send(
        Service.request(
          "POST", "/v1/annotate", ["Content-Type": "application/json"],
          body: Array(#"{"text": "\#(text)", "tasks": ["mood"]}"#.utf8)))
      let isAnswered = await Service.comes {
        try await service.ask("GET", "/metrics").text.contains(#"path="/v1/annotate",method="POST",status="200""#)
      }
      #expect(isAnswered)
      try await expect("braid_connections 1", in: service)
      await #expect(throws: Connection.Failure.closed) { try await deaf.receive() }
      try await expectUnharmed(service)
    }
  }

  @Test(
    "get a response whole that they take slowly, though the connection may be idle for less, and though the service stops"
  )
  func slowReading() async throws {
    var options = small
    options.limits.bodyBytes = 2_000_000
    options.limits.textBytes = 2_000_000
    options.limits.idleSeconds = 0.3
    try await Service.run(options) { service in
      let slow = try service.connect(receiveBuffer: 4096)
      let text = String(repeating: #"a\n"#, count: 300_000)
      try await slow.send(
        Service.request(
          "POST", "/v1/annotate", ["Content-Type": "application/json"],
          body: Array(#"{"text": "\#(text)", "tasks": ["mood"]}"#.utf8)))
      let isAnswered = await Service.comes {
        try await service.ask("GET", "/metrics").text.contains(#"path="/v1/annotate",method="POST",status="200""#)
      }
      #expect(isAnswered)
      let stop = Task { await service.server.stop() }
      #expect(await Service.comes { try await service.ask("GET", "/readyz").status == 503 })
      // Longer than the connection may be idle.
      try await Task.sleep(for: .seconds(1))
      let response = String(decoding: try await slow.receiveAll(), as: UTF8.self)
      #expect(response.hasPrefix("HTTP/1.1 200 OK") && response.hasSuffix("}]}\n"), "\(response.suffix(80))")
      await stop.value
    }
  }

  @Test("are told to come back, with 503 and when, while as many requests are worked on as the limit says")
  func busy() async throws {
    var options = ServerOptions()
    options.limits.requests = 1
    try await Service.run(options) { service in
      let slow = try service.connect()
      try await slow.send(Self.head + "Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n")
      #expect(try await slow.receive().status == 100)
      // The slow one is let in once its head is read, which may be a moment after it was told to go on.
      #expect(await Service.comes { try await service.annotate(Self.body).status == 503 })
      let reply = try await service.annotate(Self.body)
      #expect(reply.status == 503)
      #expect(reply.headers["retry-after"] == "1")
      #expect(try reply.member("code") == "busy")
      try await slow.send(Self.body)
      #expect(try await slow.receive().status == 200)
      try await expectUnharmed(service)
    }
  }

  @Test("may send several requests at once on a connection, and get the answers in order")
  func pipelining() async throws {
    try await Service.run { service in
      let connection = try service.connect()
      try await connection.send(Service.request("GET", "/healthz") + Service.request("GET", "/nowhere"))
      try await connection.send(Self.head + "Content-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body)
      for status in [200, 404, 200] {
        let reply = try await connection.receive()
        #expect(reply.status == status)
        #expect(reply.headers["connection"] == nil)
      }
    }
  }

  @Test("are not refused a body that they announce, unless it is too long")
  func expectations() async throws {
    try await Service.run(small) { service in
      let connection = try service.connect()
      try await connection.send(Self.head + "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n")
      #expect(try await connection.receive().status == 413)
      // HTTP/1.0 has no such thing: the first answer is the last.
      let old = try service.connect()
      let head = Self.head.replacing("HTTP/1.1", with: "HTTP/1.0")
      try await old.send(head + "Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body)
      #expect(try await old.receive().status == 200)
      #expect(try await old.receiveAll().isEmpty)
    }
  }

  @Test("have their requests that were accepted answered when the service is stopped, while others hear that it stops")
  func stopping() async throws {
    try await Service.run { service in
      let accepted = try service.connect()
      try await accepted.send(Self.head + "Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n")
      #expect(try await accepted.receive().status == 100)
      let stop = Task { await service.server.stop() }
      #expect(await Service.comes { try await service.annotate(Self.body).status == 503 })
      let ready = try await service.ask("GET", "/readyz")
      #expect(ready.status == 503)
      #expect(try ready.member("code") == "stopping")
      #expect(ready.headers["connection"] == "close")
      #expect(try await service.ask("GET", "/healthz").status == 200)
      #expect(try await service.ask("GET", "/v1/model").status == 503)
      try await accepted.send(Self.body)
      let reply = try await accepted.receive()
      #expect(reply.status == 200)
      #expect(reply.headers["connection"] == "close")
      #expect(try await accepted.receiveAll().isEmpty)
      await stop.value
      #expect(await Service.comes { (try? service.connect()) == nil })
    }
  }

  @Test("are served for as long as a service that was stopped drains, which says that it is not ready")
  func draining() async throws {
    var options = ServerOptions()
    options.limits.drainSeconds = 600
    try await Service.run(options) { service in
      let stop = Task { await service.server.stop() }
      #expect(await Service.comes { try await service.ask("GET", "/readyz").status == 503 })
      let reply = try await service.annotate(Self.body)
      #expect(reply.status == 200)
      #expect(reply.headers["connection"] == "close")
      #expect(try await service.ask("GET", "/healthz").status == 200)
      stop.cancel()
      await stop.value
      #expect(await Service.comes { (try? service.connect()) == nil })
    }
  }

  @Test("are reported with their address, also when they were refused before their request was whole")
  func reports() async throws {
    let reports = Mutex<[ServedRequest]>([])
    let broken = [
      ("GET / HTTP/9.9\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
      ("GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
      ("GET /healthz HTTP/1.1\r\n\r\n", 400),
      (Self.head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tex\r\nZZ\r\n", 400),
      (Self.head + "Content-Length: \(Self.body.utf8.count)\r\n\r\n" + Self.body, 200),
    ]
    try await Service.run(onRequest: { report in reports.withLock { $0.append(report) } }) { service in
      for (request, status) in broken {
        let connection = try service.connect()
        try await connection.send(request)
        #expect(try await connection.receive().status == status)
      }
    }
    let all = reports.withLock { $0 }
    #expect(all.map(\.status) == broken.map(\.1))
    #expect(all.allSatisfy { $0.client == "127.0.0.1" })
    #expect(all.map(\.path) == [nil, nil, nil, nil, "/healthz", "/v1/annotate", "/v1/annotate"])
    #expect(all.map(\.method) == [nil, nil, nil, nil, "GET", "POST", "POST"])
  }

  @Test(
    "may say the type of the body as RFC 9110 has it",
    arguments: [
      ("text/plain ; charset=utf-8", 200), ("TEXT/PLAIN;CHARSET=\"Utf-8\"", 200), ("text/plain;", 200),
      ("text/plain; charset=latin1", 415), ("text/plain charset=utf-8", 415), ("text/html", 415),
    ])
  func types(type: String, status: Int) async throws {
    try await Service.run { service in
      let reply = try await service.ask(
        "POST", "/v1/annotate", ["Content-Type": type], body: Array("ann sees bob".utf8))
      #expect(reply.status == status)
    }
  }
}

#if os(Linux)
  // Other systems have one address of their own only.
  extension AbuseTests {
    @Test("keep no other client out, however many bodies they do not finish")
    func slowBodies() async throws {
      var options = ServerOptions()
      options.limits.requests = 4
      try await Service.run(options) { service in
        var slow: [Connection] = []
        for _ in 0..<8 {
          let connection = try service.connect(from: "127.0.0.2")
          try await connection.send(Self.head + "Content-Length: 500\r\n\r\n{")
          slow.append(connection)
        }
        #expect(await service.counts("braid_requests_running 4"))
        // Those of its own beyond the limit were refused; one more gives way to the other client.
        #expect(try await service.annotate(Self.body).status == 200)
        #expect(await service.counts("braid_requests_running 3"))
        _ = slow
      }
    }

    @Test("keep no other client out, however many connections they open, silent or with unfinished requests")
    func floods() async throws {
      var options = ServerOptions()
      options.limits.connections = 24
      for text in ["", "GET /", Self.head + "Content-Length: 500\r\n\r\n{"] {
        try await Service.run(options) { service in
          var strangers: [Connection] = []
          let known = try service.connect()
          for _ in 0..<60 {
            let connection = try service.connect(from: "127.0.0.2")
            try await connection.send(text)
            strangers.append(connection)
          }
          // A connection that was there before, and new ones.
          try await known.send(Service.request("GET", "/healthz"))
          #expect(try await known.receive().status == 200)
          for _ in 0..<10 { #expect(try await service.ask("GET", "/healthz").status == 200) }
          let metrics = try await service.ask("GET", "/metrics").text
          let open = metrics.split(separator: "\n").first { $0.hasPrefix("braid_connections ") }
          #expect((open?.split(separator: " ").last.flatMap { Int($0) } ?? 99) <= 24, "\(open ?? "")")
          _ = strangers
        }
      }
    }
  }
#endif
