import BraidTestSupport
import Foundation
import Testing

/// How help looks on a terminal of 80 columns.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct HelpTests {
  private func lines(_ command: String) throws -> [String] {
    let outcome = try Program.run(
      command.split(separator: " ").map(String.init) + ["--help"], environment: ["COLUMNS": "80"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.isEmpty)
    return outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `there are twenty-one commands, and five of models`() {
    #expect(Command.all.count == 21 && Command.each.count == 26)
  }

  @Test(arguments: [""] + Command.each.map(\.name))
  func `no line is longer than the terminal is wide`(command: String) throws {
    for line in try lines(command) { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: Command.each)
  func `an example stands on the screen as it is typed`(command: Command) throws {
    let lines = try lines(command.name)
    let examples = (command.discussion ?? "").split(separator: "\n").map(String.init).filter { $0.hasPrefix(" ") }
    #expect(!examples.isEmpty, "\(command.name) has no example")
    for example in examples {
      #expect(example.count <= 76, "\(example)")
      #expect(lines.contains(example), "wrapped: \(example)")
    }
  }

  @Test(arguments: Command.each)
  func `prose is not broken twice, by hand and by the terminal`(command: Command) throws {
    let prose = try lines(command.name).prefix { !$0.hasPrefix("USAGE:") }
    for (line, next) in zip(prose, prose.dropFirst()) where !line.isEmpty && !next.isEmpty && !next.hasPrefix(" ") {
      #expect(line.hasPrefix(" ") || line.contains(" "), "a line of one word within a paragraph: \(line)")
    }
  }
}
