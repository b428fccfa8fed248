import BraidTasks
import BraidText
import BraidTraining

/// A small training, always the same one.
struct ToyTraining {
  var options = ToyCorpora.options
  var training = ToyCorpora.documents(600, seed: 1)
  var development = ToyCorpora.documents(60, seed: 2)
  var tasks = ToyCorpora.tasks

  func trainer() throws -> Trainer {
    let model = try ToyCorpora.model(training, tasks: tasks)
    return try Trainer(
      model: model, corpora: ToyCorpora.corpora(model, training: training, development: development), options: options)
  }

  /// Trains, and stops before step `stopAfter` of this run.
  func run(
    _ checkpoint: CheckpointFile? = nil, stopAfter: Int = .max, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    var steps = 0
    return try trainer().run(checkpoint: checkpoint, shouldStop: { steps >= stopAfter }) { event in
      if case .step = event { steps += 1 }
      events(event)
    }
  }
}
