import BraidFiles
import BraidPipelines
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Messages to the person at the terminal go to standard error, results to standard output.
enum Console {
  /// Whether standard error is a terminal.
  static var isTerminal: Bool { isatty(2) == 1 }

  /// Whether standard input is a terminal.
  static var readsTyping: Bool { isatty(0) == 1 }

  /// Columns of the terminal that standard error is; 80 when it does not say.
  static var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes a line to standard error.
  static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  /// Notices Ctrl-C and SIGTERM; the first one is acknowledged with a line.
  static func stopSignals(_ note: String, onFirst: @escaping @Sendable () -> Void = {}) -> StopSignals {
    StopSignals {
      Console.note("\(note); press Ctrl-C again to stop immediately")
      onFirst()
    }
  }

  /// Says what is wrong and what to do, and ends the process.
  static func fail(_ text: String, advice: String?, code: Int32) -> Never {
    note(text)
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

  /// Writes a line of results to standard output.
  static func result(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  /// Writes a value as JSON to standard output, members in the order of their names.
  ///
  /// - Throws: What encoding throws.
  static func result(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
  }

  /// A whole number with separators between thousands.
  static func number(_ value: Int) -> String { value.grouped }

  /// A number of things, `1 document` or `2 documents`.
  static func count(_ value: Int, _ thing: String) -> String { "\(number(value)) \(thing)\(value == 1 ? "" : "s")" }

  /// A number with a fixed count of decimals.
  static func number(_ value: Double, decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

  /// A share in percent.
  static func percent(_ share: Double) -> String { number(share * 100, decimals: 2) + " %" }

  /// Columns of text: the first to the left, the others to the right.
  static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        return column == 0 ? cell + space : space + cell
      }
      return cells.joined(separator: "  ")
    }
  }
}
