import BraidTraining

extension PipelineRunner {
  /// Trains what process 0 of the team trains, until that says that there is nothing more.
  ///
  /// Process 0 runs all stages alone and keeps what they leave in the run folder, which must be the same folder for all
  /// processes: from there, and from the corpora, a follower takes what it trains. It writes nothing and reports nothing.
  ///
  /// - Throws: `PipelineError.stage` with the reason why this process can't continue.
  /// - Precondition: the runner has a team, which this process does not lead.
  package func follow() throws(PipelineError) {
    guard let team, !team.leads else { preconditionFailure("a follower that leads") }
    var recipes: [String: TrainingRecipe] = [:]
    while case .train(let stage, let variant) = team.nextOrder() {
      team.stage = stage
      do {
        try failing(stage) {
          let recipe = try recipes[stage] ?? self.recipe(stage)
          recipes[stage] = recipe
          _ = try recipe.variant(variant).trainer().follow(shouldStop: progress.shouldStop)
        }
      } catch  where !team.isTraining {
        // Process 0 has failed in the same way, and says so.
      }
    }
  }

  private func recipe(_ name: String) throws -> TrainingRecipe {
    guard let stage = pipeline.trainStage(name) else {
      throw PipelineError.stage(
        name: name, reason: "process 0 trains a stage that the pipeline does not have",
        advice: "Give all processes the same pipeline.")
    }
    let context = context(name)
    var recipe = try stage.recipe(in: context, from: try stage.source(in: context))
    recipe.team = team
    return recipe
  }
}
