package import Foundation

/// The program `braid` that was built with the tests, run as a person runs it.
package enum Program {
  /// What a run left.
  package struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number when one ended it.
    package let status: Int32
    /// What went to standard output.
    package let output: String
    /// What went to standard error.
    package let messages: String
  }

  /// The top folder of the project.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder in which everything that is built lies.
  private static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// The program; nil when it was not built with the tests.
  package static var path: String? {
    let path = folder.appending(path: "braid").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Starts the program by way of a shell: `script` with the program as `$0` and `arguments` as `$@`.
  ///
  /// - Throws: When the shell can't be started.
  package static func start(
    _ arguments: [String], script: String = "exec \"$0\" \"$@\"", in folder: URL? = nil,
    environment: [String: String] = [:], input: Any? = FileHandle.nullDevice, output: Any? = FileHandle.nullDevice,
    errors: Any? = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, path ?? "braid"] + arguments
    process.currentDirectoryURL = folder
    // A crash is not to be drawn for minutes.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return process
  }

  /// Runs the program in the top folder of the project.
  ///
  /// - Throws: When it can't be started.
  package static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try outcome(arguments, script: "exec \"$0\" \"$@\"", in: root, environment)
  }

  /// Runs a line of a shell in which `braid` is the program that was built.
  ///
  /// - Throws: When the shell can't be started.
  package static func shell(
    _ line: String, in folder: URL, environment: [String: String] = [:]
  ) throws -> Outcome {
    let path = "\(Self.folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
    return try outcome([], script: line, in: folder, environment.merging(["PATH": path]) { $1 })
  }

  private static func outcome(
    _ arguments: [String], script: String, in folder: URL, _ environment: [String: String]
  ) throws -> Outcome {
    // Files, not pipes: nothing has to read while it runs.
    let scratch = try Scratch()
    func file(_ name: String) throws -> FileHandle {
      FileHandle(forWritingAtPath: try scratch.file(name, "")) ?? .nullDevice
    }
    let process = try start(
      arguments, script: script, in: folder, environment: environment, output: file("output"), errors: file("messages"))
    process.waitUntilExit()
    let signal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Outcome(
      status: signal + process.terminationStatus, output: try scratch.text("output"),
      messages: try scratch.text("messages"))
  }
}
