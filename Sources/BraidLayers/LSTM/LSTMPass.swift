import BraidTensors
import CKernels

/// One direction of an LSTM over a batch, forward and back.
struct LSTMPass {
  typealias Floats = UnsafeMutablePointer<Float>

  let tape: Tape
  let lstm: LSTM
  let units: Int
  private let x: Tensor
  /// Whether `x` holds the products of the input already, `[N, 4H]`.
  private let areProducts: Bool
  /// For each row where the products of its input are; nil where they are not made yet.
  private let rowProducts: [UnsafePointer<Float>]?
  private let packing: Packing
  private let reverse: Bool
  private let initial: (h: Tensor, c: Tensor)?
  /// The layer's output; this direction's states are its columns from `column` on.
  private let output: Tensor
  private let column: Int
  /// Columns of `gates`: 4H or 6H.
  let width: Int
  /// Columns that the recurrent product adds to: 4H or 5H.
  private let recurrentWidth: Int
  /// `[N, width]`: pre-activations, then activations, then gradients of the pre-activations.
  let gates: Floats
  /// `[N, H]`: cells and their tanh.
  let cells: Floats
  let tanhCells: Floats
  /// `[N, H]`: the state that each row's recurrent product read, zeros for a first step; only where it is not simply a
  /// row of the output.
  private let previous: Floats?
  /// For each row the row of the output that its recurrent product read; -1 for none. Only while training.
  private let sources: UnsafeMutablePointer<Int32>?
  /// `[B, H]`: variational dropout of the recurrent state.
  private let mask: Floats?
  private let normalization: LSTMNormalization?

  init(
    _ tape: Tape, _ x: Tensor, _ lstm: LSTM, _ packing: Packing, reverse: Bool, initial: (h: Tensor, c: Tensor)?,
    recurrentDropout: Float, output: Tensor, column: Int, areProducts: Bool, rowProducts: [UnsafePointer<Float>]?
  ) {
    let inputs = tape.entry(lstm.input)
    let sequences = packing.lengths.count
    demand(
      x.columns == (areProducts ? inputs.columns : inputs.rows),
      "\(x.shape) \(areProducts ? "as products of" : "into") \(inputs.name) [\(inputs.rows), \(inputs.columns)]")
    demand(rowProducts.map { $0.count == packing.count } ?? true, "products of other rows than \(packing.count)")
    demand(packing.count == x.rows, "\(x.shape) with a packing of \(packing.count) rows")
    demand(initial == nil || !reverse, "an initial state for a reversed LSTM")
    if let initial {
      demand(
        initial.h.rows == sequences && initial.h.columns == lstm.units && initial.c.rows == sequences
          && initial.c.columns == lstm.units,
        "initial states \(initial.h.shape) and \(initial.c.shape) for [\(sequences), \(lstm.units)]")
    }
    self.tape = tape
    self.x = x
    self.areProducts = areProducts
    self.rowProducts = rowProducts
    self.lstm = lstm
    self.packing = packing
    self.reverse = reverse
    self.initial = initial
    self.output = output
    self.column = column
    units = lstm.units
    width = lstm.kind.inputBlocks * units
    recurrentWidth = lstm.kind.recurrentBlocks * units
    let rows = packing.count
    gates = tape.allocate(rows * width)
    cells = tape.allocate(rows * units)
    tanhCells = tape.allocate(rows * units)
    mask =
      tape.drops && recurrentDropout > 0 ? tape.dropoutMask(sequences * units, rate: recurrentDropout) : nil
    let copies = output.needsGradient && (mask != nil || initial != nil)
    previous = copies ? tape.allocate(rows * units) : nil
    sources = output.needsGradient && !copies ? tape.allocateIndices(rows) : nil
    normalization = lstm.normalization.map { LSTMNormalization(tape, $0, rows: rows, units: lstm.units) }
    if let sources { fill(sources) }
  }

  /// This direction's state in one row of the output.
  private func state(_ row: Int) -> Floats { output.values + row * output.columns + column }

  private func fill(_ sources: UnsafeMutablePointer<Int32>) {
    for (step, before) in steps {
      let live = before.map { running(step, $0) } ?? 0
      for sequence in 0..<packing.batchSizes[step] {
        sources[packing.offsets[step] + sequence] =
          sequence < live ? Int32(packing.offsets[before ?? 0] + sequence) : -1
      }
    }
  }

