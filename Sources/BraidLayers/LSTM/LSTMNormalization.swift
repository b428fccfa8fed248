import BraidTensors
import CKernels

/// The three normalizations of one run of a layer-normalized LSTM.
///
/// Source: Ba, Kiros & Hinton 2016, equations 20 to 22; the biases of the two products are the layer's one bias.
struct LSTMNormalization {
  typealias Floats = UnsafeMutablePointer<Float>

  private let tape: Tape
  private let weights: LSTM.Normalization
  private let rows: Int
  private let units: Int
  /// `[N, 4H]`: the normalized input products.
  private let input: Floats
  private let inputScales: Floats
  /// `[N, 4H]`: recurrent products, then normalized, then their gradients.
  let recurrent: Floats
  private let recurrentScales: Floats
  /// `[N, H]`: the normalized cells.
  private let cells: Floats
  private let cellScales: Floats

  init(_ tape: Tape, _ weights: LSTM.Normalization, rows: Int, units: Int) {
    self.tape = tape
    self.weights = weights
    self.rows = rows
    self.units = units
    input = tape.allocate(rows * 4 * units)
    inputScales = tape.allocate(rows)
    recurrent = tape.allocate(rows * 4 * units)
    recurrentScales = tape.allocate(rows)
    cells = tape.allocate(rows * units)
    cellScales = tape.allocate(rows)
  }

  // MARK: forward

  func normalizeInput(_ gates: Floats, bias: Floats) {
    bk_layer_norm(rows, 4 * units, gates, tape.values(weights.inputGain), bias, input, inputScales, gates, 0)
  }

  /// Where the recurrent products of a step's rows go.
  func recurrentProduct(_ first: Int) -> Floats { recurrent + first * 4 * units }

  /// Adds the normalized recurrent products of a step; sequences that begin have none.
  func addRecurrent(_ first: Int, live: Int, size: Int, to gates: Floats) {
    let products = recurrent + first * 4 * units
    bk_layer_norm(
      live, 4 * units, products, tape.values(weights.recurrentGain), nil, products, recurrentScales + first,
      gates + first * 4 * units, 1)
    (products + live * 4 * units).update(repeating: 0, count: (size - live) * 4 * units)
  }

  /// `h = o tanh(LN(c))`.
  func normalizeCells(
    _ first: Int, _ count: Int, _ cells: Floats, gates: Floats, tanhCells: Floats, states: Floats, stride: Int
  ) {
    let place = first * units
    bk_layer_norm(
      count, units, cells + place, tape.values(weights.cellGain), tape.values(weights.cellBias), self.cells + place,
      cellScales + first, tanhCells + place, 0)
    bk_tanh(count * units, tanhCells + place, tanhCells + place)
    for row in 0..<count {
      let gate = gates + (first + row) * 4 * units + 3 * units
      for unit in 0..<units { states[row * stride + unit] = gate[unit] * tanhCells[place + row * units + unit] }
    }
  }

  // MARK: backward

  /// Sets the gradients that the steps add to.
  func prepareBackward() {
    for id in [weights.recurrentGain, weights.cellGain, weights.cellBias] { _ = tape.zeroedGradient(id) }
  }

  /// Adds the gradient that the states have for the cells.
  func differentiateCells(
    _ first: Int, _ count: Int, gates: Floats, tanhCells: Floats, states: Floats, stride: Int, into target: Floats
  ) {
    let place = first * units
    let slopes = tape.allocate(count * units)
    for row in 0..<count {
      let gate = gates + (first + row) * 4 * units + 3 * units
      for unit in 0..<units {
        let value = tanhCells[place + row * units + unit]
        slopes[row * units + unit] = states[row * stride + unit] * gate[unit] * (1 - value * value)
      }
    }
    bk_layer_norm_backward(
      count, units, slopes, tape.values(weights.cellGain), cells + place, cellScales + first, target, 1,
      tape.zeroedGradient(weights.cellGain), tape.zeroedGradient(weights.cellBias))
  }

  /// Turns a step's normalized recurrent products into their gradients.
  func differentiateRecurrent(_ first: Int, live: Int, gates: Floats) {
    let place = first * 4 * units
    bk_layer_norm_backward(
      live, 4 * units, gates + place, tape.values(weights.recurrentGain), recurrent + place, recurrentScales + first,
      recurrent + place, 0, tape.zeroedGradient(weights.recurrentGain), nil)
  }

  /// Turns the gradients of the pre-activations into those of the input products.
  func differentiateInput(_ gates: Floats) {
    bk_layer_norm_backward(
      rows, 4 * units, gates, tape.values(weights.inputGain), input, inputScales, gates, 0,
      tape.zeroedGradient(weights.inputGain), nil)
  }
}
