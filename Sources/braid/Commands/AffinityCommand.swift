import ArgumentParser
import BraidFiles
import BraidPipelines
import BraidTraining
import Foundation

/// `braid affinity`.
struct AffinityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "affinity", abstract: "Measure which tasks of a pipeline help each other.",
    usage: "braid affinity <pipeline> [<options>]",
    discussion: """
      Trains all tasks together once. At every tenth step it takes, for each task, a step along that task's gradient \
      alone and measures by how many percent the losses of all tasks fall (lookahead affinity). Prints the mean for \
      each pair with its 95 % interval, the cosines of the gradients by layer of the encoder, and the best groups of \
      tasks for one model, two models and so on: each task alone counts 0, and a task may help in one group and be \
      served by another. The groups are searched exactly, for at most 12 tasks.

      Example: propose two models, and write them as a pipeline

        braid affinity pipelines/chunking-pos.yaml --epochs 3 --models 2 \\
          --write groups.yaml

      --seconds-per-million-tokens takes, in the place of a number of models, the time that annotating may take with all of \
      them: it measures what the encoder and each task's head need, and proposes the best groups within that time.

      --linearized also estimates, from the gradients of single documents at the trained model, the loss of each task \
      in a model of any of the tasks (Grad-TAG); --group-by linearized searches groups by these losses.

      --verify also trains the groups and each task alone, and tests for each task whether the groups, and all tasks \
      together, help or hurt; with --seeds under several seeds, and with --budget for as many passes over the data as \
      fit in that time or number of steps, the same for all. A measurement that is interrupted starts over. JSON is left in the stage's folder: affinity.json.
      """)

  @OptionGroup var options: RunningOptions
  @OptionGroup var training: TrainStageArguments
  @Option(help: .declared(AffinityRequest.self, "interval", "steps")) var interval = AffinityRequest().interval
  @Option(help: .declared(AffinityRequest.self, "epochs", "count")) var epochs: Int?
  @Flag(help: .declared(AffinityRequest.self, "linearized")) var linearized = false
  @Option(help: .declared(AffinityRequest.self, "groupBy", "measure")) var groupBy = AffinityRequest().groupBy
  @Option(help: .declared(AffinityRequest.self, "models", "count")) var models: Int?
  @Option(help: .declared(AffinityRequest.self, "secondsPerMillionTokens", "seconds"))
  var secondsPerMillionTokens: Double?
  @Option(help: ArgumentHelp("Write a pipeline that trains the groups.", valueName: "file")) var write: String?
  @Flag(help: .declared(AffinityRequest.self, "verify")) var verify = false
  @Option(help: .declared(AffinityRequest.self, "seeds", "count")) var seeds: Int?
  @Option(help: .declared(AffinityRequest.self, "budget", "budget")) var budget: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if models != nil, secondsPerMillionTokens != nil {
      throw ValidationError("Give --models or --seconds-per-million-tokens, not both.")
    }
    if !verify, seeds != nil || budget != nil {
      throw ValidationError("--\(seeds != nil ? "seeds" : "budget") is for --verify, which is not given.")
    }
    try request.validateFlags()
  }

  private var request: AffinityRequest {
    var request = AffinityRequest()
    request.interval = interval
    request.epochs = epochs
    request.linearized = linearized
    request.groupBy = groupBy
    request.models = models
    request.secondsPerMillionTokens = secondsPerMillionTokens ?? 0
    request.verify = verify
    request.seeds = seeds ?? request.seeds
    request.budget = budget
    return request
  }

  func run() throws {
    Processes.refuse("affinity")
    let pipeline = try options.pipeline.load()
    let stage = training.name(in: pipeline, options.pipeline.pipeline)
    guard pipeline.taskNames(of: stage).count > 1 else {
      Console.fail(
        "\(options.pipeline.pipeline): `\(stage)` has one task, expected two or more",
        advice: "Name a pipeline with two or more tasks.", code: 2)
    }
    if let write, FileManager.default.fileExists(atPath: write) {
      Console.fail("\(write): exists already", advice: "Name a new file with --write.", code: 2)
    }
    // Fails before the work, not after it.
    if let write { _ = try AtomicFile(write) }
    let result = try options.training(pipeline) { runner throws(PipelineError) in
      try runner.affinity(stage, request)
    }
    if json {
      try Console.result(json: result)
    } else {
      for line in AffinityTables.lines(result) { Console.result(line) }
    }
    if let write {
      guard let grouping = result.grouping else {
        Console.fail(
          "\(write): not written, there are no groups",
          advice: result.report.groupings.isEmpty
            ? "Groups are searched for 2 to 12 tasks that all were measured."
            : "Allow more with --seconds-per-million-tokens.",
          code: 1)
      }
      let text = try Console.failing { () throws(PipelineError) in try pipeline.grouped(stage, by: grouping) }
      try AtomicFile.write(write, text: text)
      Console.note(
        "wrote \(write): `braid run \(write)` trains the groups"
          + (verify ? "" : "; --verify tests whether they help"))
    }
  }
}
