public import BraidTensors

extension Tape {
  /// What attention leaves on the tape.
  public struct Attended {
    /// `[M, W]`: for each query the weighted mean of its sequence's memory.
    public let context: Tensor
    /// For each query the weights of the steps of its memory sequence, in step order; they add up to 1. Empty while
    /// training.
    public let weights: [[Float]]
  }
}
