import BraidTestSupport
import Foundation
import Testing

/// What reaches the terminal of what a file says.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct TerminalTextTests {
  static let obeyed = "\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{202E}"

  @Test(arguments: [
    ("a.conllu", "1-\(obeyed)\tw\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "stats a.conllu"),
    ("a.tsv", "x\(obeyed)\ty\n1\t2\n", "stats a.tsv --column label=label"),
    ("a.yaml", "name: x\n\"a\\e]0;title\\a\\e[2J\\x9B31m\\u202E\\nb\": 1\nstages: []\n", "check a.yaml"),
    ("a\(obeyed).tsv", "1\t2\n", "stats a*.tsv --column label=label"),
  ])
  func `controls in it are escaped`(name: String, text: String, arguments: String) throws {
    let scratch = try Scratch()
    try scratch.file(name, text)
    let outcome = try Program.shell("braid \(arguments)", in: scratch.folder)
    #expect(outcome.status != 0)
    #expect(outcome.messages.contains("\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{9b}31m\\u{202e}"), "\(outcome.messages)")
    let controls = outcome.messages.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(controls.isEmpty)
  }

  @Test func `a message has an end`() throws {
    let scratch = try Scratch()
    try scratch.file("a.tsv", String(repeating: "long", count: 20_000) + "\ty\n1\t2\n")
    let outcome = try Program.shell("braid stats a.tsv --column label=label", in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("more characters)"))
    #expect(outcome.messages.utf8.count < 10_000)
  }

  #if os(Linux)
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "no command `script`"))
    func `on a terminal a message is wrapped between words`() throws {
      let scratch = try Scratch()
      let command = "stty cols 40; braid convert nowhere-to-be-found.tsv out.jsonl"
      let outcome = try Program.shell("script -qec '\(command)' /dev/null", in: scratch.folder)
      let lines = outcome.output.split(whereSeparator: \.isNewline).map(String.init)
      #expect(lines.prefix(2) == ["nowhere-to-be-found.tsv: cannot read: no", "  such file"], "\(lines)")
    }
  #endif
}
