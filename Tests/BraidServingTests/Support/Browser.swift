import Foundation

/// The script that uses the page in a headless Chromium.
enum Browser {
  private static let script = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Browser/page.py")

  /// Whether there is what the script needs.
  static var isPresent: Bool {
    find("python3") != nil && ["chromium", "chromium-browser", "google-chrome", "chrome"].contains { find($0) != nil }
  }

  /// Runs the script; its exit code and what it wrote.
  static func use(port: Int, token: String?) async throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = find("python3")
    process.arguments = [script.path, "http://127.0.0.1:\(port)"] + (token.map { ["--token", $0] } ?? [])
    let pipe = Pipe()
    process.standardError = pipe
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        do {
          try process.run()
          let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          process.waitUntilExit()
          continuation.resume(returning: (process.terminationStatus, output))
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }

  private static func find(_ program: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      URL(filePath: String($0)).appending(path: program)
    }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
