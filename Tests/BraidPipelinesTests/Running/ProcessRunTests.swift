import BraidPipelines
import BraidTestSupport
import BraidTraining
import Foundation
import Testing

/// Pipelines that several processes run, played by threads.
@Suite struct ProcessRunTests {
  /// Runs the pipeline of the variants' tests; what process 0 says, in short.
  func run(
    _ bench: Workbench, processes: Int, settings: [String] = [], stopAfter: Int = .max,
    variants: TrainingVariants = TrainingVariants()
  ) throws -> [String] {
    let text = TrainingVariantsTests.text.replacing("FOLDER", with: bench.folder)
    let folder = bench.path("run")
    let results = ThreadCommunicator.run(processes) { communicator -> [String] in
      var said: [String] = []
      var steps = 0
      let runner = PipelineRunner(
        try Pipeline(text: text, file: "p", settings: settings), folder: folder, threads: 1, code: "1",
        variants: variants, shouldStop: { communicator.rank == 0 && steps >= stopAfter }
      ) { event in
        switch event.message {
        case .started(let verb, _): said.append(verb)
        case .training(let variant, .started(let plan)):
          said.append("\(variant?.name ?? "joint") from \(plan.firstStep) on \(plan.processes ?? 1)")
        case .training(_, .step): steps += 1
        default: break
        }
      }
      let team = TrainingTeam(communicator)
      runner.team = team
      guard team.leads else {
        try runner.follow()
        return said
      }
      defer { team.end() }
      if try !runner.run() { said.append("stopped") }
      return said
    }
    for result in results.dropFirst() { #expect(try result.get() == []) }
    return try results[0].get()
  }

  func model(_ bench: Workbench) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: bench.path("run/model/model/model.safetensors")))
  }

  @Test func `process 0 runs the stages, all train, and the model has the bytes of one process`() throws {
    let alone = try TrainingVariantsTests.bench()
    try alone.run(TrainingVariantsTests.text)
    let bench = try TrainingVariantsTests.bench()
    #expect(try run(bench, processes: 3) == ["read", "read", "vocabulary", "train", "joint from 0 on 3"])
    #expect(try model(bench) == model(alone))
    // Nothing is left to do, for any number of processes.
    #expect(try run(bench, processes: 2) == [])
  }

  @Test func `a stopped run is resumed by another number of processes`() throws {
    let alone = try TrainingVariantsTests.bench()
    try alone.run(TrainingVariantsTests.text)
    let bench = try TrainingVariantsTests.bench()
    #expect(try run(bench, processes: 2, stopAfter: 3).suffix(2) == ["joint from 0 on 2", "stopped"])
    #expect(try run(bench, processes: 3) == ["train", "joint from 4 on 3"])
    #expect(try model(bench) == model(alone))
  }

  @Test func `seeds and baselines are trained by all processes`() throws {
    var variants = TrainingVariants()
    variants.baselines = true
    variants.seeds = 2
    let bench = try TrainingVariantsTests.bench()
    let said = try run(bench, processes: 2, variants: variants)
    #expect(
      said.suffix(6) == [
        "joint from 0 on 2", "seed-4 from 0 on 2", "alone-film from 0 on 2", "seed-4-alone-film from 0 on 2",
        "alone-book from 0 on 2", "seed-4-alone-book from 0 on 2",
      ])
    #expect(bench.exists("run/model/baselines.json") && bench.exists("run/model/seeds.json"))
  }

  @Test func `what process 0 refuses is said by process 0, and the others end`() throws {
    let bench = try TrainingVariantsTests.bench()
    let error = #expect(throws: PipelineError.self) { try run(bench, processes: 2, settings: ["model.shards=1"]) }
    #expect(error?.errorDescription?.contains("2 processes, but a batch has 1 shard") == true)
  }

  @Test(arguments: [
    ([:], OpenMPI.Launch.alone), (["OMPI_COMM_WORLD_SIZE": "1"], .alone), (["OMPI_COMM_WORLD_SIZE": "2"], .openMPI),
    (["PMIX_RANK": "1"], .openMPI), (["PMIX_RANK": "0", "SLURM_NTASKS": "1"], .alone),
    (["PMI_SIZE": "1"], .alone), (["PMI_SIZE": "3"], .other(variable: "PMI_SIZE")),
    (["PMI_SIZE": "3", "OMPI_COMM_WORLD_SIZE": "3"], .openMPI),
  ])
  func `the environment says who has started the process`(environment: [String: String], launch: OpenMPI.Launch) {
    #expect(OpenMPI.Launch(environment) == launch)
  }
}
