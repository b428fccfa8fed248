import BraidPipelines
import BraidTasks
import BraidTraining
import Foundation
import Testing

@Suite struct TrainingCostRunTests {
  /// What a run tells of the costs of its training.
  func cost(_ bench: Workbench, settings: [String] = []) throws -> (measured: TrainingCost, forecast: TrainingCost?)? {
    var found: (measured: TrainingCost, forecast: TrainingCost?)?
    let pipeline = try bench.pipeline(TrainingVariantsTests.text, settings: settings)
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .cost(let measured, let forecast) = event.message { found = (measured, forecast) }
    }
    #expect(try runner.run())
    return found
  }

  @Test func `a check leaves a forecast, which stands beside what the same training costs`() throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(TrainingVariantsTests.text)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1") { _ in }
    let findings = try checker.check(for: bench.path("run"))
    #expect(bench.exists("run/model/forecast.json") && !bench.exists("run/model/model"))
    // 30 and 20 documents of 3 tokens in 4 epochs.
    for text in ["`film`: 360 tokens in about ", "`book`: 240 tokens in about "] {
      #expect(findings.contains { $0.text.hasPrefix(text) && $0.text.hasSuffix(" s beside other tasks") }, "\(text)")
    }
    let (measured, forecast) = try #require(try cost(bench))
    #expect(measured.tasks.mapValues(\.tokens) == ["film": 360, "book": 240])
    #expect(forecast?.tasks.mapValues(\.tokens) == measured.tasks.mapValues(\.tokens))
    #expect(forecast?.tasks.mapValues(\.parameters) == measured.tasks.mapValues(\.parameters))
    #expect(forecast.map { $0.stepSeconds > 0 && $0.peakMemory > 0 } == true)
    #expect(measured.annotation?.tasks.keys.sorted() == ["book", "film"])
    let file = try JSONDecoder().decode(
      TrainingCost.self, from: Data(try #require(bench.read("run/model/cost.json")).utf8))
    #expect(file == measured)
  }

  @Test(arguments: ["model.epochs=3", "model.clip=0.3", "model.batchSentences=7"])
  func `a forecast of another training says nothing`(setting: String) throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(TrainingVariantsTests.text)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1") { _ in }
    _ = try checker.check(for: bench.path("run"))
    let found = try #require(try cost(bench, settings: [setting]))
    #expect(found.forecast == nil)
  }
}
