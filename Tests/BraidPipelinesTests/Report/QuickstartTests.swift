import BraidTestSupport
import Foundation
import Testing

/// The main job, `pipelines/quickstart.yaml`, whole but for the number of epochs.
@Suite struct QuickstartTests {
  /// A text with every number in it replaced by `#`, the mark of a best evaluation left out.
  static func masked(_ text: some StringProtocol) -> String {
    String(text).replacing(/[0-9]+(?:[.,][0-9]+){0,9}/, with: "#").replacing(" *", with: "")
  }

  /// What the README says that the first command prints at its end.
  static func transcript() throws -> [String] {
    let readme = try String(contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "What the first one prints").last)
    return try #require(block.components(separatedBy: "```").dropFirst().first).split(separator: "\n").map(masked)
  }

  @Test func `the quick start learns all four families, annotates the inbox and prints what the README shows`() throws {
    let bench = try Workbench()
    let run = try Program.run([
      "run", "pipelines/quickstart.yaml", "--plain", "--output", bench.path("run"), "--set", "model.epochs=3",
    ])
    #expect(run.status == 0, "\(run.messages)")

    struct Score: Decodable { var value: Double }
    let scores = try JSONDecoder().decode(
      [String: Score].self, from: Data(try #require(bench.read("run/scores.json")).utf8))
    // Far above chance, and far below what thirty epochs reach.
    for (task, least) in [("pos", 85.0), ("sentiment", 65), ("roles", 15), ("de", 1)] {
      let score = try #require(scores[task])
      #expect(score.value > least, "\(task)")
    }
    #expect(bench.read("run/inbox.jsonl")?.split(separator: "\n").count == 25)

    let markup = try Markup(try #require(bench.read("run/report.html")))
    for task in ["pos", "sentiment", "roles", "de"] {
      #expect(markup.text.contains("Evaluations of \(task)"), "\(task)")
    }
    #expect(markup.elements.count { $0.attributes["class"] == "attention" } > 0)
    #expect(markup.elements.count { $0.attributes["class"] == "predicate" } > 0)

    var printed = Self.masked(
      run.messages.replacing(bench.path("run"), with: "runs/quickstart")
    ).split(separator: "\n").map(String.init)[...]
    for line in try Self.transcript() {
      let place = printed.firstIndex(of: line)
      #expect(place != nil, "the README shows a line that is not printed: \(line)")
      if let place { printed = printed[(place + 1)...] }
    }
  }
}
