import BraidTensors
public import BraidText

extension JointModel {
  /// Tunes how sure a head must be of each of several labels, and keeps it in the bias of the label.
  ///
  /// The thresholds are those with the highest micro F1 on development data, found label by label in rounds. A head with one
  /// label a document, and one of another kind, stays as it is.
  ///
  /// - Parameters:
  ///   - task: index of the task.
  ///   - documents: tokenized documents with gold answers that the model was not trained on.
  ///   - threads: 0 for one a core.
  public mutating func tuneThresholds(task: Int, on documents: [Document], threads: Int = 0) {
    guard let head = heads[task] as? ClassificationHead, head.options.multiLabel else { return }
    let samples = Predictor(self, threads: threads).calibrationSamples(documents, task: task).first ?? []
    var labels = [[(logit: Float, isGold: Bool)]](repeating: [], count: head.labels.count)
    for (index, sample) in samples.enumerated() {
      if case .sigmoid(let logit, let isGold) = sample { labels[index % labels.count].append((logit, isGold)) }
    }
    let thresholds = LabelThresholds.best(labels)
    weights.set(head.output.bias, zip(weights.values(head.output.bias), thresholds).map { $0 - $1 })
  }
}
