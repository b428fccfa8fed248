import BraidTasks
import BraidText

/// A model of a finished training, scored on documents that nothing of it was chosen on.
///
/// Development documents are cut into two halves. Each half is annotated with the weights that the training would have kept
/// if it had only had the other half, and with thresholds that are tuned on the other half. All documents are scored, and
/// those of one task alone and of many tasks are treated alike.
struct CrossFitting {
  /// The training's model; its weights do not matter.
  let model: JointModel
  let result: TrainingResult
  let threads: Int

  /// Predictions of one task for the development documents of a corpus.
  func predictions(_ gold: [Document], task: Int, folds: DocumentFolds) -> [Document] {
    var predictions = gold
    for fold in 0..<DocumentFolds.count {
      let positions = folds.positions(DocumentFolds.other(fold))
      guard !positions.isEmpty else { continue }
      var model = model
      model.weights = result.bestByFold[fold]
      model.tuneThresholds(task: task, on: folds.documents(fold, of: gold), threads: threads)
      let annotated = Predictor(model, threads: threads)
        .annotate(positions.map { gold[$0] }, tasks: [task], options: .bare)
      for (position, document) in zip(positions, annotated) { predictions[position] = document }
    }
    return predictions
  }
}
