import BraidTensors

/// A network of one workload.
protocol Model {
  /// Its first weights; taken out before the run.
  var weights: Weights { get set }
  /// Largest norm of the gradient; nil for no limit.
  var clip: Double? { get }
  /// Multiplications and additions of a step's forward products, per batch.
  func operations(_ batch: [Sentence], step: Int) -> Double
  /// The loss of some sentences of a batch.
  ///
  /// - Parameters:
  ///   - tape: takes the operations.
  ///   - part: the sentences.
  ///   - batch: the whole batch, which losses are means over.
  ///   - step: the step's number.
  /// - Returns: `[1, 1]`, in nats.
  func loss(_ tape: Tape, _ part: [Sentence], of batch: [Sentence], step: Int) -> Tensor
  /// The scores that annotation reads.
  func scores(_ tape: Tape, _ sentences: [Sentence], step: Int) -> Tensor
}
