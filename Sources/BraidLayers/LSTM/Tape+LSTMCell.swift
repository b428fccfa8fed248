public import BraidTensors
import CKernels

extension Tape {
  /// One step of an LSTM, for decoders that feed their own output back.
  ///
  /// - Parameters:
  ///   - x: `[B, D]`.
  ///   - hidden: `[B, H]`, the state before the step.
  ///   - cell: `[B, H]`, the cell before the step.
  ///   - lstm: the weights, of the standard kind.
  /// - Returns: state and cell after the step, `[B, H]` each.
  public func lstmCell(_ x: Tensor, hidden: Tensor, cell: Tensor, _ lstm: LSTM) -> (hidden: Tensor, cell: Tensor) {
    demand(lstm.kind == .standard, "single steps of a \(lstm.kind.rawValue) LSTM")
    let units = lstm.units
    let inputs = entry(lstm.input)
    demand(x.columns == inputs.rows, "\(x.shape) into \(inputs.name) [\(inputs.rows), \(inputs.columns)]")
    demand(
      hidden.rows == x.rows && cell.rows == x.rows && hidden.columns == units && cell.columns == units,
      "states \(hidden.shape) and \(cell.shape) for [\(x.rows), \(units)]")
    let rows = x.rows
    let gates = allocate(rows * 4 * units)
    let tanhCells = allocate(rows * units)
    let trained = isTrained(lstm.input) || x.needsGradient || hidden.needsGradient || cell.needsGradient
    let newHidden = make(rows, units, needsGradient: trained)
    let newCell = make(rows, units, needsGradient: trained)
    product(
      x.values, rows: rows, stride: x.columns, lstm.input, bias: values(lstm.bias), into: gates, stride: 4 * units,
      accumulate: false)
    product(
      hidden.values, rows: rows, stride: units, lstm.recurrent, bias: nil, into: gates, stride: 4 * units,
      accumulate: true)
    bk_gates_forward(
      BK_LSTM, rows, units, gates, cell.values, newCell.values, tanhCells, newHidden.values, units)
    // Both outputs feed one gradient; it is recorded on the cell, which runs when either has one.
    let backward: (Tape) -> Void = { tape in
      let states = tape.gradientOrZeros(newHidden)
      let cells = tape.gradientOrZeros(newCell)
      bk_gates_backward(BK_LSTM, rows, units, gates, cell.values, tanhCells, states, units, cells)
      tape.pass(cells, to: cell)
      if let (target, isFirst) = tape.gradient(hidden) {
        tape.product(gates, rows: rows, transposed: lstm.recurrent, into: target, accumulate: !isFirst)
      }
      if let (target, isFirst) = tape.gradient(x) {
        tape.product(gates, rows: rows, transposed: lstm.input, into: target, accumulate: !isFirst)
      }
      for (input, weight) in [(x, lstm.input), (hidden, lstm.recurrent)] {
        guard let (target, isFirst) = tape.gradient(weight) else { continue }
        bk_gemm_tn(
          input.columns, 4 * units, rows, input.values, input.columns, nil, gates, 4 * units, target, 4 * units,
          isFirst ? 0 : 1, tape.productWork)
      }
      if let (target, isFirst) = tape.gradient(lstm.bias) {
        bk_column_sums(rows, 4 * units, gates, 4 * units, target, isFirst ? 0 : 1)
      }
    }
    record([newHidden, newCell], backward)
    return (newHidden, newCell)
  }
}
