import CKernels

extension Tape {
  /// One direction of an LSTM layer over packed sequences.
  ///
  /// `i, f, o = σ(…)`, `g = tanh(x W + h U + b)`, `c = f c' + i g`, `h = o tanh(c)`. One product for the inputs of all
  /// steps, one recurrent product a step on the sequences that are still running, one for each weight's gradient.
  ///
  /// - Parameters:
  ///   - x: `[N, D]`, rows laid out by `packing`.
  ///   - lstm: the weights.
  ///   - packing: the sequences.
  ///   - reverse: whether each sequence is read from its last step to its first.
  ///   - initial: state before the first step, `[B, H]` twice, in packed order; nil for zeros. Not with `reverse`.
  ///   - recurrentDropout: rate in 0..<1 on the state that goes into the next step, one mask a sequence.
  /// - Returns: the states, `[N, H]`, and each sequence's last one with its cell.
  /// - Precondition: the shapes fit.
  public func lstm(
    _ x: Tensor, _ lstm: LSTM, _ packing: Packing, reverse: Bool, initial: (h: Tensor, c: Tensor)?,
    recurrentDropout: Float
  ) -> LSTMOutput {
    let pass = LSTMPass(self, x, lstm, packing, reverse: reverse, initial: initial, recurrentDropout: recurrentDropout)
    pass.forward()
    let last = packing.lengths.indices.map { sequence in
      Int32(packing.row(sequence: sequence, step: reverse ? 0 : packing.lengths[sequence] - 1))
    }
    let finalCell = make(last.count, lstm.units, needsGradient: pass.output.needsGradient)
    for (sequence, row) in last.enumerated() {
      (finalCell.values + sequence * lstm.units).update(from: pass.cells + Int(row) * lstm.units, count: lstm.units)
    }
    record([pass.output, finalCell]) { tape in
      pass.backward(tape.gradientOrZeros(pass.output), tape.gradientOrZeros(finalCell))
    }
    return LSTMOutput(output: pass.output, finalHidden: gatherRows(pass.output, rows: last), finalCell: finalCell)
  }
}

/// One run of an LSTM over a batch, forward and back.
private struct LSTMPass {
  let tape: Tape
  let x: Tensor
  let lstm: LSTM
  let packing: Packing
  let reverse: Bool
  let initial: (h: Tensor, c: Tensor)?
  let output: Tensor
  let units: Int
  /// `[N, 4H]`: pre-activations, then activations, then gradients of the pre-activations.
  let gates: UnsafeMutablePointer<Float>
  /// `[N, H]`: cells and their tanh.
  let cells: UnsafeMutablePointer<Float>
  let tanhCells: UnsafeMutablePointer<Float>
  /// `[N, H]`: the state that each row's recurrent product read; zeros for a first step. Only while training.
  let previous: UnsafeMutablePointer<Float>?
  /// `[B, H]`: variational dropout of the recurrent state.
  let mask: UnsafeMutablePointer<Float>?

  init(
    _ tape: Tape, _ x: Tensor, _ lstm: LSTM, _ packing: Packing, reverse: Bool, initial: (h: Tensor, c: Tensor)?,
    recurrentDropout: Float
  ) {
    let inputs = tape.entry(lstm.input)
    precondition(x.columns == inputs.rows, "\(x.shape) into \(inputs.name) [\(inputs.rows), \(inputs.columns)]")
    precondition(packing.count == x.rows, "\(x.shape) with a packing of \(packing.count) rows")
    precondition(initial == nil || !reverse, "an initial state for a reversed LSTM")
    let sequences = packing.lengths.count
    if let initial {
      precondition(
        initial.h.rows == sequences && initial.h.columns == lstm.units && initial.c.rows == sequences
          && initial.c.columns == lstm.units,
        "initial states \(initial.h.shape) and \(initial.c.shape) for [\(sequences), \(lstm.units)]")
    }
    self.tape = tape
    self.x = x
    self.lstm = lstm
    self.packing = packing
    self.reverse = reverse
    self.initial = initial
    units = lstm.units
    let rows = packing.count
    let needsGradient = x.needsGradient || tape.isTrained(lstm.input) || initial?.h.needsGradient ?? false
    output = tape.make(rows, units, needsGradient: needsGradient)
    gates = tape.allocate(rows * 4 * units)
    cells = tape.allocate(rows * units)
    tanhCells = tape.allocate(rows * units)
    previous = output.needsGradient ? tape.allocate(rows * units) : nil
    mask =
      tape.isTraining && recurrentDropout > 0
      ? tape.dropoutMask(sequences * units, rate: recurrentDropout) : nil
  }

  /// Steps in reading order, each with the step read before it.
  private var steps: [(step: Int, before: Int?)] {
    let count = packing.batchSizes.count
    return (0..<count).map { index in
      let step = reverse ? count - 1 - index : index
      return (step, index == 0 ? nil : reverse ? step + 1 : step - 1)
    }
  }

  /// Sequences that run on from step `before` into `step`; they are the first ones of both.
  private func running(_ step: Int, _ before: Int) -> Int { packing.batchSizes[max(step, before)] }

