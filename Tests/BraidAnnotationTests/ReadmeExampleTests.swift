import BraidAnnotation
import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// The README's Swift example: the same lines, compiled and run on another model.
@Suite struct ReadmeExampleTests {
  func example(_ model: String) throws {
    let annotator = try Annotator(JointModel(contentsOf: model))
    let texts = ["The crew repaired the old bridge.", "The soup was cold."].map { Document(text: $0) }
    for document in try annotator.annotate(texts, tasks: annotator.tasks(named: ["pos", "sentiment"])) {
      let predicted = document.withPredictions
      print(predicted.labels["label"]?.first?.name ?? "", predicted.tags["upos"]?.compactMap(\.self) ?? [])
    }
  }

  @Test func `the lines of the README load a model and annotate`() throws {
    let scratch = try Scratch()
    try ToyModel.make().write(to: scratch.path("model"))
    try example(scratch.path("model"))
  }

  @Test func `the README shows these lines`() throws {
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first)
    let shown = lines(block.components(separatedBy: "```")[0]).map {
      $0.replacingOccurrences(of: "\"runs/quickstart/model/model\"", with: "model")
    }
    let own = lines(try String(contentsOfFile: #filePath, encoding: .utf8))
    #expect(Set(shown.filter { $0.hasPrefix("import ") }).isSubset(of: own))
    #expect(own.joined(separator: "\n").contains(shown.filter { !$0.hasPrefix("import ") }.joined(separator: "\n")))
  }
}