  /// Steps in reading order, each with the step read before it.
  private var steps: some BidirectionalCollection<(step: Int, before: Int?)> {
    let count = packing.batchSizes.count
    let reverse = reverse
    return (0..<count).lazy.map { index -> (step: Int, before: Int?) in
      let step = reverse ? count - 1 - index : index
      return (step, index == 0 ? nil : reverse ? step + 1 : step - 1)
    }
  }

  /// Sequences that run on from step `before` into `step`; they are the first ones of both.
  private func running(_ step: Int, _ before: Int) -> Int { packing.batchSizes[max(step, before)] }

  /// The row of a sequence's last step in reading direction.
  private func last(_ sequence: Int) -> Int {
    packing.row(sequence: sequence, step: reverse ? 0 : packing.lengths[sequence] - 1)
  }

  // MARK: forward

  func forward() {
    if areProducts {
      gates.update(from: x.values, count: x.count)
    } else if let rowProducts {
      for (row, products) in rowProducts.enumerated() { (gates + row * width).update(from: products, count: width) }
    } else {
      tape.inputProducts(x, lstm, into: gates, stride: width)
    }
    normalization?.normalizeInput(gates, bias: tape.values(lstm.bias))
    for (step, before) in steps {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      var live = 0
      var cell: Floats?
      var hidden: Floats?
      var stride = output.columns
      if let before {
        live = running(step, before)
        hidden = state(packing.offsets[before])
        cell = cells + packing.offsets[before] * units
      } else if let initial {
        live = size
        hidden = initial.h.values
        stride = units
        cell = initial.c.values
      }
      if let copy = copyPrevious(hidden, stride, live: live, size: size, first: first) {
        hidden = copy
        stride = units
      }
      if live > 0, let hidden {
        let target = normalization?.recurrentProduct(first) ?? gates + first * width
        tape.product(
          hidden, rows: live, stride: stride, lstm.recurrent, bias: nil, into: target,
          stride: normalization == nil ? width : recurrentWidth, accumulate: normalization == nil)
      }
      normalization?.addRecurrent(first, live: live, size: size, to: gates)
      activate(first, live, cell)
      activate(first + live, size - live, nil)
    }
  }

  private func activate(_ first: Int, _ count: Int, _ cell: Floats?) {
    guard count > 0 else { return }
    bk_gates_forward(
      lstm.kind == .highway ? BK_HIGHWAY : BK_LSTM, count, units, gates + first * width, cell, cells + first * units,
      tanhCells + first * units, state(first), output.columns)
    normalization?.normalizeCells(
      first, count, cells, gates: gates, tanhCells: tanhCells, states: state(first), stride: output.columns)
  }

  /// Copies the state before a step where the gradient needs more than the output: under dropout, or the initial one.
  private func copyPrevious(_ hidden: Floats?, _ stride: Int, live: Int, size: Int, first: Int) -> Floats? {
    guard let previous else { return nil }
    let copy = previous + first * units
    if let hidden {
      for row in 0..<live {
        let (source, target) = (hidden + row * stride, copy + row * units)
        if let mask {
          for index in 0..<units { target[index] = source[index] * mask[row * units + index] }
        } else {
          target.update(from: source, count: units)
        }
      }
    }
    (copy + live * units).update(repeating: 0, count: (size - live) * units)
    return copy
  }

  /// Copies each sequence's last state and cell into this direction's columns.
  func copyLast(_ hidden: Tensor, _ cell: Tensor) {
    for sequence in packing.lengths.indices {
      let row = last(sequence)
      let place = sequence * hidden.columns + column
      (hidden.values + place).update(from: state(row), count: units)
      (cell.values + place).update(from: cells + row * units, count: units)
    }
  }

  // MARK: backward

  /// Adds gradients of the last states, `[B, …]` laid out like the output's columns, to those of all states.
  func addLast(_ gradient: Floats, to states: Floats) {
    for sequence in packing.lengths.indices {
      bk_add(
        units, gradient + sequence * output.columns + column, states + last(sequence) * output.columns + column)
    }
  }

