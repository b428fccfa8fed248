import BraidFiles
import BraidTasks
import BraidTraining
import Foundation

extension PipelineRunner {
  /// The recipe of a train stage, after all that it needs has run; nil when the run was asked to stop.
  ///
  /// - Throws: `PipelineError` for the first stage that fails.
  func recipe(of name: String) throws(PipelineError) -> TrainingRecipe? {
    try cache.open()
    guard let train = pipeline.trainStage(name) else { preconditionFailure("\(name) is no train stage") }
    for reference in train.references { guard try prepare(reference.name) else { return nil } }
    return try failing(name) { () throws -> TrainingRecipe? in
      do {
        let context = context(name)
        return try train.recipe(in: context, from: try train.source(in: context))
      } catch is StageStopped {
        return nil
      }
    }
  }

  /// Trains the tasks of a train stage once, and measures how they help each other.
  ///
  /// The result is also left as `affinity.json` in the stage's folder, which is otherwise as it was.
  ///
  /// - Parameters:
  ///   - name: the train stage.
  ///   - request: how it is measured.
  /// - Returns: the result; nil when the run was asked to stop.
  /// - Throws: `PipelineError` with what is wrong.
  /// - Precondition: `name` is a train stage of the pipeline.
  public func affinity(_ name: String, _ request: AffinityRequest) throws(PipelineError) -> AffinityResult? {
    guard let recipe = try recipe(of: name) else { return nil }
    let result = try failing(name) { () throws -> AffinityResult? in
      let measurement = AffinityMeasurement(
        recipe: recipe, request: request, stage: name, folder: "\(folder)/\(name)/affinity",
        program: try key(name).program,
        shouldStop: progress.shouldStop
      ) { self.onEvent(RunEvent(name, .training(variant: $0, event: $1))) }
      return try measurement.run()
    }
    guard let result else { return nil }
    try failing(name) {
      try FileSystem.makeFolders("\(folder)/\(name)")
      try result.write(to: "\(folder)/\(name)/affinity.json")
    }
    return result
  }
}
