import Foundation
import Testing

/// Every sample, and every input that once stopped a parser, given to it again: so that what the fuzzer found stays mended
/// where there is no fuzzer.
///
/// An input is a file named by its parser and, where there are several, a word after a dot; see `Tests/Fuzz/run`.
struct ReplayTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  private static func inputs(_ folder: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: tests.appending(path: folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles
    ).sorted { $0.path < $1.path }
  }

  @Test(arguments: ["BraidCorporaTests/Inputs/Samples", "Fuzz/Seeds", "Fuzz/Failures"])
  func `what a parser makes of an input holds together, or the input is refused`(folder: String) throws {
    let inputs = try Self.inputs(folder)
    #expect(!inputs.isEmpty)
    for input in inputs {
      let name = input.lastPathComponent
      let parser = try #require(Parser(String(name.prefix { $0 != "." })), "\(name): no such parser")
      let bytes = try Data(contentsOf: input)
      // What the fuzzer chose, then no option, each alone, and all.
      for choice in [bytes.first ?? 0, 0, 1, 2, 4, 8, 16, 31] {
        #expect(throws: Never.self, "\(folder)/\(name) with the options \(choice)") {
          try parser.take(bytes, choice: choice)
        }
      }
    }
  }

  @Test func `a parser that breaks its promise is found out`() {
    #expect(throws: Parser.Broken.self) { try Parser.expect(1 + 1 == 3, "arithmetic") }
  }
}
