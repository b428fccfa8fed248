import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation
import Testing

@Suite struct AffinityRunTests {
  @Test func `affinity leaves a result and a pipeline of groups that can be run, and is verified on request`() throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(TrainingVariantsTests.text)
    var variants: Set<String> = []
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .training(let variant, .step) = event.message { variants.insert(variant?.name ?? "") }
    }
    var request = AffinityRequest()
    request.interval = 2
    request.epochs = 2
    request.verify = true
    let result = try #require(try runner.affinity("model", request))
    #expect(result.report.tasks == ["film", "book"] && result.report.samples > 0)
    #expect(result.report.groupings.count == 2 && result.report.linearized == nil)
    let grouping = try #require(result.grouping)
    #expect(result.together?.map(\.task) == ["film", "book"])
    #expect(Set(result.grouped?.map(\.task) ?? []) == ["film", "book"])
    #expect(variants.isSuperset(of: ["affinity", "alone-film", "alone-book"]) && !variants.contains(""))
    #expect(bench.exists("run/model/affinity.json") && !bench.exists("run/model/model"))
    for grouping in [
      grouping,
      TaskGrouping(
        groups: [.init(serves: ["film"], helpers: ["book"]), .init(serves: ["book"], helpers: [])], gain: 1),
    ] {
      let text = try pipeline.grouped("model", by: grouping)
      let groups = try Pipeline(text: text, file: "groups.yaml")
      // What is a default is not written, and all that was chosen is.
      #expect(!text.contains("learningRate") && !text.contains("dropout") && text.contains("epochs: 4"))
      for place in grouping.groups.indices {
        #expect(groups.hasStage("model-\(place + 1)") && groups.hasStage("model-scores-\(place + 1)"))
      }
      #expect(!groups.hasStage("model") && groups.hasStage("words"))
    }
  }

  @Test func `a budget of annotation time decides the groups, and is verified under several seeds`() throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(TrainingVariantsTests.text)
    func result(_ change: (inout AffinityRequest) -> Void) throws -> AffinityResult {
      let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { _ in }
      var request = AffinityRequest()
      request.interval = 2
      request.epochs = 2
      change(&request)
      return try #require(try runner.affinity("model", request))
    }
    // So much that any groups are within it.
    let wide = try result {
      $0.secondsPerMillionTokens = 1e9
      $0.verify = true
      $0.seeds = 2
      $0.budget = "1000 steps"
    }
    #expect(wide.grouping == wide.report.budgeted?.grouping && wide.grouping != nil)
    #expect(wide.report.budgeted?.cost.tasks.keys.sorted() == ["book", "film"])
    // The pipeline's four epochs are all that is trained.
    #expect(wide.verification?.epochs == 4 && wide.verification?.text.contains("4 epochs under 2 seeds") == true)
    for rows in [wide.together, wide.grouped] {
      #expect(Set(rows?.map(\.task) ?? []) == ["film", "book"])
      #expect(rows?.allSatisfy { $0.seeds == [3, 4] && $0.comparison.deviation != nil } == true)
    }
    let narrow = try result { $0.secondsPerMillionTokens = 1e-9 }
    #expect(narrow.grouping == nil && narrow.report.budgeted?.grouping == nil && narrow.report.groupings.count == 2)
    let short = try result {
      $0.verify = true
      $0.budget = "1 steps"
    }
    #expect(short.verification?.epochs == 0 && short.together == nil && short.grouped == nil)
    #expect(short.verification?.text.hasPrefix("not verified: one epoch of all trainings takes about ") == true)
  }

  @Test(arguments: [
    ("models: 2, secondsPerMillionTokens: 5", "`models` is given, expected none beside `secondsPerMillionTokens`"),
    ("verify: true, budget: soon", "`budget` is `soon`, expected a time such as 90s, 30m or 2h, or '6000 steps'"),
    ("seeds: 2", "`seeds` is given, expected none without `verify`"),
    ("budget: 2h", "`budget` is given, expected none without `verify`"),
  ])
  func `options that do not fit together are refused with their place`(options: String, text: String) {
    let pipeline =
      TrainingVariantsTests.text + "\n  - name: help\n    affinity: {of: model, \(options)}\n"
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: pipeline, file: "p.yaml") }
    #expect(error?.errorDescription?.contains(text) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `as a stage it leaves its result for the report, and is not run again`() throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(
      TrainingVariantsTests.text + """

          - name: help
            affinity: {of: model, interval: 2, epochs: 2, models: 1, groupBy: linearized, verify: true}
          - name: page
            report: {}
        """)
    var ran: [String] = []
    func run() throws {
      ran = []
      let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
        if case .started = event.message { ran.append(event.stage) }
      }
      #expect(try runner.run())
    }
    try run()
    #expect(ran.suffix(2) == ["help", "page"])
    let result = try JSONDecoder().decode(
      AffinityResult.self, from: Data(try #require(bench.read("run/help.json")).utf8))
    #expect(result.report.tasks == ["film", "book"] && result.grouping?.groups.count == 1)
    #expect(result.report.linearized?.sets.map(\.tasks) == [["film"], ["book"], ["film", "book"]])
    #expect(result.report.groupedBy == .linearized)
    let page = try #require(bench.read("run/page.html"))
    for text in [
      "Which tasks help each other", "Affinities in percent", "Cosines in", "film + book", "style=\"--p: 100%\"",
      "Linearized estimates in percent", "The best groups by linearized estimates",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(page.contains("All tasks together, beside each task alone"))
    try run()
    #expect(ran == [])
  }

  @Test func `a stage for a model with one task is refused with its place`() throws {
    let text = """
      stages:
        - name: films
          read: {format: tsv, train: films.tsv}
        - name: words
          vocabulary: {of: films}
        - name: model
          train: {encoder: {vocabulary: words}, tasks: {film: {head: classification, of: films}}}
        - name: help
          affinity: {of: model}
      """
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: text, file: "p.yaml") }
    #expect(error?.errorDescription?.contains("`model`, which has one task") == true, "\(error.debugDescription)")
    #expect(error?.errorDescription?.hasPrefix("p.yaml:9:") == true)
  }
}
