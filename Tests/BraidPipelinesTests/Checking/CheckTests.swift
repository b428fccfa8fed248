import BraidPipelines
import Foundation
import Testing

@Suite struct CheckTests {
  static let text = """
    stages:
      - name: reviews
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - name: words
        vocabulary: {of: reviews, path: FOLDER/out/words.txt}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
          tasks: {sentiment: {head: classification, of: reviews}}
      - name: scores
        evaluate: {model: model, of: reviews}
      - name: copy
        write: {of: reviews, path: FOLDER/out/copy.jsonl}
    """

  private func check(train: [String], dev: [String], settings: [String] = [], _ text: String = text) throws
    -> [CheckFinding]
  {
    let bench = try Workbench()
    try bench.write("train.tsv", train.map { $0 + "\n" }.joined())
    try bench.write("dev.tsv", dev.map { $0 + "\n" }.joined())
    let runner = PipelineRunner(
      try bench.pipeline(text, settings: settings), folder: bench.path("check"), threads: 1, code: "1",
      onEvent: { _ in })
    let findings = try runner.check()
    #expect(!bench.exists("out"))
    return findings
  }

  private let good = (0..<20).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0)" }

  @Test func `good data has no warnings, a batch of each task goes through the model, and nothing is written`() throws {
    let findings = try check(train: good, dev: ["good\tthis is it", "bad\tthis number"], settings: ["copy.part=dev"])
    #expect(findings.filter { $0.level != .note && !$0.text.contains("vocabulary") } == [])
    #expect(findings.contains { $0.text.hasPrefix("a batch of `sentiment` went through the model, its loss is 0.") })
    #expect(findings.contains { $0.text.contains("parameters; at") })
    #expect(findings.contains { $0.text.contains("MB of memory") })
  }

  struct Case: CustomTestStringConvertible {
    var train: [String]
    var dev: [String] = ["good\tthis is number 3 again", "bad\tthis is"]
    var warning: String
    var testDescription: String { warning }
  }

  @Test(arguments: [
    Case(
      train: (0..<9).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0)" },
      dev: ["fine\tthis is", "fine\tis this", "good\tnumber"],
      warning: "reviews: 1 label of dev is missing from train: fine (2)"),
    Case(
      train: (0..<20).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0)" },
      dev: ["good\tthis is number 3", "bad\tthis is"],
      warning: "reviews: 1 document of dev is also in train, such as \"this is number 3\""),
    Case(
      train: (0..<20).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0 / 2 * 2)" },
      warning: "reviews: 10 of 20 documents of train are duplicates"),
    Case(
      train: (0..<60).map { "\($0 == 7 ? "bad" : "good")\tthis is number \($0)" },
      warning: "task `sentiment`: 59 of 60 labels are `good`"),
    Case(
      train: (0..<60).map { "\($0 == 7 ? "bad" : "good")\tthis is number \($0)" },
      warning: "task `sentiment`: 1 of 2 labels has fewer than 5 examples: bad"),
    Case(
      train: ["bad\t" + String(repeating: "x ", count: 299) + "x"] + (0..<20).map { "good\tthis is number \($0)" },
      warning: "reviews: train has a sentence of 300 tokens"),
    Case(
      train: (0..<20).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0)" },
      dev: ["good\ta b c", "bad\td e f"],
      warning: "reviews: 100 % of the words of dev are not in the vocabulary"),
  ])
  func `what will go wrong is a warning`(_ example: Case) throws {
    let findings = try check(train: example.train, dev: example.dev)
    let warnings = findings.filter { $0.level == .warning }
    #expect(warnings.contains { $0.text.contains(example.warning) && $0.advice != nil }, "\(warnings.map(\.text))")
  }

  @Test func `what two trainings meet in the same data is said once, and counted at the second`() throws {
    let second = Self.text.replacing(
      "  - name: scores",
      with: """
          - name: wide
            train:
              encoder: {vocabulary: words, embedding: 8, lstm: {units: 8}}
              tasks: {sentiment: {head: classification, of: reviews}}
          - name: scores
        """)
    let twice = (0..<20).map { "\($0 % 2 == 0 ? "good" : "bad")\tthis is number \($0 / 2 * 2)" }
    let findings = try check(train: twice, dev: ["good\tthis is number 3 again", "bad\tthis is"], second)
    let duplicates = findings.filter { $0.text == "reviews: 10 of 20 documents of train are duplicates" }
    #expect(duplicates.map(\.stage) == ["model"])
    let warnings = findings.filter { $0.stage == "model" && ($0.level == .warning || $0.advice != nil) }
    #expect(
      findings.filter { $0.text.hasSuffix("as at `model`") }.map { "\($0.stage): \($0.text)" }
        == ["wide: \(warnings.count) more finding\(warnings.count == 1 ? "" : "s"), as at `model`"])
  }

  @Test func `texts without words are told`() throws {
    let findings = try check(train: good + ["bad\t"], dev: ["good\tthis is it", "bad\t", "bad\t"])
    #expect(findings.contains { $0.text == "reviews: 1 of 21 documents of train has no words" })
    #expect(findings.contains { $0.text == "reviews: 2 of 3 documents of dev have no words" })
  }

  @Test(arguments: [
    (
      "classWeights: {goood: 2}",
      "given for `goood`, which the training data does not have, expected some of its labels: bad, good; did you mean good?"
    ),
    ("classWeights: {good: -1}", "`-1.0` for `good`, expected 0 or more"),
    ("classWeights: {good: 2}, sigmoid: true", "given beside `sigmoid`, expected one of the two"),
    ("classWeights: {good: 2}, multiLabel: true", "given beside `multiLabel`, expected one of the two"),
  ])
  func `weights of labels are those of labels that there are`(options: String, message: String) throws {
    let text = Self.text.replacing("of: reviews}}", with: "of: reviews, \(options)}}")
    let found: String
    do {
      found = try check(train: good, dev: ["good\tthis is it"], text).filter { $0.level == .error }.map(\.text).joined()
    } catch {
      found = "\(error)" + ((error as? any LocalizedError)?.errorDescription ?? "")
    }
    #expect(found.contains(message), "\(found)")
  }

  @Test func `what will fail is an error, and what depends on it is not looked at`() throws {
    let findings = try check(train: ["good\ta", "good\tb"], dev: ["good\tc"])
    let errors = findings.filter { $0.level == .error }
    #expect(errors.map(\.stage) == ["model"])
    #expect(errors[0].text.contains("at least 2 are needed"))
    #expect(findings.contains { $0.stage == "scores" && $0.text == "not checked, because `model` will fail" })
  }

  @Test func `broken tags are found where they stand`() throws {
    let text = """
      stages:
        - name: chunks
          read: {format: conll2000, train: FOLDER/train.tsv, maximumLost: 1}
      """
    let findings = try check(train: ["a DT B-NP", "b NN I-VP", "", "c NN O"], dev: [], text)
    #expect(findings.contains { $0.level == .warning && $0.text.contains("repaired 1 tag:") && $0.text.contains(":2") })
  }
}
