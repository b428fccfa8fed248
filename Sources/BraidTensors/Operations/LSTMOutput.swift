/// What an LSTM layer leaves on the tape; the directions of a layer lie side by side.
public struct LSTMOutput {
  /// `[N, H]`, `[N, 2H]` for two directions, one row a row of the packing.
  public let output: Tensor
  /// `[B, H]` or `[B, 2H]`: each sequence's state after its last step in reading direction, in packed order.
  public let finalHidden: Tensor
  /// `[B, H]` or `[B, 2H]`: the cells that belong to `finalHidden`.
  public let finalCell: Tensor
}
