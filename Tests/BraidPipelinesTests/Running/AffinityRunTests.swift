import BraidPipelines
import BraidTraining
import Foundation
import Testing

@Suite struct AffinityRunTests {
  @Test func `affinity leaves an answer and a pipeline of groups that can be run, and is verified on request`() throws {
    let bench = try TrainingVariantsTests.bench()
    let pipeline = try bench.pipeline(TrainingVariantsTests.text)
    var variants: Set<String> = []
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .training(let variant, .step) = event.message { variants.insert(variant?.name ?? "") }
    }
    var request = AffinityRequest()
    request.interval = 2
    request.epochs = 2
    request.verifies = true
    let answer = try #require(try runner.affinity("model", request))
    #expect(answer.report.tasks == ["film", "book"] && answer.report.samples > 0)
    #expect(answer.report.groupings.count == 2)
    let grouping = try #require(answer.grouping)
    #expect(answer.together?.map(\.task) == ["film", "book"])
    #expect(Set(answer.grouped?.map(\.task) ?? []) == ["film", "book"])
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
}
