import BraidPipelines
import Foundation
import Testing

@Suite struct TokenizeStageTests {
  /// The tokens of each sentence of lines after a tokenize stage.
  private func words(_ options: String, _ lines: [String], threads: Int = 1) throws -> String? {
    let bench = try Workbench()
    try bench.write("a.txt", lines.map { $0 + "\n" }.joined())
    let text = """
      stages:
        - name: raw
          read: {format: lines, train: FOLDER/a.txt}
        - name: tokens
          tokenize: {of: raw, \(options)}
        - name: out
          write: {of: tokens, format: columns, columns: [form], path: FOLDER/out}
      """
    let runner = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("run"), threads: threads, code: "1", onEvent: { _ in })
    _ = try runner.run()
    return bench.read("out")
  }

  @Test(arguments: [
    ("locale: en", "Dr. Ash left.", "Dr\n.\n\nAsh\nleft\n.\n\n"),
    ("abbreviations: [Dr.], sentences: icu", "Dr. Ash left.", "Dr\n.\nAsh\nleft\n.\n\n"),
    ("abbreviations: common", "Mr. Ash left.", "Mr\n.\nAsh\nleft\n.\n\n"),
    ("patterns: [email]", "To a@b.org now", "To\na@b.org\nnow\n\n"),
    ("keptWords: [C++]", "I like C++ much", "I\nlike\nC++\nmuch\n\n"),
    ("normalize: [nfkc, lowercase]", "ﬁne DAY", "fine\nday\n\n"),
    ("normalize: whitespace", "a   b ", "a\nb\n\n"),
  ])
  func `options of the segmenter are those of the stage`(options: String, line: String, words: String) throws {
    #expect(try self.words(options, [line]) == words)
  }

  @Test func `any number of threads gives the same documents in the same order`() throws {
    let lines = (0..<5000).map { "Number \($0) is here. It stays, all \($0 * 7) of it." }
    let one = try words("locale: en", lines)
    #expect(one?.isEmpty == false)
    #expect(try words("locale: en", lines, threads: 4) == one)
  }
}
