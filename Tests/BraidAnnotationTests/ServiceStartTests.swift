import BraidTasks
import BraidTestSupport
import Foundation
import Testing

/// `braid serve` before its model is read.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct ServiceStartTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try ToyModel.make().write(to: scratch.path("model"))
    try ToyModel.make().write(to: scratch.path("damaged"))
    try scratch.file("damaged/model.safetensors", "no weights")
    // A model that is never read: opening its configuration waits for somebody who writes it.
    try scratch.file(
      "endless",
      """
      mkdir slow && mkfifo slow/config.json
      braid serve --model slow --port 0 2>log & service=$!
      until grep -q listening log || ! kill -0 $service; do sleep 0.05; done
      ask() {
        exec 3<>"/dev/tcp/127.0.0.1/$(sed -n 's|.*listening.*:||p' log)"
        printf "$1 HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n" >&3
        tr -d '\\r' <&3 | grep -E '^HTTP|^Retry|^[{]'
        exec 3>&-
      }
      """)
  }

  @Test(arguments: [
    ("GET /healthz", "HTTP/1.1 200 OK"), ("GET /readyz", #""code":"loading""#), ("POST /v1/annotate", "Retry-After: 1"),
    ("POST /v1/annotate", "HTTP/1.1 503"),
  ])
  func `it responds while its model is read, and ends in order, also after SIGHUP`(
    request: String, part: String
  ) throws {
    try scratch.file(
      "test",
      """
      . ./endless
      kill -HUP $service
      ask '\(request)'
      kill -TERM $service
      wait $service
      code=$?; cat log >&2; exit $code
      """)
    let outcome = try Program.shell("bash test", in: scratch.folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output.contains(part), "\(outcome.output)")
    #expect(!outcome.messages.contains("serving"), "\(outcome.messages)")
  }

  @Test func `a model that cannot be read ends it with the error, and nothing is served`() throws {
    let outcome = try Program.shell("braid serve --model damaged --port 0", in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("damaged/model.safetensors: "), "\(outcome.messages)")
    #expect(!outcome.messages.contains("serving"), "\(outcome.messages)")
  }

  @Test func `a port that is taken is said before the model is read`() throws {
    let outcome = try Program.shell(
      """
      . ./endless
      braid serve --model damaged --port "$(sed -n 's|.*listening.*:||p' log)"
      code=$?; kill $service; wait $service; exit $code
      """, in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("cannot listen on 127.0.0.1, port "), "\(outcome.messages)")
    #expect(!outcome.messages.contains("safetensors"), "\(outcome.messages)")
  }
}