  func forward() {
    bk_gemm(
      packing.count, 4 * units, x.columns, x.values, x.columns, tape.packed(lstm.input), gates, 4 * units, 0,
      tape.values(lstm.bias), tape.productWork)
    for (step, before) in steps {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      var live = 0
      var cell: UnsafeMutablePointer<Float>?
      var hidden: UnsafeMutablePointer<Float>?
      if let before {
        live = running(step, before)
        hidden = output.values + packing.offsets[before] * units
        cell = cells + packing.offsets[before] * units
      } else if let initial {
        live = size
        hidden = initial.h.values
        cell = initial.c.values
      }
      let input = recurrentInput(hidden, live: live, size: size, first: first)
      if live > 0, let input {
        bk_gemm(
          live, 4 * units, units, input, units, tape.packed(lstm.recurrent), gates + first * 4 * units, 4 * units, 1,
          nil, tape.productWork)
      }
      activate(first, live, cell)
      activate(first + live, size - live, nil)
    }
  }

  private func activate(_ first: Int, _ count: Int, _ cell: UnsafeMutablePointer<Float>?) {
    bk_gates_forward(
      count, units, gates + first * 4 * units, cell, cells + first * units, tanhCells + first * units,
      output.values + first * units)
  }

  /// What the recurrent product of a step reads: the state before it, under the dropout mask; kept for the gradient.
  private func recurrentInput(
    _ hidden: UnsafeMutablePointer<Float>?, live: Int, size: Int, first: Int
  ) -> UnsafeMutablePointer<Float>? {
    guard let previous else { return hidden }
    let row = previous + first * units
    let count = live * units
    if let hidden {
      if let mask {
        for index in 0..<count { row[index] = hidden[index] * mask[index] }
      } else {
        row.update(from: hidden, count: count)
      }
    }
    (row + count).update(repeating: 0, count: (size - live) * units)
    return row
  }

  /// - Parameters:
  ///   - states: gradient of `output`; used up.
  ///   - cellGradient: gradient of each sequence's last cell; used up.
  func backward(_ states: UnsafeMutablePointer<Float>, _ cellGradient: UnsafeMutablePointer<Float>) {
    let sequences = packing.lengths.count
    for (step, before) in steps.reversed() {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      let live = before.map { running(step, $0) } ?? (initial == nil ? 0 : size)
      let cell = before.map { cells + packing.offsets[$0] * units } ?? initial?.c.values
      differentiate(first, 0, live, cell, states, cellGradient)
      differentiate(first, live, size - live, nil, states, cellGradient)
      if let before, live > 0 {
        addRecurrent(
          gates + first * 4 * units, live, into: states + packing.offsets[before] * units, isFirst: false)
      }
    }
    if let initial {
      if let (target, isFirst) = tape.gradient(initial.h) {
        addRecurrent(gates, sequences, into: target, isFirst: isFirst)
      }
      tape.pass(cellGradient, to: initial.c)
    }
    weightGradients()
  }

  private func differentiate(
    _ first: Int, _ offset: Int, _ count: Int, _ cell: UnsafeMutablePointer<Float>?,
    _ states: UnsafeMutablePointer<Float>, _ cellGradient: UnsafeMutablePointer<Float>
  ) {
    let row = first + offset
    bk_gates_backward(
      count, units, gates + row * 4 * units, cell, tanhCells + row * units, states + row * units,
      cellGradient + offset * units)
  }

  /// Adds the gradient of the states that went into a step's recurrent product.
  private func addRecurrent(
    _ gates: UnsafeMutablePointer<Float>, _ count: Int, into target: UnsafeMutablePointer<Float>, isFirst: Bool
  ) {
    guard let mask else {
      tape.product(gates, rows: count, transposed: lstm.recurrent, into: target, accumulate: !isFirst)
      return
    }
    let part = tape.allocate(count * units)
    tape.product(gates, rows: count, transposed: lstm.recurrent, into: part, accumulate: false)
    for index in 0..<count * units {
      target[index] = (isFirst ? 0 : target[index]) + part[index] * mask[index]
    }
  }

  private func weightGradients() {
    let rows = packing.count
    if let (target, isFirst) = tape.gradient(lstm.input) {
      bk_gemm_tn(
        x.columns, 4 * units, rows, x.values, x.columns, gates, 4 * units, target, 4 * units, isFirst ? 0 : 1,
        tape.productWork)
    }
    if let previous, let (target, isFirst) = tape.gradient(lstm.recurrent) {
      // The first step of a forward pass without initial state has read zeros only.
      let skipped = reverse || initial != nil ? 0 : packing.lengths.count
      bk_gemm_tn(
        units, 4 * units, rows - skipped, previous + skipped * units, units, gates + skipped * 4 * units, 4 * units,
        target, 4 * units, isFirst ? 0 : 1, tape.productWork)
    }
    if let (target, isFirst) = tape.gradient(lstm.bias) {
      bk_column_sums(rows, 4 * units, gates, 4 * units, target, isFirst ? 0 : 1)
    }
    if let (target, isFirst) = tape.gradient(x) {
      tape.product(gates, rows: rows, transposed: lstm.input, into: target, accumulate: !isFirst)
    }
  }
}
