import BraidFiles
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

  /// A pipeline of texts with capitals, whose files are made.
  private func lowered(
    _ bench: Workbench, read: String, tokenize: String? = nil, second: String? = nil, kind: String = "words"
  ) throws -> Pipeline {
    try bench.write("a.tsv", (1...24).map { "\($0 % 2 == 0 ? "good" : "bad")\tI\u{300} IRAK \($0 % 3)\n" }.joined())
    try bench.write(
      "a.jsonl",
      (1...24).map {
        #"{"text": "I\u0300 IRAK \#($0 % 3)", "language": "tr", "labels": {"label": ["\#($0 % 2)"]}}"# + "\n"
      }.joined())
    let columns = "columns: {label: 1, text: 2}"
    var stages = [
      "raw: {read: {\(read.contains("jsonl") ? read : "format: tsv, train: FOLDER/a.tsv, \(columns), \(read)")}}"
    ]
    var names: [String]
    stages.append("tokens: {tokenize: {of: raw\(tokenize.map { ", \($0)" } ?? "")}}")
    names = ["tokens"]
    if let second {
      stages.append("other: {read: {format: tsv, train: FOLDER/a.tsv, \(columns), \(second)}}")
      stages.append("other-tokens: {tokenize: {of: other}}")
      names.append("other-tokens")
    }
    let of = "[\(names.joined(separator: ", "))]"
    stages.append("words: {vocabulary: {of: \(of), lowercase: true, kind: \(kind), path: FOLDER/words.txt}}")
    if kind == "words" {
      stages.append(
        "model: {train: {encoder: {vocabulary: words, lowercase: true, embedding: 4, lstm: {units: 4}}, epochs: 1, "
          + "tasks: {label: {head: classification, of: \(of)}}}}")
    }
    let text =
      "stages:\n"
      + stages.map { stage in
        let colon = stage.firstIndex(of: ":") ?? stage.endIndex
        return "  - {name: \(stage[..<colon]), \(stage[stage.index(colon, offsetBy: 3)...])\n"
      }.joined()
    return try bench.pipeline(text)
  }

  private func run(_ pipeline: Pipeline, in bench: Workbench) throws -> [String] {
    var warnings: [String] = []
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .warning(let text, _) = event.message { warnings.append("\(event.stage): \(text)") }
    }
    _ = try runner.run()
    return warnings
  }

  @Test(
    arguments: [
      ("language: tr", "locale: tr", "tr", "ırak"), ("language: tr", nil, "tr", "ırak"),
      ("language: tr", "sentences: none", "tr", "ırak"), ("language: tr-TR", "sentences: none", "tr-TR", "ırak"),
      ("language: tur", nil, "tr", "ırak"), ("language: tr", "locale: en", "en", "irak"),
      ("language: en", "locale: az", "az", "ırak"), ("language: lt", nil, "lt", "i\u{307}\u{300}"),
      ("language: el", "sentences: none", "el", "irak"), ("header: false", nil, "en", "irak"),
      ("header: false", "sentences: none", "en", "irak"),
      ("format: jsonl, train: FOLDER/a.jsonl", nil, "tr", "ırak"),
      ("format: jsonl, train: FOLDER/a.jsonl", "sentences: none", "tr", "ırak"),
      ("format: jsonl, train: FOLDER/a.jsonl, language: en", "sentences: none", "en", "irak"),
    ] as [(String, String?, String, String)])
  func `the locale is that of the stage, else the language of what is read`(
    read: String, tokenize: String?, locale: String, word: String
  ) throws {
    let bench = try Workbench()
    #expect(try run(lowered(bench, read: read, tokenize: tokenize), in: bench) == [])
    let words = (bench.read("words.txt") ?? "").split(separator: "\n").dropFirst().map { $0.prefix { $0 != "\t" } }
    #expect(words.contains { $0.utf8.elementsEqual(word.utf8) }, "\(words)")
    #expect(try JointModel(contentsOf: bench.path("run/model/model")).preparation.locale == locale)
  }

  @Test func `pieces become lower case by the same rule`() throws {
    let bench = try Workbench()
    _ = try run(lowered(bench, read: "language: tr", kind: "bpe"), in: bench)
    let text = try #require(bench.read("words.txt"))
    #expect(text.contains("lowercase=turkic") && text.contains("ı") && !text.contains("i\t"), "\(text)")
    let plain = try Workbench()
    _ = try run(lowered(plain, read: "language: en", kind: "bpe"), in: plain)
    #expect(plain.read("words.txt")?.contains("lowercase=") == false)
  }

  @Test(
    arguments: [
      ("language: tr", nil, "language: en", "words", "en", "words become lower case as in most languages"),
      ("language: de", nil, "language: en", "words", "en", "words become lower case as in `de`"),
      ("language: de", "locale: tr", "language: en", "words", "en", "words become lower case as in most languages"),
      (
        "header: false", "sentences: none", "language: tr", "words", "tr",
        "words become lower case as in most languages"
      ),
    ] as [(String, String?, String, String, String, String)])
  func `different locales are said once, with both places`(
    read: String, tokenize: String?, second: String, stage: String, other: String, consequence: String
  ) throws {
    let bench = try Workbench()
    let pipeline = try lowered(bench, read: read, tokenize: tokenize, second: second)
    let warnings = try run(pipeline, in: bench)
    #expect(warnings.count == 1, "\(warnings)")
    let text = try #require(warnings.first)
    #expect(text.hasPrefix("\(stage): texts of two locales meet: ") && text.hasSuffix("; " + consequence), "\(text)")
    #expect(text.matches(of: /`[a-z]+` \(p:\d+:\d+\)/).count == 2, "\(text)")
    #expect(text.contains("and `\(other)`"))
    let runner = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let found = try runner.check().filter { $0.level == .warning && $0.text.contains("two locales") }
    #expect(found.map { "\($0.stage): \($0.text)" } == warnings)
  }

  @Test(
    arguments: [
      ("tokenize: {of: raw, locale: xx-klingon}", "locale", "xx-klingon", "tlh"),
      ("tokenize: {of: raw, locale: turkish}", "locale", "turkish", "tr"),
      ("tokenize: {of: raw, target: de, targetLocale: de-klingon}", "targetLocale", "de-klingon", "de"),
      ("annotate: {folder: m, input: a, output: b, locale: en-XX}", "locale", "en-XX", "en"),
    ])
  func `a locale that ICU does not know is an error at its place`(
    stage: String, key: String, found: String, nearest: String
  ) throws {
    let bench = try Workbench()
    let text = "stages:\n  - {name: raw, read: {format: lines, train: a}}\n  - {name: s, \(stage)}\n"
    let error = #expect(throws: PipelineError.self) { try bench.pipeline(text) }
    guard case .options(let problem)? = error, case .badValue(let place, let option, let value, _, let meant) = problem
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.line == 3 && place.column > 20)
    #expect(option == key && value == "`\(found)`" && meant == nearest)
  }

  @Test func `any number of threads gives the same documents in the same order`() throws {
    let lines = (0..<5000).map { "Number \($0) is here. It stays, all \($0 * 7) of it." }
    let one = try words("locale: en", lines)
    #expect(one?.isEmpty == false)
    #expect(try words("locale: en", lines, threads: 4) == one)
  }
}
