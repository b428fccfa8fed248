import Foundation

/// The program, as a process of its own.
enum Braid {
  /// The program that was built with the tests; nil when it was not.
  static var path: String? {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let path = folder.appending(path: "braid").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Starts the program by way of a shell: `script` with the program as `$0` and `arguments` as `$@`.
  static func start(
    _ arguments: [String], script: String = "exec \"$0\" \"$@\"", input: Any? = FileHandle.nullDevice,
    output: Any? = FileHandle.nullDevice, errors: Any? = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, path ?? "braid"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return process
  }
}
