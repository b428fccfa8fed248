import BraidPipelines
import Foundation
import Testing

/// Files in an output folder whose input is gone.
@Suite struct StaleFilesTests {
  /// A stage that writes a file for each document.
  private static let text = """
    stages:
      - name: texts
        read: {format: text, train: "FOLDER/in/*.txt"}
      - name: tokens
        tokenize: {of: texts}
      - name: out
        write: {of: tokens, format: webanno, path: FOLDER/out}
    """

  /// Runs a pipeline.
  ///
  /// - Returns: its warnings.
  @discardableResult
  private func run(_ text: String, in bench: Workbench, output: String = "out") throws -> [String] {
    var warnings: [String] = []
    let pipeline = try bench.pipeline(text.replacing("FOLDER/out", with: "FOLDER/\(output)"))
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .warning(let text, _) = event.message { warnings.append(text) }
    }
    _ = try runner.run()
    return warnings
  }

  private func names(_ bench: Workbench, _ folder: String = "out") throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: bench.path(folder)).sorted()
  }

  private static func bench(_ files: [String], _ text: String) throws -> Workbench {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("in"), withIntermediateDirectories: true)
    for file in files { try bench.write("in/\(file)", text) }
    return bench
  }

  @Test func `a file of an earlier run whose document is gone is deleted, which is said once`() throws {
    let bench = try Self.bench(["a.txt", "b.txt", "c.txt"], "A fine day.\n")
    #expect(try run(Self.text, in: bench) == [])
    let first = try names(bench)
    #expect(first.count == 3)
    // These are none of Braid's, and a change makes one of Braid's another's.
    try bench.write("out/notes.md", "Mine.\n")
    let changed = try #require(first.first { $0.contains("c.txt") })
    try bench.write("out/\(changed)", (bench.read("out/\(changed)") ?? "") + "\n")
    try bench.delete("in/b.txt")
    try bench.delete("in/c.txt")
    let warnings = try run(Self.text, in: bench)
    let gone = try #require(first.first { $0.contains("b.txt") })
    let expected =
      "deleted \(bench.path("out/\(gone)")), which an earlier run wrote and this one does not; "
      + "left \(bench.path("out/\(changed)")), which an earlier run wrote and this one does not: changed since, or named "
      + "by another stage"
    #expect(warnings == [expected])
    #expect(try names(bench) == first.filter { $0 != gone } + ["notes.md"])
    try bench.write("in/d.txt", "Another day.\n")
    #expect(try run(Self.text, in: bench) == [])
    #expect(try names(bench).contains(changed))
  }

  @Test func `an output that goes elsewhere leaves behind what it was`() throws {
    let bench = try Self.bench(["a.txt", "b.txt"], "A fine day.\n")
    try run(Self.text, in: bench)
    let first = try names(bench)
    try bench.delete("in/b.txt")
    #expect(try run(Self.text, in: bench, output: "other") == [])
    #expect(try names(bench) == first)
    #expect(try names(bench, "other").count == 1)
  }

  @Test func `a file that is written back goes when its input is gone, and stays when that can't be read`() throws {
    let tei =
      #"<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>a raw 3</p></body></text></TEI>"# + "\n"
    let bench = try FromModelTests.bench()
    try FileManager.default.createDirectory(atPath: bench.path("in/sub"), withIntermediateDirectories: true)
    for name in ["a", "b", "sub/c"] { try bench.write("in/\(name).xml", tei) }
    let text =
      FromModelTests.text + """

          - name: inbox
            annotate: {model: first, tasks: sentiment, input: FOLDER/in, format: tei, rewrite: inline, output: FOLDER/out}
        """
    #expect(try run(text, in: bench) == [])
    #expect(try names(bench).filter { $0.hasSuffix(".xml") } == ["a.xml", "b.xml", "sub/c.xml"])
    try bench.write("in/b.xml", "<TEI")
    try bench.delete("in/sub")
    let warnings = try run(text, in: bench)
    #expect(warnings.count == 1 && warnings[0].hasPrefix("deleted \(bench.path("out/sub/c.xml")), "), "\(warnings)")
    #expect(try names(bench).filter { !$0.hasPrefix(".") } == ["a.xml", "b.xml"])
    try bench.delete("in/b.xml")
    #expect(try run(text, in: bench).first?.hasPrefix("deleted \(bench.path("out/b.xml")), ") == true)
  }
}
