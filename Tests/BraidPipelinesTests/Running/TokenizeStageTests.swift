import BraidPipelines
import BraidTasks
import BraidText
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

  @Test func `a model makes raw text ready as the first tokenize stage above it did`() throws {
    let bench = try Workbench()
    try bench.write("a.tsv", (1...20).map { "\($0 % 2 == 0 ? "good" : "bad")\tAN a@b.org \($0)\n" }.joined())
    let text = """
      stages:
        - name: raw
          read: {format: tsv, train: FOLDER/a.tsv, columns: {label: 1, text: 2}}
        - name: tokens
          tokenize: {of: raw, locale: fr, sentences: none, patterns: email, normalize: lowercase}
        - name: parts
          split: {of: tokens, dev: 0.2}
        - name: words
          vocabulary: {of: parts}
        - name: model
          train:
            encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
            tasks: {label: {head: classification, of: parts}}
            epochs: 1
      """
    let runner = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    _ = try runner.run()
    let model = try JointModel(contentsOf: bench.path("run/model/model"))
    var expected = TextPreparation()
    expected.locale = "fr"
    expected.patterns = [.email]
    expected.normalize = [.lowercase]
    #expect(model.preparation == expected)
  }

  @Test func `any number of threads gives the same documents in the same order`() throws {
    let lines = (0..<5000).map { "Number \($0) is here. It stays, all \($0 * 7) of it." }
    let one = try words("locale: en", lines)
    #expect(one?.isEmpty == false)
    #expect(try words("locale: en", lines, threads: 4) == one)
  }
}
