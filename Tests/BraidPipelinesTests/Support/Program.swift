import Foundation

/// The program `braid` that was built with the tests, run as a person runs it.
struct Program {
  /// What a run left.
  struct Outcome {
    let status: Int32
    let output: String
    let messages: String
  }

  /// The top folder of the project.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs `braid` with `arguments` in the top folder of the project.
  ///
  /// - Throws: when it can't be started.
  static func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    // Everything that is built lies in one folder.
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
      .appendingPathComponent("braid")
    process.arguments = arguments
    process.currentDirectoryURL = root
    // Files, not pipes: nobody has to read while it runs.
    let folder = try Workbench()
    for name in ["output", "messages"] { try folder.write(name, "") }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("output")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("messages")))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: folder.read("output") ?? "", messages: folder.read("messages") ?? "")
  }
}
