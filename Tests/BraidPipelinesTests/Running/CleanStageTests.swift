import BraidCorpora
import BraidPipelines
import Foundation
import Testing

@Suite struct CleanStageTests {
  /// Runs a clean stage over lines, and gives back the training texts that stay and what its ledger says.
  private func clean(
    _ options: String, train: [String], dev: [String] = []
  ) throws -> (train: [String], dev: [String], reasons: [String: Int]) {
    let bench = try Workbench()
    try bench.write("train.txt", train.map { $0 + "\n" }.joined())
    try bench.write("dev.txt", dev.map { $0 + "\n" }.joined())
    let text = """
      stages:
        - name: raw
          read: {format: lines, train: FOLDER/train.txt\(dev.isEmpty ? "" : ", dev: FOLDER/dev.txt")}
        - name: kept
          clean: {of: raw, \(options)}
        - name: out
          write: {of: kept, format: lines, path: FOLDER/train.out}
        - name: out-dev
          write: {of: kept, part: \(dev.isEmpty ? "train" : "dev"), format: lines, path: FOLDER/dev.out}
      """
    var reasons: [String: Int] = [:]
    let runner = PipelineRunner(try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1") { event in
      guard case .ledger(_, let ledger) = event.message, event.stage == "kept" else { return }
      for entry in ledger.entries { reasons[entry.reason, default: 0] += entry.count }
    }
    _ = try runner.run()
    func lines(_ name: String) -> [String] {
      (bench.read(name) ?? "").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    return (lines("train.out"), lines("dev.out"), reasons)
  }

  @Test(arguments: [
    ("minimumWords: 2", ["one", "two words"], ["two words"], ["too short": 1]),
    ("maximumCharacters: 5", ["größe", "größer"], ["größe"], ["too long": 1]),
    ("minimumLetters: 0.5", ["a1", "12a", "...", "ß"], ["a1", "ß"], ["too few letters": 2]),
    ("matching: \"^[A-Z]\"", ["Yes", "no"], ["Yes"], ["does not match": 1]),
    (
      "notMatching: [http, \"\\\\d{4}\"]", ["see http://x", "in 1999", "fine"], ["fine"],
      ["matches what must not be there": 2]
    ),
    ("duplicates: exact", ["a b", "A b", "a b", "c"], ["a b", "A b", "c"], ["duplicate": 1]),
    ("duplicates: exact", ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}"], ["caf\u{E9}", "cafe\u{301}"], ["duplicate": 1]),
    ("duplicates: similar", ["a b", "A, b!", "a b", "c"], ["a b", "c"], ["duplicate": 2]),
    ("duplicates: exact, minimumWords: 2", ["x", "x", "y z"], ["y z"], ["too short": 2]),
    ("minimumCharacters: 0", ["a", "a"], ["a", "a"], [:]),
  ])
  func `documents are left out by the reason that is counted`(
    options: String, lines: [String], kept: [String], reasons: [String: Int]
  ) throws {
    let result = try clean(options, train: lines)
    #expect(result.train == kept)
    #expect(result.reasons == reasons)
  }

  @Test func `a text of dev is taken out of train, and duplicates are looked for part by part`() throws {
    let leaks = try clean("leaks: true", train: ["a", "b", "b"], dev: ["b", "c", "c"])
    #expect(leaks.train == ["a"])
    #expect(leaks.dev == ["b", "c", "c"])
    #expect(leaks.reasons == ["also in dev or test": 2])
    let duplicates = try clean("duplicates: exact", train: ["a", "b", "b"], dev: ["b", "c", "c"])
    #expect(duplicates.train == ["a", "b"])
    #expect(duplicates.dev == ["b", "c"])
  }

  /// Runs a clean stage over documents with fields: `a` is final, `b` new and fuzzy, `c` has none.
  private func cleanFields(_ options: String) throws -> (kept: String, summary: String) {
    let bench = try Workbench()
    try bench.write(
      "train.jsonl",
      """
      {"text":"a","fields":{"state":"final","flags":"c-format"}}
      {"text":"b","fields":{"state":"new","flags":"c-format, fuzzy"}}
      {"text":"c"}

      """)
    let text = """
      stages:
        - name: raw
          read: {format: jsonl, train: FOLDER/train.jsonl}
        - name: kept
          clean: {of: raw, \(options)}
        - name: out
          write: {of: kept, format: lines, path: FOLDER/out}
      """
    var summary = ""
    let runner = PipelineRunner(try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1") { event in
      if event.stage == "kept", case .finished(let text, _, _) = event.message { summary = text }
    }
    _ = try runner.run()
    return ((bench.read("out") ?? "").replacing("\n", with: ""), summary)
  }

  @Test(arguments: [
    ("fields: {state: [final]}", "a"), ("fields: {state: [final, new]}", "ab"), ("fields: {state: new}", "b"),
    ("fields: {flags: fuzzy}", "b"), ("notFields: {flags: [fuzzy]}", "ac"), ("notFields: {state: [final, new]}", "c"),
    ("fields: {flags: c-format}, notFields: {flags: fuzzy}", "a"), ("fields: {flags: \"c-format, fuzzy\"}", "b"),
  ])
  func `documents are kept and dropped by the values of their fields`(options: String, kept: String) throws {
    #expect(try cleanFields(options).kept == kept)
  }

  @Test func `a field that no document has is an error, or is named where documents may lack it`() throws {
    let error = #expect(throws: PipelineError.self) { try cleanFields("fields: {stat: final}") }
    #expect(
      error?.errorDescription?.contains("`stat`, which no document has") == true, "\(error?.errorDescription ?? "")")
    let (kept, summary) = try cleanFields("notFields: {flag: fuzzy}")
    #expect(kept == "abc")
    #expect(summary.hasSuffix("none of the first documents has the field `flag`"), "\(summary)")
  }

  @Test func `a stage that would leave nothing is an error that says why`() throws {
    let error = #expect(throws: PipelineError.self) { try clean("minimumWords: 9", train: ["a", "b"]) }
    #expect(error?.errorDescription == "stage `kept`: of 2 documents of train none is left: too short 2")
    #expect(error?.recoverySuggestion == "Loosen the limits.")
  }
}
