package import BraidLayers
package import BraidTensors

/// What a teacher says about one shard of a batch to one task: a prediction for each term that the task's loss asks for, in their
/// order.
///
/// A teacher's head is asked by running its own loss, which is recorded; so a kind of task that takes its losses from `HeadInput`
/// can be taught without knowing of it.
package final class Lesson {
  /// One prediction.
  package enum Prediction: Sendable, Equatable {
    /// Distributions over classes, one a row of logits.
    case classes(SoftTargets)
    /// Probabilities of yes, or numbers, of the shape of the predictions; NaN where the label is missing.
    case values([Float])
    /// What a CRF expects.
    case chain(ChainExpectations)
  }

  /// The predictions so far, or all that there are.
  package private(set) var predictions: [Prediction]
  private var next = 0
  /// Whether predictions are taken down, not given.
  let isRecording: Bool
  /// How much the teacher counts beside the gold label, 0...1.
  let share: Float
  /// What logits of classes are divided by.
  let temperature: Float

  /// An empty lesson that takes down what is predicted.
  package init(recordingAt temperature: Float) {
    predictions = []
    isRecording = true
    share = 0
    self.temperature = temperature
  }

  /// A lesson that gives predictions.
  package init(_ predictions: [Prediction], share: Float, temperature: Float) {
    self.predictions = predictions
    isRecording = false
    self.share = share
    self.temperature = temperature
  }

  func record(_ prediction: Prediction) { predictions.append(prediction) }

  /// The next prediction.
  func take() -> Prediction {
    precondition(
      next < predictions.count, "a loss asks its teacher \(next + 1) times, who predicted \(predictions.count) times")
    defer { next += 1 }
    return predictions[next]
  }
}

extension Lesson {
  /// The mean of several teachers' predictions.
  ///
  /// - Precondition: the predictions are of one shape.
  package static func mean(_ lessons: [[Prediction]]) -> [Prediction] {
    guard lessons.count > 1, let first = lessons.first else { return lessons.first ?? [] }
    return first.indices.map { place in
      let predictions = lessons.map { $0[place] }
      switch predictions[0] {
      case .classes(let own):
        let all = predictions.compactMap { prediction -> SoftTargets? in
          if case .classes(let targets) = prediction { targets } else { nil }
        }
        var mean = SoftTargets(columns: own.columns)
        for row in 0..<own.rows { mean.add(Self.mean(all.compactMap { $0.row(row) })) }
        return .classes(mean)
      case .values:
        return .values(
          Self.mean(predictions.compactMap { if case .values(let values) = $0 { values } else { nil } }) ?? [])
      case .chain:
        let all = predictions.compactMap { prediction -> ChainExpectations? in
          if case .chain(let chain) = prediction { chain } else { nil }
        }
        return .chain(
          ChainExpectations(
            marginals: Self.mean(all.map(\.marginals)) ?? [], pairs: Self.mean(all.map(\.pairs)) ?? []))
      }
    }
  }

  private static func mean(_ rows: [[Float]]) -> [Float]? {
    guard let first = rows.first else { return nil }
    return first.indices.map { index in rows.reduce(0) { $0 + $1[index] } / Float(rows.count) }
  }

  /// The kinds and shapes of predictions, as two teachers of one task must have them alike.
  package static func shapes(_ predictions: [Prediction]) -> [String] {
    predictions.map { prediction in
      switch prediction {
      case .classes(let targets): "\(targets.rows) distributions over \(targets.columns) classes"
      case .values(let values): "\(values.count) values"
      case .chain(let chain): "\(chain.marginals.count) marginals of tags"
      }
    }
  }
}
