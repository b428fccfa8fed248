public import BraidTensors

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

/// The weights of one direction of one LSTM layer, in PyTorch's gate order i, f, g, o.
public struct LSTM: Sendable, Equatable {
  /// Gains and biases of a layer-normalized LSTM.
  public struct Normalization: Sendable, Equatable {
    /// `[1, 4H]`: gain of the normalized input product; its bias is the layer's.
    public let inputGain: WeightID
    /// `[1, 4H]`: gain of the normalized recurrent product.
    public let recurrentGain: WeightID
    /// `[1, H]`: gain of the normalized cell.
    public let cellGain: WeightID
    /// `[1, H]`: bias of the normalized cell.
    public let cellBias: WeightID
  }

  /// The recurrence.
  public let kind: LSTMKind
  /// `[D, 4H]`; `[D, 6H]` of a highway LSTM: i, f, g, o, the gate r, the projection.
  public let input: WeightID
  /// `[H, 4H]`; `[H, 5H]` of a highway LSTM.
  public let recurrent: WeightID
  /// `[1, 4H]` or `[1, 6H]`; PyTorch's two biases added.
  public let bias: WeightID
  /// The weights that only a layer-normalized LSTM has.
  public let normalization: Normalization?
  /// Hidden units H.
  public let units: Int

  /// Columns of `input`.
  var inputColumns: Int { kind.inputBlocks * units }

  /// A standard layer of weights that have been added already, `[D, 4H]`, `[H, 4H]` and `[1, 4H]`.
  public init(input: WeightID, recurrent: WeightID, bias: WeightID, units: Int) {
    self.init(kind: .standard, input: input, recurrent: recurrent, bias: bias, normalization: nil, units: units)
  }

  private init(
    kind: LSTMKind, input: WeightID, recurrent: WeightID, bias: WeightID, normalization: Normalization?, units: Int
  ) {
    self.kind = kind
    self.input = input
    self.recurrent = recurrent
    self.bias = bias
    self.normalization = normalization
    self.units = units
  }

  /// Adds the weights `NAME.input`, `NAME.recurrent` and `NAME.bias`.
  ///
  /// Inputs even in ±√(6 / (D + H)), as Glorot & Bengio 2010 have it for each gate by itself, recurrent weights
  /// orthogonal for each gate (Saxe et al. 2014), the forget gate's bias 1 (Jozefowicz et al. 2015, section 5). With
  /// weights even in ±1/√H instead, what distinguishes tokens halves from layer to layer, and upper layers learn late.
  ///
  /// A layer-normalized LSTM has `NAME.inputGain`, `NAME.recurrentGain`, `NAME.cellGain` (1 at first) and
  /// `NAME.cellBias` (0) as well.
  ///
  /// - Parameters:
  ///   - name: what the weights' names begin with.
  ///   - kind: the recurrence.
  ///   - input: width D of the input.
  ///   - units: hidden units H.
  ///   - weights: where they are added.
  ///   - random: where initial values are drawn from.
  /// - Returns: the ids of the weights.
  public static func add(
    _ name: String, kind: LSTMKind = .standard, input: Int, units: Int, weights: inout Weights, random: Random
  ) -> LSTM {
    let limit = (6 / Float(input + units)).squareRoot()
    func add(_ part: String, _ rows: Int, _ blocks: Int, _ initializer: Initializer) -> WeightID {
      weights.add("\(name).\(part)", rows: rows, columns: blocks * units, initializer: initializer, random: random)
    }
    let inputWeights = add("input", input, kind.inputBlocks, .uniform(limit: limit))
    let recurrent = add("recurrent", units, kind.recurrentBlocks, .orthogonal)
    let bias = add("bias", 1, kind.inputBlocks, .zeros)
    weights.set(bias, (0..<kind.inputBlocks * units).map { $0 / units == 1 ? 1 : 0 })
    let normalization =
      kind == .layerNormalized
      ? Normalization(
        inputGain: add("inputGain", 1, 4, .constant(1)), recurrentGain: add("recurrentGain", 1, 4, .constant(1)),
        cellGain: add("cellGain", 1, 1, .constant(1)), cellBias: add("cellBias", 1, 1, .zeros)) : nil
    return LSTM(
      kind: kind, input: inputWeights, recurrent: recurrent, bias: bias, normalization: normalization, units: units)
  }
}
