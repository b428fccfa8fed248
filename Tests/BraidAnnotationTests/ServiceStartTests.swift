import BraidTasks
import BraidTestSupport
import Foundation
import Testing

/// `braid serve` from its first line to the model that it serves.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct ServiceStartTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for name in ["model", "damaged"] { try ToyModel.make().write(to: scratch.path(name)) }
    try scratch.file("damaged/model.safetensors", "no weights")
  }

  /// Starts a service, and runs `script` when its log has `line`.
  private func serve(until line: String, _ script: String) throws -> Program.Outcome {
    try scratch.file(
      "test",
      """
      : >log
      braid serve --model model --port 0 2>>log & service=$!
      comes() { until grep -q "$1" log || ! kill -0 $service; do sleep 0.05; done; }
      comes '^\(line)'
      port=$(sed -n 's|listening on http://127.0.0.1:||p' log)
      \(script)
      wait $service
      code=$?; cat log >&2; exit $code
      """)
    return try Program.shell("bash test", in: scratch.folder)
  }

  @Test func `a model that cannot be read ends it with the error, and nothing is served`() throws {
    let outcome = try Program.shell("braid serve --model damaged --port 0", in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("damaged/model.safetensors: "), "\(outcome.messages)")
    #expect(!outcome.messages.contains("serving"), "\(outcome.messages)")
  }

  @Test func `a port that is taken is said before the model is read`() throws {
    let outcome = try serve(
      until: "listening", "braid serve --model damaged --port $port; echo $?; kill -TERM $service")
    #expect(outcome.status == 0)
    #expect(outcome.output == "1\n")
    #expect(outcome.messages.contains("cannot listen on 127.0.0.1, port "), "\(outcome.messages)")
    #expect(!outcome.messages.contains("safetensors"), "\(outcome.messages)")
  }

  @Test(arguments: ["TERM", "INT"])
  func `a signal to stop ends it in order, wherever it is with its model`(signal: String) throws {
    for line in ["listening", "serving"] {
      let outcome = try serve(until: line, "kill -\(signal) $service")
      #expect(outcome.status == 0, "\(line): \(outcome.messages)")
    }
  }

  @Test(arguments: ["listening", "serving"])
  func `SIGHUP has the model read again, wherever it is with the first, and then it is ready`(line: String) throws {
    let outcome = try serve(
      until: line,
      """
      kill -HUP $service; kill -HUP $service; kill -HUP $service
      comes 'serving model, read again'
      exec 3<>"/dev/tcp/127.0.0.1/$port"
      printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3
      head -n 1 <&3
      kill -TERM $service
      """)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output == "HTTP/1.1 200 OK\r\n", "\(outcome.messages)")
    #expect(outcome.messages.contains("\nserving model\n"), "\(outcome.messages)")
  }
}