  /// - Parameters:
  ///   - states: gradient of the output; this direction's columns are used up.
  ///   - lastCells: gradient of each sequence's last cell, laid out like the output's columns; nil for zeros.
  func backward(_ states: Floats, lastCells: Floats?) {
    let sequences = packing.lengths.count
    let stride = output.columns
    let states = states + column
    let cellGradient = tape.allocate(sequences * units)
    if let lastCells {
      for sequence in 0..<sequences {
        (cellGradient + sequence * units).update(from: lastCells + sequence * stride + column, count: units)
      }
    } else {
      cellGradient.update(repeating: 0, count: sequences * units)
    }
    normalization?.prepareBackward()
    for (step, before) in steps.reversed() {
      let first = packing.offsets[step]
      let size = packing.batchSizes[step]
      let live = before.map { running(step, $0) } ?? (initial == nil ? 0 : size)
      let cell = before.map { cells + packing.offsets[$0] * units } ?? initial?.c.values
      differentiate(first, 0, live, cell, states, cellGradient)
      differentiate(first, live, size - live, nil, states, cellGradient)
      normalization?.differentiateRecurrent(first, live: live, gates: gates)
      if let before, live > 0 {
        addRecurrent(first, live, into: states + packing.offsets[before] * stride, stride: stride, isFirst: false)
      }
    }
    if let initial {
      if let (target, isFirst) = tape.gradient(initial.h) {
        addRecurrent(0, sequences, into: target, stride: units, isFirst: isFirst)
      }
      tape.pass(cellGradient, to: initial.c)
    }
    weightGradients()
  }

  private func differentiate(
    _ first: Int, _ offset: Int, _ count: Int, _ cell: Floats?, _ states: Floats, _ cellGradient: Floats
  ) {
    guard count > 0 else { return }
    let row = first + offset
    let gradient = states + row * output.columns
    let dc = cellGradient + offset * units
    normalization?.differentiateCells(
      row, count, gates: gates, tanhCells: tanhCells, states: gradient, stride: output.columns, into: dc)
    bk_gates_backward(
      normalization != nil ? BK_CELL_GIVEN : lstm.kind == .highway ? BK_HIGHWAY : BK_LSTM, count, units,
      gates + row * width, cell, tanhCells + row * units, gradient, output.columns, dc)
  }

  /// Gradients of the recurrent products, and the floats from row to row.
  private var recurrentGradients: (pointer: Floats, stride: Int) {
    guard let normalization else { return (gates, width) }
    return (normalization.recurrent, recurrentWidth)
  }

  /// Adds the gradient of the states that went into a step's recurrent product.
  private func addRecurrent(_ first: Int, _ count: Int, into target: Floats, stride: Int, isFirst: Bool) {
    let (gradients, gradientStride) = recurrentGradients
    let source = gradients + first * gradientStride
    guard let mask else {
      bk_gemm(
        count, units, recurrentWidth, source, gradientStride, tape.packedTranspose(lstm.recurrent), target, stride,
        isFirst ? 0 : 1, nil, tape.productWork)
      return
    }
    let part = tape.allocate(count * units)
    bk_gemm(
      count, units, recurrentWidth, source, gradientStride, tape.packedTranspose(lstm.recurrent), part, units, 0, nil,
      tape.productWork)
    for row in 0..<count {
      for index in 0..<units {
        let value = part[row * units + index] * mask[row * units + index]
        target[row * stride + index] = (isFirst ? 0 : target[row * stride + index]) + value
      }
    }
  }

  private func weightGradients() {
    let rows = packing.count
    if let (target, isFirst) = tape.gradient(lstm.recurrent) {
      // The first step of a forward pass without initial state has read zeros only.
      let skipped = reverse || initial != nil ? 0 : packing.lengths.count
      let (gradients, stride) = recurrentGradients
      bk_gemm_tn(
        units, recurrentWidth, rows - skipped, previous.map { $0 + skipped * units } ?? output.values + column,
        previous == nil ? output.columns : units, sources.map { UnsafePointer($0 + skipped) },
        gradients + skipped * stride, stride, target, recurrentWidth, isFirst ? 0 : 1, tape.productWork)
    }
    if areProducts { return tape.pass(gates, to: x) }
    if let (target, isFirst) = tape.gradient(lstm.bias) {
      bk_column_sums(rows, width, gates, width, target, isFirst ? 0 : 1)
    }
    normalization?.differentiateInput(gates)
    if let (target, isFirst) = tape.gradient(lstm.input) {
      bk_gemm_tn(
        x.columns, width, rows, x.values, x.columns, nil, gates, width, target, width, isFirst ? 0 : 1,
        tape.productWork)
    }
    if let (target, isFirst) = tape.gradient(x) {
      tape.product(gates, rows: rows, transposed: lstm.input, into: target, accumulate: !isFirst)
    }
  }
}
