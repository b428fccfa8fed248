import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation
import Testing

@Suite struct TrainingVariantsTests {
  static let text = """
    seed: 3
    stages:
      - name: films
        read: {format: tsv, train: FOLDER/films.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - name: books
        read: {format: tsv, train: FOLDER/books.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - name: words
        vocabulary: {of: [films, books]}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
          tasks:
            film: {head: classification, of: films}
            book: {head: classification, of: books}
          epochs: 4
    """

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    for (name, rows) in [("films", 30), ("books", 20), ("dev", 12)] {
      try bench.write("\(name).tsv", (1...rows).map { "\($0 % 2 == 0 ? "good" : "bad")\ta \(name) \($0)\n" }.joined())
    }
    return bench
  }

  /// Runs the pipeline, and counts the steps of each training by its variant.
  func run(
    _ bench: Workbench, settings: [String] = [], stopAfter: Int = .max, _ change: (inout TrainingVariants) -> Void
  ) throws -> [String: Int] {
    var variants = TrainingVariants()
    change(&variants)
    var steps: [String: Int] = [:]
    let runner = PipelineRunner(
      try bench.pipeline(Self.text, settings: settings), folder: bench.path("run"), threads: 1, code: "1",
      variants: variants, shouldStop: { steps.values.reduce(0, +) >= stopAfter }
    ) { event in
      if case .training(let variant, .step) = event.message { steps[variant?.name ?? "", default: 0] += 1 }
    }
    _ = try runner.run()
    return steps
  }

  func read<Value: Decodable>(_ bench: Workbench, _ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(try #require(bench.read(name)).utf8))
  }

  @Test func `baselines and seeds leave files, and are made of a model that was trained before`() throws {
    let bench = try Self.bench()
    #expect(try run(bench) { _ in }.keys.sorted() == [""])
    // A study that is stopped resumes where it was; the model itself is not trained again.
    let stopped = try run(bench, stopAfter: 3) { $0.baselines = true }
    #expect(stopped == ["alone-film": 3])
    #expect(!bench.exists("run/model/baselines.json"))
    let steps = try run(bench) {
      $0.baselines = true
      $0.seeds = 3
    }
    #expect(
      steps.keys.sorted() == [
        "alone-book", "alone-film", "seed-4", "seed-4-alone-book", "seed-4-alone-film", "seed-5", "seed-5-alone-book",
        "seed-5-alone-film",
      ])
    #expect(steps["alone-film"] == 4 - 3)
    let baselines: [BaselineComparison] = try read(bench, "run/model/baselines.json")
    #expect(baselines.map(\.task) == ["film", "book"])
    #expect(baselines.map(\.documents) == [12, 12])
    #expect(baselines.map(\.chosenOn) == [[6, 6], [6, 6]] && baselines.map(\.seeds) == [[3, 4, 5], [3, 4, 5]])
    #expect(baselines.allSatisfy { $0.comparison.differences?.count == 3 && $0.comparison.deviation != nil })
    let seeds: [SeedSummary] = try read(bench, "run/model/seeds.json")
    #expect(seeds.map(\.task) == ["book", "film"])
    #expect(seeds.map(\.seeds) == [[3, 4, 5], [3, 4, 5]])
  }

  @Test func `a pipeline of one task with several labels is itself alone, whatever its thresholds are tuned to`() throws
  {
    let bench = try Workbench()
    func rows(_ count: Int, _ name: String) -> String {
      (1...count).map { row in
        let labels = [row % 2 == 0 ? "good" : "plain", row % 3 == 0 ? "long" : nil].compactMap { $0 }
        return labels.map { "__label__\($0) " }.joined() + "a \(name) \(row % 6) of \(row % 5)\n"
      }.joined()
    }
    try bench.write("films.txt", rows(60, "film"))
    try bench.write("dev.txt", rows(40, "film"))
    let text = """
      seed: 3
      stages:
        - name: films
          read: {format: fasttext, train: FOLDER/films.txt, dev: FOLDER/dev.txt, pretokenized: true}
        - name: words
          vocabulary: {of: films}
        - name: model
          train:
            encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
            tasks:
              film: {head: classification, of: films, multiLabel: true}
            weights: {kind: uncertainty}
            epochs: 4
        - name: scores
          evaluate: {model: model, of: films, part: dev}
      """
    var variants = TrainingVariants()
    variants.baselines = true
    variants.seeds = 2
    var scores: [String: [String: TaskScore]] = [:]
    let runner = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1", variants: variants
    ) { event in if case .scores(let found) = event.message { scores[event.stage] = found } }
    _ = try runner.run()
    let baselines: [BaselineComparison] = try read(bench, "run/model/baselines.json")
    let row = try #require(baselines.first)
    #expect(row.difference == 0 && row.comparison.differences == [0, 0] && row.comparison.p == 1)
    #expect(row.verdict == .noEvidence && row.chosenOn == [20, 20])
    // The documents that chose the weights are known again.
    #expect(scores["scores"]?["film"]?.chosenOn == 40)
    #expect(scores["scores"]?["film"]?.intervals?["macro F1"] != nil)
  }

  @Test func `training can start over, and resumes only where there is a checkpoint`() throws {
    let bench = try Self.bench()
    let whole = try run(bench) { _ in }
    #expect(try run(bench) { _ in } == [:])
    #expect(try run(bench) { $0.start = .fresh } == whole)
    let other = try Self.bench()
    let error = #expect(throws: PipelineError.self) { try run(other) { $0.start = .resume } }
    #expect(error?.errorDescription?.contains("nothing to resume") == true)
  }

  @Test func `phases follow one another as the pipeline says`() throws {
    let bench = try Self.bench()
    var corpora: [[String]] = []
    let settings = [
      "model.schedule={kind: sequential, phases: {first: {of: books, epochs: 1}, then: {of: films, epochs: 2}}}",
      "model.batchSentences=100",
    ]
    let runner = PipelineRunner(
      try bench.pipeline(Self.text, settings: settings), folder: bench.path("run"), threads: 1, code: "1"
    ) { event in
      if case .training(_, .step(let record)) = event.message { corpora.append(record.corpora) }
    }
    _ = try runner.run()
    #expect(corpora == [["books"], ["films"], ["films"], ["films"]])
  }

  @Test func `draws by development scores are checked and run, or said to need development documents`() throws {
    let bench = try Self.bench()
    let settings = [
      "model.schedule={kind: dynamic, targets: {film: 90}}", "model.batches={films: {sentences: 4, accumulate: 2}}",
    ]
    func runner(_ text: String) throws -> PipelineRunner {
      PipelineRunner(
        try bench.pipeline(text, settings: settings), folder: bench.path("run"), threads: 1, code: "1"
      ) { _ in }
    }
    #expect(try runner(Self.text).check().filter { $0.level == .error } == [])
    #expect(try runner(Self.text).run())
    let text = Self.text.replacing("books.tsv, dev: FOLDER/dev.tsv", with: "books.tsv")
    let problem = "schedule dynamic looks at development scores, and task book has no development documents"
    #expect(try runner(text).check().contains { $0.level == .error && $0.text.contains(problem) })
    let error = #expect(throws: PipelineError.self) { try runner(text).run() }
    #expect(error?.errorDescription?.contains(problem) == true)
  }

  @Test func `labels that only the development documents have are said so`() throws {
    let bench = try Self.bench()
    try bench.write("books.tsv", "\ta book\n\tanother book\n")
    let error = #expect(throws: PipelineError.self) { try run(bench) { _ in } }
    #expect(error?.errorDescription?.contains("only the development documents of corpus books have labels") == true)
  }
}
