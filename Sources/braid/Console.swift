import BraidPipelines
import Foundation

/// Messages to the person at the terminal; results go to standard output and everything else here.
enum Console {
  /// Writes a line to standard error.
  static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// Says what is wrong and what to do, and ends the process.
  static func fail(_ text: String, advice: String?, code: Int32) -> Never {
    note("braid: " + text)
    if let advice { note("  " + advice) }
    exit(code)
  }

  /// Runs `body`; what is wrong with a pipeline ends the process with code 2.
  static func failing<Result>(_ body: () throws(PipelineError) -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      fail(error.errorDescription ?? "", advice: error.recoverySuggestion, code: 2)
    }
  }
}
