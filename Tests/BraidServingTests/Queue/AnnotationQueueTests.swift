import BraidServing
import BraidText
import Testing

@Suite("The queue of texts")
struct AnnotationQueueTests {
  private func request(_ texts: [String]) -> AnnotationRequest {
    var request = AnnotationRequest(question: AnnotationRequest.Question(tasks: [0]), locale: "en")
    request.documents = texts.map { Document(text: $0) }
    return request
  }

  /// Waits until that many requests are in.
  private func wait(for count: Int, in queue: AnnotationQueue) async throws {
    while queue.count < count { try await Task.sleep(for: .milliseconds(1)) }
  }

  @Test("hands out together what waits together, and gives each request its answers in order")
  func batching() async throws {
    let queue = AnnotationQueue()
    let first = Task { try await queue.annotate(request(["a", "b"]), within: 60) }
    try await wait(for: 1, in: queue)
    let second = Task { try await queue.annotate(request(["c"]), within: 60) }
    try await wait(for: 2, in: queue)
    let items = try #require(queue.take(.short, bytes: 100))
    #expect(items.map(\.document.text) == ["a", "c", "b"])
    for item in items.reversed() {
      var document = item.document
      document.id = "of " + document.text
      queue.deliver(document, item)
    }
    #expect(try await first.value.map(\.id) == ["of a", "of b"])
    #expect(try await second.value.map(\.id) == ["of c"])
    #expect(queue.count == 0)
  }

  @Test("serves a request of one text in the next pass, however many another request has")
  func fairness() async throws {
    let queue = AnnotationQueue()
    let many = Task { try await queue.annotate(request((0..<50).map { "many \($0)" }), within: 60) }
    try await wait(for: 1, in: queue)
    // Two texts of six bytes fill a pass of ten.
    #expect(queue.take(.short, bytes: 10)?.map(\.document.text) == ["many 0", "many 1"])
    let one = Task { try await queue.annotate(request(["one"]), within: 60) }
    try await wait(for: 2, in: queue)
    let pass = try #require(queue.take(.short, bytes: 10))
    #expect(pass.map(\.document.text) == ["many 2", "one", "many 3"])
    queue.deliver(pass[1].document, pass[1])
    #expect(try await one.value.count == 1)
    queue.fail(pass[0].job, .stopping)
    await #expect(throws: RequestError.stopping) { try await many.value }
  }

  @Test("counts both texts of a pair, and takes no end of empty ones")
  func pairs() async throws {
    let queue = AnnotationQueue()
    var request = request(["a", "b", "", "", "c"])
    request.documents[0].second = AlignedText(String(repeating: "x", count: AnnotationQueue.Lane.longestShort))
    request.documents[1].second = AlignedText("four")
    let annotated = Task { [request] in try await queue.annotate(request, within: 60) }
    try await wait(for: 1, in: queue)
    let passes = [5, 2, 5].map { queue.take(.short, bytes: $0)?.map(\.index) }
    #expect(passes == [[1], [2, 3], [4]])
    let items = try #require(queue.take(.long, bytes: 5))
    #expect(items.map(\.index) == [0])
    #expect(queue.isAwaited([items[0].job, 99]) && !queue.isAwaited([99]) && !queue.isAwaited([]))
    queue.fail(items[0].job, .stopping)
    #expect(!queue.isAwaited([items[0].job]))
    await #expect(throws: RequestError.stopping) { try await annotated.value }
  }

  @Test("lets short texts overtake long ones, also those of the same request")
  func lanes() async throws {
    let queue = AnnotationQueue()
    let long = String(repeating: "x", count: AnnotationQueue.Lane.longestShort + 1)
    let answers = Task { try await queue.annotate(request([long, "a", long, "b"]), within: 60) }
    try await wait(for: 1, in: queue)
    let short = try #require(queue.take(.short, bytes: 100))
    #expect(short.map(\.index) == [1, 3])
    #expect(queue.take(.long, bytes: 100)?.map(\.index) == [0])
    let rest = try #require(queue.take(.long, bytes: 100))
    #expect(rest.map(\.index) == [2])
    queue.fail(short[0].job, .stopping)
    await #expect(throws: RequestError.stopping) { try await answers.value }
  }

  @Test("puts a text aside that turns out to be costly, unless it is about to stop")
  func asides() async throws {
    let queue = AnnotationQueue()
    let answers = Task { try await queue.annotate(request(["a", "b"]), within: 60) }
    try await wait(for: 1, in: queue)
    let short = try #require(queue.take(.short, bytes: 100))
    #expect(queue.putAside(short[0]) && queue.putAside(short[1]))
    #expect(queue.take(.long, bytes: 100)?.map(\.index).sorted() == [0, 1])
    for item in short { queue.deliver(item.document, item) }
    #expect(try await answers.value.map(\.text) == ["a", "b"])
    queue.stop()
    #expect(!queue.putAside(short[0]))
  }

  @Test("keeps nothing of a request that was answered, however long it might have taken")
  func letGo() async throws {
    weak var gone: AnnotationQueue?
    try await {
      let queue = AnnotationQueue()
      gone = queue
      let answer = Task { try await queue.annotate(request(["a"]), within: 3600) }
      try await wait(for: 1, in: queue)
      let items = try #require(queue.take(.short, bytes: 100))
      queue.deliver(items[0].document, items[0])
      #expect(try await answer.value.count == 1)
    }()
    let end = ContinuousClock.now + .seconds(60)
    while gone != nil, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
    #expect(gone == nil)
  }

  @Test("gives up each request at its own time, also one that came later and may take less")
  func times() async throws {
    let queue = AnnotationQueue()
    let long = Task { try await queue.annotate(request(["long"]), within: 3600) }
    try await wait(for: 1, in: queue)
    for seconds in [0.05, 0.01] {
      await #expect(throws: RequestError.notInTime(seconds: seconds)) {
        try await queue.annotate(request(["short"]), within: seconds)
      }
    }
    let items = try #require(queue.take(.short, bytes: 100))
    #expect(items.map(\.document.text) == ["long"])
    queue.deliver(items[0].document, items[0])
    #expect(try await long.value.count == 1)
  }

  @Test("gives up what was not answered in time, and takes none of its texts any more")
  func time() async throws {
    let queue = AnnotationQueue()
    await #expect(throws: RequestError.notInTime(seconds: 0.01)) {
      try await queue.annotate(request(["late"]), within: 0.01)
    }
    let next = Task { try await queue.annotate(request(["next"]), within: 60) }
    try await wait(for: 1, in: queue)
    let items = try #require(queue.take(.short, bytes: 100))
    #expect(items.map(\.document.text) == ["next"])
    queue.deliver(items[0].document, items[0])
    #expect(try await next.value == [Document(text: "next")])
  }

  @Test("refuses requests once stopped, hands out what is in, and then ends")
  func stopping() async throws {
    let queue = AnnotationQueue()
    let last = Task { try await queue.annotate(request(["a", "b"]), within: 60) }
    try await wait(for: 1, in: queue)
    queue.stop()
    await #expect(throws: RequestError.stopping) { try await queue.annotate(request(["c"]), within: 60) }
    var texts: [String] = []
    while let items = queue.take(.short, bytes: 1) {
      for item in items {
        texts.append(item.document.text)
        queue.deliver(item.document, item)
      }
    }
    #expect(texts == ["a", "b"])
    #expect(try await last.value.count == 2)
  }
}
