import Foundation
import Testing

/// Standard streams that cannot be written.
struct StandardStreamTests {
  /// Runs a shell script with the program as `$BRAID` in a folder with the table `a.tsv`; its exit status and messages.
  func run(_ script: String) throws -> (status: Int32, messages: String, bench: Workbench) {
    let bench = try Workbench()
    try bench.write("a.tsv", "good\ta fine day\nbad\tno\n")
    try bench.write("messages", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    process.environment = ProcessInfo.processInfo.environment.merging([
      "BRAID": folder.appending(path: "braid").path, "SWIFT_BACKTRACE": "enable=no",
    ]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: bench.folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path("messages")))
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, bench.read("messages") ?? "", bench)
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [
      "stats a.tsv", "stats a.tsv --json", "--help", "stats --help", "schema", "help convert",
      "convert a.tsv - --to jsonl", "init a.tsv --output -",
    ])
  func `results that cannot be written are an error`(command: String) throws {
    for stream in [">/dev/full", ">&-"] {
      let outcome = try run("\"$BRAID\" \(command) \(stream)")
      #expect(outcome.status == 1, "\(command) \(stream)")
      #expect(!outcome.messages.isEmpty && !outcome.messages.contains("Fatal error"), "\(outcome.messages)")
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ["2>/dev/full", "2>&-"])
  func `messages that cannot be written take nothing from a finished result, but its exit code`(stream: String) throws {
    let outcome = try run("\"$BRAID\" convert a.tsv b.jsonl \(stream)")
    #expect(outcome.status == 1)
    let written = try #require(outcome.bench.read("b.jsonl"))
    #expect(written.hasPrefix("{") && written.contains("a fine day") && written.contains("\"no\""))
    #expect(try run("\"$BRAID\" convert a.tsv b.jsonl -q \(stream)").status == 0)
  }

  @Test(
    .disabled(
      if: ProcessInfo.processInfo.environment["BRAID_SANITIZER"] == "thread",
      "a program with the thread sanitizer does not start where files may not be large"),
    arguments: [
      "convert a.tsv b.jsonl", "tokenize a.tsv --output b.jsonl", "convert a.tsv b.tsv --to tsv",
      "vocab a.tsv -o b.txt", "split a.tsv --output parts", "init a.tsv --output b.yaml",
    ])
  func `a file that may not be so large is an error, and nothing of it stays`(command: String) throws {
    // A shell's unit of file sizes is 512 or 1,024 bytes.
    let outcome = try run(
      """
      for i in $(seq 2000); do printf 'label%d\\ta fine day number %d\\n' $((i % 2)) $i; done >a.tsv
      (ulimit -f 1; "$BRAID" \(command) 2>said; echo $? >status)
      cat said >&2
      """)
    #expect(outcome.messages.contains("File too large"), "\(outcome.messages)")
    #expect(outcome.bench.read("status") == "1\n")
    let files = try FileManager.default.contentsOfDirectory(atPath: outcome.bench.folder)
    #expect(!files.contains { $0.contains("temporary") || $0.hasPrefix("b.") || $0 == "parts" }, "\(files)")
  }

  @Test func `a reader that has gone away is an error where the signal is ignored`() throws {
    let outcome = try run(
      """
      trap '' PIPE
      { until [ -e gone ]; do sleep 0.05; done; "$BRAID" stats a.tsv; echo $? >status; } | { exec <&-; : >gone; }
      cat status >&2
      """)
    #expect(outcome.messages.hasSuffix("1\n"))
    #expect(outcome.messages.contains("standard output cannot be written"))
  }

  @Test(arguments: [
    ("stats *.tsv >out", "70.tsv"), ("vocab *.tsv --column label=1 --column text=2 -o out", "b70"),
    ("tokenize *.tsv --column label=1 --column text=2 --output out", "b70"),
    ("convert *.tsv out --column label=1 --column text=2 --to jsonl", "b70"),
  ])
  func `more than 64 files are read`(command: String, found: String) throws {
    let outcome = try run(
      "for i in $(seq 70); do printf 'a\\tb%d\\n' $i >$i.tsv; done; rm a.tsv; \"$BRAID\" \(command)")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.bench.read("out")?.contains(found) == true)
  }

  @Test func `records that used to trap are refused with their line`() throws {
    let good = "{\"id\":\"good\",\"text\":\"Good.\"}\n"
    let overlapping =
      "{\"text\":\"ab cd ef gh\",\"tokens\":[[0,2],[3,5],[6,8],[9,11]],\"sentences\":[[2,4],[0,2]]}\n"
    let outcome = try run(
      "printf '%s' '\(good)\(overlapping)' >in.jsonl; \"$BRAID\" convert in.jsonl out.jsonl")
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("in.jsonl:2") && outcome.messages.contains("sentences"), "\(outcome.messages)")
    let plus = "# global.columns = ID FORM UP:PRED UP:ARGHEADS\n1\tw\tw.01\tARG0:0\n\n"
    let roles = try run("printf '%s' '\(plus)' >in.conllup; \"$BRAID\" convert in.conllup out.jsonl")
    #expect(roles.status == 1)
    #expect(roles.messages.contains("ARG0:0"), "\(roles.messages)")
  }
}
