/// The recurrences that an LSTM layer can compute.
public enum LSTMKind: String, Sendable, Codable, CaseIterable {
  /// `h = o tanh(c)`: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000.
  case standard
  /// A gate r chooses between the state and a projection of the input, `h = r o tanh(c) + (1 - r) P x`, which lets deep
  /// stacks learn: Zhang et al. 2016; in this form He et al. 2017, section 2.2.
  case highway
  /// The input product, the recurrent product and the cell are normalized: Ba, Kiros & Hinton 2016, equations 20 to 22.
  case layerNormalized = "layer-normalized"

  /// Columns of the input weights, in units: i, f, g, o, and of a highway LSTM the gate r and the projection.
  var inputBlocks: Int { self == .highway ? 6 : 4 }
  /// Columns of the recurrent weights, in units.
  var recurrentBlocks: Int { self == .highway ? 5 : 4 }
}
