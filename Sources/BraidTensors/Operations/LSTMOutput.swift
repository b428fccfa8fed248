/// What an LSTM layer leaves on the tape.
public struct LSTMOutput {
  /// `[N, H]`, one row a row of the packing.
  public let output: Tensor
  /// `[B, H]`: each sequence's state after its last step in reading direction, in packed order.
  public let finalHidden: Tensor
  /// `[B, H]`: the cells that belong to `finalHidden`.
  public let finalCell: Tensor
}
