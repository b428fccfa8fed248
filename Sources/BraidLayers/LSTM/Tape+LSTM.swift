public import BraidTensors
import CKernels

/// What an LSTM layer leaves on the tape; the directions of a layer lie side by side.
public struct LSTMOutput {
  /// `[N, H]`, `[N, 2H]` for two directions, one row a row of the packing.
  public let output: Tensor
  /// `[B, H]` or `[B, 2H]`: each sequence's state after its last step in reading direction, in packed order.
  public let finalHidden: Tensor
  /// `[B, H]` or `[B, 2H]`: the cells that belong to `finalHidden`.
  public let finalCell: Tensor
}

extension Tape {
  /// One direction of an LSTM layer over packed sequences.
  ///
  /// `i, f, o = σ(…)`, `g = tanh(x W + h U + b)`, `c = f c' + i g`, `h = o tanh(c)`; see `LSTMKind` for the others. One
  /// product for the inputs of all steps, one recurrent product a step on the sequences that are still running, one for
  /// each weight's gradient.
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
    run(x, [(lstm, reverse)], packing, initial, recurrentDropout)
  }

  /// One direction of a standard LSTM layer whose input products have been made already, so that rows that many
  /// sequences share are multiplied once.
  ///
  /// - Parameters:
  ///   - products: `[N, 4H]`: `x W + b` of each row.
  ///   - lstm: the weights; of these the recurrent ones are used.
  ///   - packing: the sequences.
  ///   - reverse: whether each sequence is read from its last step to its first.
  ///   - recurrentDropout: as in `lstm`.
  /// - Returns: the states, `[N, H]`, and each sequence's last one with its cell.
  /// - Precondition: the layer is a standard one; the shapes fit.
  public func lstm(
    products: Tensor, _ lstm: LSTM, _ packing: Packing, reverse: Bool, recurrentDropout: Float
  ) -> LSTMOutput {
    demand(lstm.kind == .standard, "input products of a \(lstm.kind) LSTM")
    return run(products, [(lstm, reverse)], packing, nil, recurrentDropout, areProducts: true)
  }

  /// An LSTM layer whose directions write their states side by side.
  ///
  /// - Parameters:
  ///   - x: `[N, D]`, rows laid out by `packing`.
  ///   - directions: the weights of the forward reader and, if there is one, of the backward reader.
  ///   - packing: the sequences.
  ///   - recurrentDropout: as in `lstm`.
  /// - Returns: the states, `[N, 2H]` for two directions, and the last ones.
  /// - Precondition: one or two directions; the shapes fit.
  public func lstmLayer(
    _ x: Tensor, directions: [LSTM], _ packing: Packing, recurrentDropout: Float
  ) -> LSTMOutput {
    lstmLayer(x, products: nil, directions: directions, packing, recurrentDropout: recurrentDropout)
  }

  /// The same; `products`, if given, says for each row where its products with the input weights of all directions are.
  func lstmLayer(
    _ x: Tensor, products: [UnsafePointer<Float>]?, directions: [LSTM], _ packing: Packing, recurrentDropout: Float
  ) -> LSTMOutput {
    demand((1...2).contains(directions.count), "\(directions.count) directions of an LSTM layer")
    demand(products == nil || !isTraining, "products from elsewhere in training")
    return run(
      x, directions.enumerated().map { ($1, $0 == 1) }, packing, nil, recurrentDropout, rowProducts: products)
  }

  /// `x W + b` of a direction; without `b` where that is added after a normalization.
  ///
  /// `target` has `stride` floats from row to row.
  func inputProducts(_ x: Tensor, _ lstm: LSTM, into target: UnsafeMutablePointer<Float>, stride: Int) {
    product(
      x.values, rows: x.rows, stride: x.columns, lstm.input,
      bias: lstm.normalization == nil ? UnsafePointer(values(lstm.bias)) : nil, into: target, stride: stride,
      accumulate: false)
  }

  private func run(
    _ x: Tensor, _ directions: [(lstm: LSTM, reverse: Bool)], _ packing: Packing, _ initial: (h: Tensor, c: Tensor)?,
    _ recurrentDropout: Float, areProducts: Bool = false, rowProducts: [UnsafePointer<Float>]? = nil
  ) -> LSTMOutput {
    let sequences = packing.lengths.count
    let width = directions.reduce(0) { $0 + $1.lstm.units }
    let needsGradient =
      x.needsGradient || directions.contains { isTrained($0.lstm.input) } || initial?.h.needsGradient ?? false
    let output = make(packing.count, width, needsGradient: needsGradient)
    let finalHidden = make(sequences, width, needsGradient: needsGradient)
    let finalCell = make(sequences, width, needsGradient: needsGradient)
    func forward(_ index: Int) -> LSTMPass {
      let (lstm, reverse) = directions[index]
      let before = directions[..<index]
      let first = before.reduce(0) { $0 + $1.lstm.inputColumns }
      let pass = LSTMPass(
        self, x, lstm, packing, reverse: reverse, initial: initial, recurrentDropout: recurrentDropout,
        output: output, column: before.reduce(0) { $0 + $1.lstm.units }, areProducts: areProducts,
        rowProducts: rowProducts?.map { $0 + first })
      pass.forward()
      pass.copyLast(finalHidden, finalCell)
      return pass
    }
    // In annotation nothing else outlives a direction, and all of them work in the same, cached memory.
    let passes = isTraining ? directions.indices.map(forward) : []
    if !isTraining { for index in directions.indices { temporarily { _ = forward(index) } } }
    record([output, finalHidden, finalCell], operation: "lstm") { tape in
      let states = tape.gradientOrZeros(output)
      let lastStates = tape.reachedGradient(finalHidden)
      let lastCells = tape.reachedGradient(finalCell)
      for pass in passes {
        if let lastStates { pass.addLast(lastStates, to: states) }
        pass.backward(states, lastCells: lastCells)
      }
    }
    return LSTMOutput(output: output, finalHidden: finalHidden, finalCell: finalCell)
  }
}
