import BraidPipelines
import BraidTraining
import Foundation
import Testing

/// What becomes of a training that was stopped.
@Suite struct StoppedTrainingTests {
  static let checkpoint = "run/model/checkpoint-last.safetensors"

  /// What a run came to: its steps of training, whether it trained from the beginning, and what stopped it.
  struct Outcome: Equatable {
    var steps = 0
    var firstStep: Int?
    var error: String?
    var advice: String?
  }

  /// Runs the pipeline of the variants' tests, whose training has eight steps.
  func run(
    _ bench: Workbench, settings: [String] = [], stopAfter: Int = .max, code: String = "1", threads: Int = 1,
    force: Bool = false, _ start: CheckpointFile.Start = .resumeIfPresent
  ) throws -> Outcome {
    var variants = TrainingVariants()
    variants.start = start
    var outcome = Outcome()
    let runner = PipelineRunner(
      try bench.pipeline(TrainingVariantsTests.text, settings: settings), folder: bench.path("run"), threads: threads,
      code: code, variants: variants, shouldStop: { outcome.steps >= stopAfter }
    ) { event in
      guard case .training(nil, let event) = event.message else { return }
      if case .step = event { outcome.steps += 1 }
      if case .started(let plan) = event { outcome.firstStep = plan.firstStep }
    }
    do {
      _ = try runner.run(force: force)
    } catch {
      outcome.error = error.errorDescription?.replacing(bench.folder, with: "FOLDER")
      outcome.advice = error.recoverySuggestion
    }
    return outcome
  }

  /// A training that was stopped after three of its eight steps.
  func stopped() throws -> Workbench {
    let bench = try TrainingVariantsTests.bench()
    #expect(try run(bench, stopAfter: 3) == Outcome(steps: 3, firstStep: 0))
    return bench
  }

