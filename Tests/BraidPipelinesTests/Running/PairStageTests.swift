import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation
import Testing

/// Pairs of texts, numbers and teachers: from YAML to predictions.
@Suite struct PairStageTests {
  static let text = """
    seed: 3
    stages:
      - name: pairs
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/dev.tsv, header: true,
               columns: {text: a, text2: b, score: score, label: label}}
      - {name: tokens, tokenize: {of: pairs}}
      - {name: words, vocabulary: {of: tokens}}
      - name: first
        train:
          encoder: {vocabulary: words, embedding: 6, lstm: {units: 4}}
          tasks:
            similarity: {head: regression, of: tokens, values: score, pair: attention, units: 6}
            same: {head: classification, of: tokens, pair: vectors, units: 6}
          epochs: 2
    """

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    let words = ["sun", "moon", "star", "cloud"]
    for (name, rows) in [("train", 60), ("dev", 24)] {
      let lines = (0..<rows).map { index -> String in
        let (first, second) = (words[index % 4], words[(index + index / 4) % 4])
        return "The \(first) shines.\tA \(second) shines!\t\(first == second ? 4.5 : 1.25)\t\(first == second)\n"
      }
      try bench.write("\(name).tsv", "a\tb\tscore\tlabel\n" + lines.joined())
    }
    return bench
  }

  @Test func `two columns of text go in, numbers with their deviations and labels come out`() throws {
    let bench = try Self.bench()
    let text =
      Self.text + """

          - {name: scores, evaluate: {model: first, of: tokens}}
          - name: lines
            annotate: {model: first, input: FOLDER/dev.tsv, output: FOLDER/out.jsonl, format: tsv,
                       reading: {header: true, columns: {text: a, text2: b}}}
          - name: table
            annotate: {model: first, input: FOLDER/dev.tsv, output: FOLDER/out.tsv, format: tsv, tasks: similarity,
                       reading: {header: true, columns: {text: a, text2: b}}}
          - {name: report, report: {title: Pairs}}
        """
    var scores: [String: TaskScore] = [:]
    #expect(
      try PipelineRunner(try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1") { event in
        if case .scores(let all) = event.message { scores = all }
      }.run())
    let score = try #require(scores["similarity"])
    #expect(score.metric == "Pearson" && score.interval != nil && score.intervals?["Spearman"] != nil)
    #expect(scores["same"]?.metric == "accuracy")
    let line = try #require(bench.read("out.jsonl")?.split(separator: "\n").first.map(String.init))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    // Both texts come out as they went in.
    #expect(json["text"] as? String == "The sun shines.")
    let second = (json["translations"] as? [String: [String: Any]])?["text2"]
    #expect(second?["text"] as? String == "A sun shines!" && second?.count == 1)
    let predictions = json["predictions"] as? [String: [String: Any]]
    let number = (predictions?["similarity"]?["labels"] as? [String: [[String: Any]]])?["score"]?.first
    #expect((number?["name"] as? String).flatMap(Double.init) != nil && number?["deviation"] as? Double ?? 0 > 0)
    #expect(number?["score"] == nil)
    let header = bench.read("out.tsv")?.split(separator: "\n").first
    #expect(header == "a\tb\tscore\tlabel\tpredicted_score\tpredicted_score_score")
    #expect(bench.read("run/report.html")?.contains("Spearman") == true)
    // What Braid has written is read again as pairs.
    let again =
      Self.text + """

          - {name: again, annotate: {model: first, input: FOLDER/out.jsonl, output: FOLDER/again.jsonl, format: jsonl}}
        """
    try bench.run(again)
    #expect(bench.read("again.jsonl")?.split(separator: "\n").first.map(String.init) == line)
  }

  @Test func `a second text changes nothing that is said of the first`() throws {
    let bench = try Self.bench()
    let words = [
      ("sun", "Sonne"), ("big moon", "große Mond"), ("far star up there", "ferne Stern dort oben"), ("cloud", "Wolke"),
    ]
    for (name, second) in [("alone", nil), ("pairs", "A long text about the moon, the sun and a star.")] {
      let lines = (0..<24).map { index -> String in
        let (english, german) = words[index % 4]
        let other = index % 3 == 0 ? nil : second
        return "{\"text\": \"The \(english) shines.\", "
          + (other.map { "\"text2\": \"\($0.prefix(10 + 3 * (index % 9)))\", " } ?? "")
          + "\"translations\": {\"de\": {\"text\": \"Die \(german) scheint.\"}}}\n"
      }
      try bench.write("\(name).jsonl", lines.joined())
    }
    try bench.run(
      Self.text + """

          - {name: raw, read: {format: jsonl, train: FOLDER/alone.jsonl}}
          - {name: captions, tokenize: {of: raw, target: de}}
          - {name: german, vocabulary: {of: captions, side: de}}
          - name: both
            train:
              encoder: {vocabulary: words, embedding: 6, lstm: {units: 4}}
              tasks:
                same: {head: classification, of: tokens, pair: vectors, units: 6}
                de: {head: translation, of: captions, target: de, vocabulary: german, units: 6, embedding: 4}
              epochs: 6
          - {name: first-texts, annotate: {model: both, input: FOLDER/alone.jsonl, output: FOLDER/a.jsonl, tasks: de}}
          - {name: both-texts, annotate: {model: both, input: FOLDER/pairs.jsonl, output: FOLDER/b.jsonl, tasks: [de, same]}}
        """)
    func translations(_ name: String) throws -> [NSDictionary] {
      try #require(bench.read(name)).split(separator: "\n").map { line in
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require((record?["predictions"] as? [String: Any])?["de"] as? NSDictionary)
      }
    }
    let (alone, paired) = (try translations("a.jsonl"), try translations("b.jsonl"))
    #expect(alone == paired && Set(alone).count > 1)
  }

  @Test func `a stage above teaches a task, and another teacher is another training`() throws {
    let bench = try Self.bench()
    func text(_ of: String) -> String {
      Self.text + """

          - name: second
            train:
              encoder: {vocabulary: words, embedding: 8, lstm: {units: 4}}
              teachers: {similarity: {of: \(of)}, same: {of: first}}
              distillation: {temperature: 2}
              tasks:
                similarity: {head: regression, of: tokens, values: score, pair: attention, units: 6}
                same: {head: classification, of: tokens, pair: vectors, units: 6}
              epochs: 2
        """
    }
    #expect(try bench.run(text("first")).last == "second")
    #expect(try bench.run(text("first")) == [])
    let folder = bench.path("run/first/model")
    #expect(try bench.run(text("[first, \(folder)]")) == ["second"])
    #expect(throws: PipelineError.self) { try bench.run(text("frist")) }
    let error = #expect(throws: PipelineError.self) {
      try bench.run(text("first").replacing("same: {of: first}", with: "sam: {of: first}"))
    }
    #expect(error?.localizedDescription.contains("`teachers` is `sam`") == true, "\(String(describing: error))")
  }
}
