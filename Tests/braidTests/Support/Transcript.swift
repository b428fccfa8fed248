import BraidTestSupport
import Foundation
import Testing

/// Commands as a person types them, with what they print and how they end, kept as a text file.
///
/// The file has each command behind `$ `, what it wrote to standard output, what it wrote to standard error behind `! `,
/// and its exit code. A file that is missing is written, and the test fails; with `RECORD_TRANSCRIPTS=1` in the
/// environment all are rewritten.
struct Transcript: Sendable, CustomTestStringConvertible {
  /// The file's name, without its ending.
  let name: String
  /// Lines of a shell.
  let commands: [String]

  var testDescription: String { name }

  /// The folder of the files.
  static let folder = Program.root.appending(path: "Tests/braidTests/Transcripts")

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_TRANSCRIPTS"] == "1"

  /// Runs the commands one after the other in `folder`, 80 columns wide.
  ///
  /// - Returns: what the file should hold.
  func run(in folder: Scratch) throws -> String {
    var parts: [String] = []
    for command in commands {
      let outcome = try Program.shell(
        command, in: folder.folder, environment: ["COLUMNS": "80", "LC_ALL": "C.UTF-8"])
      let output = outcome.output.isEmpty || outcome.output.hasSuffix("\n") ? outcome.output : outcome.output + "⏎\n"
      let messages = outcome.messages.split(separator: "\n", omittingEmptySubsequences: false).map { "! \($0)\n" }
      parts.append(
        "$ \(command)\n\(output)\((outcome.messages.isEmpty ? [] : messages.dropLast()).joined())[exit \(outcome.status)]\n"
      )
    }
    return Mask.apply(to: parts.joined(separator: "\n"), folder: folder.folder.path)
  }

  /// Compares what a run gave with the file.
  func expect(_ found: String) throws {
    let file = Self.folder.appending(path: name + ".txt")
    let expected = try? String(contentsOf: file, encoding: .utf8)
    guard let expected, !Self.isRecording else {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(found.utf8).write(to: file, options: .atomic)
      if expected == nil {
        Issue.record("\(name).txt was missing and has been written: look at it, commit it, and run the test again.")
      }
      return
    }
    guard expected != found else { return }
    let lines = (
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      found.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let first = zip(lines.0, lines.1).prefix { $0 == $1 }.count
    Issue.record(
      """
      \(name).txt:\(first + 1) differs:
      - \(first < lines.0.count ? lines.0[first] : "(the end)")
      + \(first < lines.1.count ? lines.1[first] : "(the end)")
      all of it:
      \(found)
      If it should be so: RECORD_TRANSCRIPTS=1 swift test --filter braidTests
      """)
  }
}

/// What differs from run to run and from machine to machine, in one place.
enum Mask {
  /// The text with everything that changes replaced.
  static func apply(to text: String, folder: String) -> String {
    var text = text.replacing(folder, with: "FOLDER")
    // Lines of progress, which only a slow machine shows.
    text.replace(/! +(?:[0-9]+ %, .*|[0-9,]+ documents, [0-9,]+\/s.*)\n/, with: "")
    // Speeds, durations, memory.
    text.replace(/[0-9][0-9,.]* ?(tokens\/s|tokens a second|MB\/s|\/s|ms\b|MB\b|GB\b|KB\b)/) { "N \($0.output.1)" }
    text.replace(/(· |, |in |about |them )[0-9][0-9.]* (s|min|h)\b/) { "\($0.output.1)N \($0.output.2)" }
    // Moments, ports, temporary files.
    text.replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
    text.replace(/127\.0\.0\.1:[0-9]{4,5}/, with: "127.0.0.1:PORT")
    text.replace(Program.root.standardizedFileURL.path, with: "REPOSITORY")
    text.replace(/\/tmp\/[A-Za-z0-9._\/-]+/, with: "TEMPORARY")
    text.replace(/(Date: ).*/) { "\($0.output.1)DATE" }
    // Versions of `braid --version`.
    text.replace(/(Swift|ICU|libxml2|zlib|kernels|fast path of segmentation|Open MPI): .*/) { "\($0.output.1): …" }
    return text
  }
}
