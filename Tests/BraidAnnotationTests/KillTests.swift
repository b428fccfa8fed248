import BraidAnnotation
import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import Foundation
import Testing

/// The program killed and starved from outside.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"), .serialized)
struct KillTests {
  let scratch: Scratch
  let arguments: [String]

  init() throws {
    scratch = try Scratch()
    try ToyModel.make().write(to: scratch.path("model"))
    var lines = ToyModel.texts(6000).enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}" }
    for bad in [5, 2000, 5999] { lines[bad] = "}" }
    try scratch.file("in.jsonl", lines.joined(separator: "\n") + "\n")
    arguments = ["annotate", "--model", scratch.path("model"), scratch.path("in.jsonl"), "--quiet", "--sync", "0"]
  }

  func run(_ output: String, _ more: [String] = [], script: String = "exec \"$0\" \"$@\"") throws -> Int32 {
    let process = try Program.start(arguments + ["--output", output] + more, script: script)
    process.waitUntilExit()
    return process.terminationStatus
  }

  func expectWhole(_ output: String) throws {
    if !FileManager.default.fileExists(atPath: scratch.path("whole.jsonl")) {
      #expect(try run(scratch.path("whole.jsonl")) == 3)
    }
    for ending in ["", ".dead-letters.jsonl"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: output + ending))
      #expect(try bytes == scratch.bytes("whole.jsonl" + ending))
    }
  }

  @Test func `killed at any moment and resumed, every document is there once, byte for byte`() throws {
    let output = scratch.path("out.jsonl")
    let begin = Date()
    #expect(try run(scratch.path("whole.jsonl")) == 3)
    let seconds = Date().timeIntervalSince(begin)
    var stream = Random(seed: 11).stream("kills")
    var kills = 0
    let end = Date(timeIntervalSinceNow: 8)
    while kills < 4 || kills < 30 && Date() < end {
      let process = try Program.start(arguments + ["--output", output, "--resume"])
      Thread.sleep(forTimeInterval: seconds * Double(stream.index(below: 1000)) / 1000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal {
        kills += 1
      } else {
        #expect(process.terminationStatus == 3)
        try expectWhole(output)
        try FileManager.default.removeItem(atPath: output)
      }
    }
    #expect(try run(output, ["--resume"]) == 3)
    try expectWhole(output)
  }

  @Test func `a full disk is an error after which the run resumes`() throws {
    // A limit on the size of files is a full disk that needs no rights; SIGXFSZ is left aside so that writing fails.
    let output = scratch.path("out.jsonl")
    let limited = "ulimit -f 512; trap '' XFSZ; exec \"$0\" \"$@\""
    #expect(try run(output, script: limited) == 1)
    #expect(!FileManager.default.fileExists(atPath: output))
    #expect(try run(output, ["--resume"], script: limited) == 1)
    #expect(try run(output, ["--resume"]) == 3)
    try expectWhole(output)
  }

  @Test func `a full file system is an error after which the run resumes`() throws {
    let disk = scratch.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mounted = try Program.start([disk], script: "mount -t tmpfs -o size=256k braid \"$1\"")
    mounted.waitUntilExit()
    guard mounted.terminationStatus == 0 else {
      print("skipped: mounting a small file system needs root")
      return
    }
    defer { try? Program.start([disk], script: "umount \"$1\"").waitUntilExit() }
    let output = disk + "/out.jsonl"
    let errors = Pipe()
    let process = try Program.start(arguments + ["--output", output], errors: errors)
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(message.contains("No space left on device") && message.contains("--resume"))
    let larger = try Program.start([disk], script: "mount -o remount,size=64m \"$1\"")
    larger.waitUntilExit()
    #expect(try run(output, ["--resume"]) == 3)
    try expectWhole(output)
  }

  @Test func `a stream that takes nothing more is an error`() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    // A stream is not synced.
    for (output, script) in [("/dev/full", "exec \"$0\" \"$@\""), ("-", "exec \"$0\" \"$@\" > /dev/full")] {
      let process = try Program.start(arguments.dropLast(2) + ["--output", output], script: script)
      process.waitUntilExit()
      #expect(process.terminationStatus == 1)
    }
  }

  @Test func `it works as a filter, and writes before its input ends`() throws {
    let input = Pipe()
    let output = Pipe()
    let process = try Program.start(
      ["annotate", "--model", scratch.path("model"), "--quiet", "-"], input: input, output: output)
    try input.fileHandleForWriting.write(contentsOf: Data("{\"id\":\"a\",\"text\":\"ann sees bob.\"}\n".utf8))
    // The pipe is still open.
    var bytes = output.fileHandleForReading.availableData
    while !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { bytes += output.fileHandleForReading.availableData }
    let first = String(decoding: bytes, as: UTF8.self)
    #expect(first.hasPrefix("{\"id\":\"a\"") && first.hasSuffix("\n"))
    try input.fileHandleForWriting.write(contentsOf: Data("{\"id\":\"b\",\"text\":\"bob.\"}\n".utf8))
    try input.fileHandleForWriting.close()
    let rest = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(rest.hasPrefix("{\"id\":\"b\"") && rest.split(separator: "\n").count == 1)
    #expect(process.terminationStatus == 0)
  }

  @Test func `a run that is stopped within a text leaves it`() throws {
    try scratch.file("long.txt", String(repeating: "the old boat sees ann and ", count: 100_000))
    let output = scratch.path("long.jsonl")
    let errors = Pipe()
    let process = try Program.start(
      ["annotate", "--model", scratch.path("model"), scratch.path("long.txt"), "--from", "text", "--output", output],
      errors: errors)
    // By then it listens to signals; the text takes much longer.
    while process.isRunning, !FileManager.default.fileExists(atPath: scratch.path(".long.jsonl.braid-run/journal")) {
      usleep(5_000)
    }
    kill(process.processIdentifier, SIGTERM)
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + SIGTERM)
    #expect(message.contains("stopped after 0 records") && message.contains("--resume"), "\(message)")
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test(arguments: ["text", "json"])
  func `a service whose log nobody reads any more continues`(format: String) throws {
    try scratch.file(
      "ask",
      """
      mkfifo log
      head -n 1 log >first & reader=$!
      braid serve --model model --port 0 --log --log-format \(format) 2>log & service=$!
      wait $reader
      for number in 1 2 3; do
        exec 3<>"/dev/tcp/127.0.0.1/$(sed 's|.*:||' first)"
        printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3
        head -n 1 <&3
        exec 3>&-
      done
      kill $service
      wait $service
      """)
    let outcome = try Program.shell("bash ask", in: scratch.folder)
    #expect(outcome.output == String(repeating: "HTTP/1.1 200 OK\r\n", count: 3))
    // What was lost is said by the exit code.
    #expect(outcome.status == 1, "\(outcome.messages)")
  }
}
