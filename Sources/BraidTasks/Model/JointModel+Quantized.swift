import BraidTensors
package import BraidText

/// What 8 bits cost a task: its score with weights of 32 bits and with those in 8, on the same documents.
package struct QuantizationLoss: Codable, Sendable, Equatable {
  /// The metric that decides.
  package let metric: String
  /// Its value with weights of 32 bits.
  package let before: Double
  /// Its value with weights in 8 bits.
  package let after: Double
  /// What is lost, in points of 0 to 100 where higher is better; negative for a better score.
  package let points: Double
  /// Items that were scored.
  package let items: Int

  /// The loss between two scores of one task.
  package init(_ before: TaskScore, _ after: TaskScore) {
    metric = before.metric
    self.before = before.value
    self.after = after.value
    points = before.points - after.points
    items = before.items
  }
}

/// What a model's card says of its weights in 8 bits.
package struct Quantization: Codable, Sendable, Equatable {
  /// What each task lost by it.
  package var losses: [String: QuantizationLoss]
  /// Names of weights, or what these begin with, that stayed in 32 bits on demand.
  package var kept: [String]

  /// What tasks lost, and what stayed in 32 bits.
  package init(losses: [String: QuantizationLoss], kept: [String]) {
    self.losses = losses
    self.kept = kept
  }
}

extension JointModel {
  /// The model with its weights in 8 bits, which is another model: a little other in what it predicts, faster, and a quarter as
  /// large. The encoder whose states it reads goes into 8 bits with it; the model that cuts its raw texts stays as it is.
  ///
  /// Matrices and tables of n-grams have a scale for each column, tables of embeddings one for each row; what matrices are
  /// multiplied with is put into 8 bits row by row as it comes. Biases, transitions of CRFs and all that is small stay in 32 bits.
  ///
  /// - Parameter kept: names of weights that stay in 32 bits, or what these begin with before a full stop.
  /// - Returns: the model.
  /// - Throws: `TaskError.badPrecision` when it is in 8 bits already, has no weight that is large enough, or one that is not finite.
  package func quantized(keeping kept: [String] = []) throws(TaskError) -> JointModel {
    guard !weights.isQuantized else {
      throw .badPrecision(
        problem: "the weights of the model are in 8 bits already", advice: "Begin with the model in 32 bits.")
    }
    guard let weights = weights.quantized(except: { name in kept.contains { Self.isPart(name, of: $0) } }) else {
      throw .badPrecision(problem: "a weight of the model is no finite number", advice: "Train the model again.")
    }
    guard weights.isQuantized else {
      throw .badPrecision(
        problem: "all weights of the model are small or kept in 32 bits, so that there is nothing to gain",
        advice: kept.isEmpty ? "Use the model as it is." : "Keep fewer of them.")
    }
    var model = self
    model.weights = weights
    // The encoder whose states it reads is where most of such a model is; one in 8 bits, or too small for them, stays as it is.
    if let contextual = features.contextual, let encoder = try? contextual.model.quantized() {
      model.features.contextual = ContextualModel(encoder: encoder)
    }
    return model
  }

  /// Whether a weight is the one that a name means, or one of those that the name is the beginning of.
  package static func isPart(_ weight: String, of name: String) -> Bool {
    weight == name || weight.hasPrefix(name + ".")
  }

  /// The scores of tasks on documents with gold labels, without intervals.
  ///
  /// - Parameters:
  ///   - corpora: documents and the tasks that they have gold labels for; a task may be in several.
  ///   - threads: threads that work at once, 0 for one a core.
  /// - Returns: for each task that a document has a gold label for its score on all of its documents.
  package func scores(
    on corpora: [(documents: [Document], tasks: [Int])], threads: Int
  ) -> [Int: TaskScore] {
    let predictor = Predictor(self, threads: threads)
    var statistics: [Int: [[Double]]] = [:]
    for (documents, tasks) in corpora {
      for (task, predicted) in zip(tasks, predictor.predictions(documents, tasks: tasks)) {
        statistics[task, default: []] += heads[task].metric.statistics(gold: documents, predicted: predicted)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: statistics.filter { !$1.isEmpty }.map { task, statistics in
        (task, heads[task].metric.score(statistics, bootstrap: 0))
      })
  }
}