  func bytes(_ bench: Workbench) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: bench.path(Self.checkpoint)))
  }

  @Test func `a plan says whether it is resumed`() throws {
    let bench = try stopped()
    func plan(_ settings: [String]) throws -> String? {
      let runner = PipelineRunner(
        try bench.pipeline(TrainingVariantsTests.text, settings: settings), folder: bench.path("run"), threads: 1,
        code: "1", onEvent: { _ in })
      return try runner.unfinishedTraining(of: "model")
    }
    #expect(try plan([]) == "resumes its unfinished training")
    #expect(try plan(["model.checkpointSteps=7"]) == "resumes its unfinished training")
    #expect(
      try plan(["model.encoder.embedding=5"])?.hasPrefix(
        "its unfinished training differs (option `encoder.embedding` is 5, was 4) and is not resumed") == true)
    #expect(try run(bench).error == nil)
    #expect(try plan([]) == nil)
  }

  @Test(arguments: [
    (["model.epochs=5"], "option `epochs` is 5, was 4"), (["seed=4"], "option `seed` is 4, was 3"),
    (["model.encoder.lstm.units=5"], "option `encoder.lstm.units` is 5, was 4"),
    (["model.tasks.book.layer=0"], "option `tasks.book.layer` is 0, was top"),
    (["words.size=9"], "its documents, vocabularies or labels differ"),
    (["films.dev=FOLDER/films.tsv"], "its training or development documents differ"),
  ])
  func `an option that changes the result is named, and the checkpoint stays`(settings: [String], what: String) throws {
    let bench = try stopped()
    let before = try bytes(bench)
    for start in [CheckpointFile.Start.resumeIfPresent, .resume] {
      let settings = settings.map { $0.replacing("FOLDER", with: bench.folder) }
      let outcome = try run(bench, settings: settings, start)
      #expect(outcome.steps == 0)
      #expect(
        outcome.error
          == "stage `model`: FOLDER/\(Self.checkpoint) is the checkpoint of a different training: \(what)")
      #expect(outcome.advice?.contains("--fresh") == true)
      #expect(try bytes(bench) == before)
    }
    #expect(try run(bench) == Outcome(steps: 5, firstStep: 3))
  }

  @Test(arguments: [
    ["model.checkpointSteps=5"], ["model.checkpointSeconds=1"], ["model.keepTaskModels=true"], ["name=other"],
  ])
  func `an option that changes no result resumes`(settings: [String]) throws {
    #expect(try run(stopped(), settings: settings, threads: 2) == Outcome(steps: 5, firstStep: 3))
  }

  @Test func `a program of other sources resumes when that is asked for`() throws {
    let bench = try stopped()
    let before = try bytes(bench)
    let outcome = try run(bench, code: "2")
    #expect(outcome.error?.contains("a program built from other sources") == true)
    #expect(outcome.advice?.contains("--resume") == true && outcome.advice?.contains("--fresh") == true)
    #expect(try bytes(bench) == before)
    #expect(try run(bench, code: "2", .resume) == Outcome(steps: 5, firstStep: 3))
  }

  @Test func `starting over is a choice, and forcing all stages is none`() throws {
    #expect(try run(stopped(), settings: ["model.epochs=5"], .fresh) == Outcome(steps: 10, firstStep: 0))
    let bench = try stopped()
    #expect(try run(bench, force: true) == Outcome(steps: 5, firstStep: 3))
    // It is finished now, and done again from the beginning.
    #expect(try run(bench, force: true) == Outcome(steps: 8, firstStep: 0))
  }

  @Test func `another training replaces a finished one, and the same one is not done twice`() throws {
    let bench = try TrainingVariantsTests.bench()
    #expect(try run(bench).steps == 8)
    #expect(!bench.exists(Self.checkpoint))
    try bench.delete("run/model/model")
    #expect(try run(bench) == Outcome(steps: 0, firstStep: 8))
    #expect(try run(bench, settings: ["model.epochs=5"], .resume).error?.contains("nothing to resume") == true)
    // The finished one is known still: there is nothing to do.
    #expect(try run(bench) == Outcome())
    #expect(try run(bench, settings: ["model.epochs=5"], stopAfter: 1) == Outcome(steps: 1, firstStep: 0))
    #expect(try run(bench).error?.contains("option `epochs` is 4, was 5") == true)
  }

  @Test func `an evaluation that was done again after a kill is in the journal once`() async throws {
    let bench = try TrainingVariantsTests.bench()
    // A checkpoint of the step is there when the process is killed in the evaluation after it, before the next one.
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = bench.folder as String] in
      let text = TrainingVariantsTests.text.replacing("FOLDER", with: folder)
      let runner = PipelineRunner(
        try Pipeline(text: text, file: "p", settings: ["model.checkpointSteps=1"]), folder: folder + "/run",
        threads: 1, code: "1"
      ) { event in
        if case .training(nil, .evaluated(let record)) = event.message, record.step == 4 { kill(getpid(), SIGKILL) }
      }
      _ = try runner.run()
    }
    #expect(try run(bench, settings: ["model.checkpointSteps=1"]) == Outcome(steps: 4, firstStep: 4))
    let decoder = JSONDecoder()
    let events = try (bench.read("run/events.jsonl") ?? "").split(separator: "\n").map {
      try decoder.decode(RunEvent.self, from: Data($0.utf8))
    }
    let evaluated = events.compactMap { event -> Int? in
      if case .training(nil, .evaluated(let record)) = event.message { record.step } else { nil }
    }
    #expect(evaluated == [2, 4, 6, 8])
  }

  #if os(Linux)
    @Test func `a journal that can't be written stops the training at its next step`() throws {
      let bench = try TrainingVariantsTests.bench()
      var steps = 0
      let runner = PipelineRunner(
        try bench.pipeline(TrainingVariantsTests.text), folder: bench.path("run"), threads: 1, code: "1"
      ) { event in
        guard case .training(nil, .step) = event.message else { return }
        steps += 1
        if steps == 1 { Self.fill(bench.path("run/events.jsonl")) }
      }
      let error = #expect(throws: PipelineError.self) { try runner.run() }
      #expect(steps == 2)
      #expect(error?.errorDescription?.contains("events.jsonl: can't be written: ") == true)
      #expect(bench.exists(Self.checkpoint))
    }

    /// Makes an open file one that has no space left.
    static func fill(_ path: String) {
      let full = open("/dev/full", O_WRONLY)
      defer { close(full) }
      for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)
        if let descriptor = Int32(name), target == path { dup2(full, descriptor) }
      }
    }
  #endif

  @Test func `a finished training that can't be read is not thrown away`() throws {
    let bench = try TrainingVariantsTests.bench()
    #expect(try run(bench).steps == 8)
    try bench.delete("run/model/model")
    let final = "run/model/checkpoint-final.safetensors"
    try bench.delete(final)
    try FileManager.default.createDirectory(atPath: bench.path(final), withIntermediateDirectories: true)
    let outcome = try run(bench)
    #expect(outcome.steps == 0 && outcome.error?.contains("checkpoint-final.safetensors") == true)
    #expect(bench.exists(final))
    #expect(try run(bench, .fresh) == Outcome(steps: 8, firstStep: 0))
  }
}
