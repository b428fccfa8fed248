import BraidPipelines
import BraidTraining
import Foundation
import Testing

/// `conflict: {log: true}` logs what it can, or says why it can't, whatever the schedule.
@Suite struct ConflictLogTests {
  private static let schedules = [
    "{kind: proportional}", "{kind: uniform}", "{kind: temperature, temperature: 2}", "{kind: round-robin}",
    "{kind: annealed}", "{kind: dynamic}", "{kind: probabilities, probabilities: {films: 0.5, books: 0.5}}",
    "{kind: sequential, phases: {first: {of: films, epochs: 1}, then: {of: books}}}",
  ]

  /// The pairs of tasks whose gradients were compared in some step.
  private func logged(_ text: String) throws -> Set<String> {
    let bench = try TrainingVariantsTests.bench()
    var pairs: Set<String> = []
    let runner = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1"
    ) { event in
      if case .training(_, .step(let record)) = event.message { pairs.formUnion((record.cosines ?? [:]).keys) }
    }
    #expect(try runner.run())
    return pairs
  }

  private func text(_ schedule: String, sameCorpus: Bool = false) -> String {
    let text = TrainingVariantsTests.text
      .replacing("epochs: 4", with: "epochs: 2\n      conflict: {log: true}\n      schedule: \(schedule)")
    return sameCorpus
      ? text.replacing(
        "book: {head: classification, of: books}",
        with: """
          book: {head: classification, of: [films, books]}
          """) : text
  }

  @Test func `joint steps have gradients of all tasks to compare`() throws {
    #expect(try logged(text("{kind: joint}")) == ["film/book"])
  }

  @Test(arguments: schedules)
  func `where no two tasks are in a step, it is refused before anything runs`(schedule: String) throws {
    let error = #expect(throws: PipelineError.self) { try TrainingVariantsTests.bench().pipeline(text(schedule)) }
    #expect(error?.errorDescription?.contains("no two tasks are in one step") == true)
  }

  @Test(arguments: schedules)
  func `tasks that learn from one corpus are compared in its steps`(schedule: String) throws {
    #expect(try logged(text(schedule, sameCorpus: true)) == ["film/book"])
  }
}
