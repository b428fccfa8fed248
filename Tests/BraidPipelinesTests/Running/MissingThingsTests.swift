import BraidPipelines
import BraidTestSupport
import Foundation
import Testing

/// Files that are not there, and names that no document has, are found before the work that needs them.
@Suite struct MissingThingsTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    let rows = (0..<40).map { "\($0 % 2 == 0 ? "good" : "bad")\tThe text number \($0).\n" }.joined()
    for part in ["train", "dev"] { try bench.write("\(part).tsv", "label\ttext\n" + rows) }
    return bench
  }

  private func text(_ bench: Workbench, _ stages: String) -> String {
    """
    name: mine
    stages:
      - name: texts
        read: {format: tsv, train: \(bench.path("train.tsv")), dev: \(bench.path("dev.tsv")), columns: {label: label, text: text}}
      - name: tokens
        tokenize: {of: texts}
      - name: words
        vocabulary: {of: tokens}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
          tasks: {mood: {head: classification, of: tokens}}
          epochs: 1
    \(stages)
    """
  }

  private func runner(_ text: String, _ bench: Workbench, _ onEvent: @escaping (RunEvent) -> Void = { _ in }) throws
    -> PipelineRunner
  {
    let pipeline = try Pipeline(text: text, file: "p", folder: bench.path("run"))
    return PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: onEvent)
  }

  @Test(
    arguments: [
      (
        "annotate: {model: model, input: DIR/trian.tsv, format: tsv, output: DIR/out.jsonl}", "input", "DIR/trian.tsv",
        "DIR/train.tsv"
      ),
      (
        "annotate: {model: model, input: [DIR/dev.tsv, DIR/dve.tsv], format: tsv, output: DIR/out.jsonl}", "input",
        "DIR/dve.tsv", "DIR/dev.tsv"
      ),
      ("read: {format: tsv, train: DIR/train.tsv, dev: DIR/dv.tsv}", "dev", "DIR/dv.tsv", "DIR/dev.tsv"),
      ("vocabulary: {of: tokens, vectors: DIR/vectrs.txt}", "vectors", "DIR/vectrs.txt", nil),
      (
        "annotate: {folder: DIR/modle, input: DIR/dev.tsv, format: tsv, output: DIR/out.jsonl}", "folder", "DIR/modle",
        nil
      ),
    ] as [(String, String, String, String?)])
  func `a file that is not there stops plan and run before the first stage`(
    options: String, key: String, path: String, nearest: String?
  ) throws {
    let bench = try bench()
    func placed(_ text: String) -> String { text.replacing("DIR", with: bench.folder) }
    var events = 0
    let checker = PipelineRunner(
      try Pipeline(text: text(bench, "  - name: last\n    " + placed(options)), file: "p", folder: bench.path("run")),
      folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let runner = try runner(text(bench, "  - name: last\n    " + placed(options)), bench) { _ in events += 1 }
    let expected = "`\(key)` is `\(placed(path))`, expected "
    let bodies: [() throws -> Void] = [{ _ = try runner.plan() }, { _ = try runner.run() }]
    for body in bodies {
      let error = #expect(throws: PipelineError.self) { try body() }
      #expect(
        error?.errorDescription?.hasPrefix("p:15:") == true && error?.errorDescription?.contains(expected) == true)
      let kind = options.hasPrefix("read") ? "a file that is there" : ""
      #expect(error?.errorDescription?.hasSuffix(kind) == true)
      #expect(error?.recoverySuggestion == (nearest.map { "Did you mean `\(placed($0))`?" } ?? "Correct the value."))
    }
    #expect(events == 0)
    #expect(try checker.check().contains { $0.level == .error && $0.text.contains(expected) && $0.isMistake })
  }

  @Test func `check lists every file that is not there, also of stages that need one that will fail`() throws {
    let bench = try bench()
    let stages = """
        - name: more
          read: {format: tsv, train: DIR/x.tsv, dev: DIR/y.tsv}
        - name: sized
          vocabulary: {of: more, vectors: DIR/z.txt}
        - name: inbox
          annotate: {model: model, input: [DIR/a.tsv, DIR/dev.tsv, "DIR/b*.tsv"], format: tsv, output: DIR/out.jsonl}
      """.replacing("DIR", with: bench.folder)
    let text = text(bench, stages)
    let errors = try runner(text, bench).check().filter { $0.level == .error }
    let names = ["x.tsv", "y.tsv", "z.txt", "a.tsv", "b*.tsv"]
    #expect(errors.map(\.stage) == ["more", "more", "sized", "inbox", "inbox"] && errors.allSatisfy(\.isMistake))
    #expect(errors.count == names.count, "\(errors)")
    for (error, name) in zip(errors, names) {
      #expect(error.text.contains(" is `\(bench.path(name))`, expected "), "\(error.text)")
    }
  }

  @Test(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
  func `braid check lists all mistakes of a pipeline, and the files that its other stages don't find`() throws {
    let bench = try bench()
    let stages = """
        - name: made
          write: {of: tokens, pahth: DIR/made.jsonl}
        - name: again
          read: {format: jsonl, train: DIR/made.jsonl}
        - name: more
          read: {format: tsv, train: DIR/elsewhere.tsv}
        - name: out
          write: {of: toknes, path: DIR/out.jsonl}
      """.replacing("DIR", with: bench.folder)
    try bench.write("p.yaml", text(bench, stages))
    let outcome = try Program.run(["check", bench.path("p.yaml")])
    #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
    let file = bench.path("p.yaml")
    #expect(
      outcome.messages == """
        3 mistakes; mend these and check again, others may be behind them:
        \(file):15:25: unknown key `pahth` in `write`
          Did you mean `path`?
        \(file):19:32: `train` is `\(bench.path("elsewhere.tsv"))`, expected a file that is there
          Correct the value.
        \(file):21:17: no stage above this one is named `toknes`
          Did you mean `tokens`?

        """, "\(outcome.messages)")
  }

  @Test(arguments: [nil, "{\"text\":\"old\"}\n{\n"])
  func `check samples nothing that a stage above writes, there or not, and says so`(there: String?) throws {
    let bench = try bench()
    if let there { for name in ["out", "inbox"] { try bench.write("\(name).jsonl", there) } }
    let stages = """
        - name: out
          write: {of: tokens, part: dev, path: DIR/out.jsonl}
        - name: again
          read: {format: jsonl, train: DIR/out.jsonl}
        - name: fits
          read: {format: jsonl, train: "DIR/o*.jsonl"}
        - name: counted
          vocabulary: {of: again}
        - name: inbox
          annotate: {model: model, input: DIR/train.tsv, format: tsv, output: DIR/inbox.jsonl}
        - name: second
          annotate: {folder: "${run}/model/model", input: DIR/inbox.jsonl, output: DIR/second.jsonl, strict: true}
      """.replacing("DIR", with: bench.folder)
    let pipeline = try Pipeline(text: text(bench, stages), file: "p", folder: bench.path("run"))
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check(for: bench.path("run"))
    #expect(findings.filter { $0.level == .error } == [])
    for (stage, reason) in [
      ("again", "it reads what `out` writes"), ("fits", "it reads what `out` writes"),
      ("counted", "it needs `again`, which is not checked"), ("second", "it reads what `model` writes"),
    ] {
      #expect(findings.filter { $0.stage == stage }.map(\.text) == ["not checked, because \(reason)"])
    }
  }

  @Test func `what a stage above writes need not be there`() throws {
    let bench = try bench()
    let stages = """
        - name: out
          write: {of: tokens, part: dev, path: "\(bench.path("out.tsv"))"}
        - name: inbox
          annotate: {model: model, input: "\(bench.path("out.tsv"))", format: tsv, output: "${run}/inbox.jsonl"}
        - name: again
          annotate: {folder: "${run}/model/model", input: "\(bench.path("out.tsv"))", format: tsv, output: "${run}/again.jsonl"}
      """
    #expect(try runner(text(bench, stages), bench).run())
    #expect(bench.read("run/inbox.jsonl") != nil && bench.read("run/inbox.jsonl") == bench.read("run/again.jsonl"))
  }

  @Test(
    arguments: [
      (
        "clean: {of: texts, labelled: §lable}",
        "`labelled` is `lable`, which no document has, expected one of the label layers label", "label"
      ),
      (
        "split: {of: texts, stratify: §lable}",
        "`stratify` is `lable`, which no document has, expected one of the label layers label", "label"
      ),
      (
        "split: {of: texts, group: §author}",
        "`group` is `author`, which no document has, expected documents that have fields", nil
      ),
      (
        "tokenize: {of: texts, target: §de}",
        "`target` is `de`, which no document has, expected documents that have aligned texts", nil
      ),
      (
        "vocabulary: {of: texts, side: §de}",
        "`side` is `de`, which no document has, expected documents that have aligned texts", nil
      ),
      (
        "vocabulary: {of: texts, kind: labels, layer: §labl}",
        "`layer` is `labl`, which no document has, expected one of the layers label", "label"
      ),
      (
        "train: {encoder: {vocabulary: words}, tasks: {mood: {head: classification, of: tokens, label: §lable}}}",
        "`tasks.mood.label` is `lable`, which no document has, expected one of the label layers label", "label"
      ),
      (
        "train: {encoder: {vocabulary: words}, tasks: {mood: {head: classification, of: tokens, classWeights: §{goood: 2}}}}",
        "`classWeights` is given for `goood`, which the training data does not have, expected some of its labels: bad, "
          + "good; did you mean good?", nil
      ),
    ] as [(String, String, String?)])
  func `a name that no document has is said at its place, with the nearest`(
    options: String, problem: String, nearest: String?
  ) throws {
    let bench = try bench()
    let mark = try #require(options.firstIndex(of: "§"))
    let column = options.distance(from: options.startIndex, to: mark) + 5
    let text = text(bench, "  - name: last\n    " + options.replacing("§", with: ""))
    let error = #expect(throws: PipelineError.self) { try runner(text, bench).run() }
    #expect(error?.errorDescription == "p:15:\(column): \(problem)")
    #expect(error?.recoverySuggestion == (nearest.map { "Did you mean `\($0)`?" } ?? "Correct the value."))
    let checker = PipelineRunner(
      try Pipeline(text: text, file: "p", folder: bench.path("run")), folder: bench.path("check"), threads: 1,
      code: "1",
      onEvent: { _ in })
    let findings = try checker.check()
    #expect(
      findings.contains { $0.level == .error && $0.text == "p:15:\(column): \(problem)" && $0.isMistake },
      "\(findings)")
  }

  @Test func `a joined corpus need not have the aligned text in each of its parts`() throws {
    let bench = try bench()
    try bench.write("pairs.tsv", (0..<20).map { "one \($0)\teins \($0)\n" }.joined())
    let stages = """
        - name: pairs
          read: {format: parallel-tsv, train: \(bench.path("pairs.tsv")), targetLanguage: de}
        - name: all
          tokenize: {of: [texts, pairs], target: de}
      """
    #expect(try runner(text(bench, stages), bench).run())
  }
}
