/// What one task of a joint training cost.
struct TaskCost {
  var task: String
  /// Trained numbers.
  var parameters: Int
  /// Bytes of the weights, their gradients and what the optimizer keeps of them.
  var memory: Int
  /// Source tokens with a label for the task; nil for the shared encoder.
  var tokens: Int?
  /// Seconds of training.
  var seconds: Double?
  /// Mean share in the loss, 0...1, weights and rules applied.
  var share: Double?
}
