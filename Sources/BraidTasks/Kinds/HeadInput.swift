public import BraidTensors

/// What a head gets to work on: one shard of a batch after the shared encoder has read it.
public struct HeadInput {
  /// Where operations are recorded.
  public let tape: Tape
  /// The shard.
  public let batch: PackedBatch
  /// `[N, width]`: what the head reads of the encoder, or its private layers on that, one row a token in the order of
  /// `batch.packing`.
  public let states: Tensor
  /// The head's place in the model.
  public let task: Int
  /// Whether the state of the backward direction fills the second half of `states`.
  public let bidirectional: Bool

  /// What each loss term's logits are divided by before they become probabilities.
  public var temperatures: [Double] = []
  /// What is output besides the predicted labels.
  public var options = PredictionOptions()

  /// Whether nobody waits for the predictions any more, so that a head may leave out the rest of them.
  package var isStopped: @Sendable () -> Bool = { false }

  /// What a teacher says of the shard, while a loss is taken; nil for none.
  package var lesson: Lesson?

  /// The temperature of the loss term `term`.
  public func temperature(_ term: Int = 0) -> Double { term < temperatures.count ? temperatures[term] : 1 }

  /// The targets of the shard's documents; nil where the label is missing.
  public var targets: [[Int32]?] { batch.targets[task] }

  /// The states with each document one sequence, in the order of `batch.documents`.
  public var documentStates: Tensor {
    guard let gather = batch.documentGather else { return states }
    return tape.gatherRows(states, rows: gather)
  }
}
