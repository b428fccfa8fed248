import BraidTensors
public import BraidText

extension JointModel {
  /// Tokens of development data that are looked at; more would change nothing.
  private static var calibrationTokens: Int { 50_000 }

  /// Fits the temperatures of one task's probabilities on development data and keeps them in the model.
  ///
  /// Predictions stay as they are; only what they are said to be worth changes.
  ///
  /// - Parameters:
  ///   - task: index of the task.
  ///   - documents: tokenized documents with gold labels that the model was not trained on.
  ///   - threads: 0 for one a core.
  public mutating func calibrate(task: Int, on documents: [Document], threads: Int = 0) {
    let tokens = documents.reduce(0) { $0 + $1.tokens.count }
    let step = max(1, (tokens + Self.calibrationTokens - 1) / Self.calibrationTokens)
    let picked = stride(from: 0, to: documents.count, by: step).map { documents[$0] }
    let samples = Predictor(self, threads: threads).calibrationSamples(picked, task: task)
    for (term, samples) in samples.enumerated() { temperatures[task][term] = Temperature.fit(samples) }
  }
}

extension JointModel {
  /// Tunes from which probability on a head predicts each of several labels, and keeps it in the bias of the label.
  ///
  /// The thresholds are those with the highest micro F1 on development data, found label by label in rounds. A head that
  /// has nothing to tune stays as it is.
  ///
  /// - Parameters:
  ///   - task: index of the task.
  ///   - documents: tokenized documents with gold labels that the model was not trained on.
  ///   - threads: 0 for one a core.
  public mutating func tuneThresholds(task: Int, on documents: [Document], threads: Int = 0) {
    let samples = Predictor(self, threads: threads).calibrationSamples(documents, task: task)
    heads[task].tune(&weights, on: samples)
  }
}
