public import BraidTensors

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
    demand((1...2).contains(directions.count), "\(directions.count) directions of an LSTM layer")
    return run(x, directions.enumerated().map { ($1, $0 == 1) }, packing, nil, recurrentDropout)
  }

  private func run(
    _ x: Tensor, _ directions: [(lstm: LSTM, reverse: Bool)], _ packing: Packing, _ initial: (h: Tensor, c: Tensor)?,
    _ recurrentDropout: Float, areProducts: Bool = false
  ) -> LSTMOutput {
    let sequences = packing.lengths.count
    let width = directions.reduce(0) { $0 + $1.lstm.units }
    let needsGradient =
      x.needsGradient || directions.contains { isTrained($0.lstm.input) } || initial?.h.needsGradient ?? false
    let output = make(packing.count, width, needsGradient: needsGradient)
    let finalHidden = make(sequences, width, needsGradient: needsGradient)
    let finalCell = make(sequences, width, needsGradient: needsGradient)
    func forward() -> [LSTMPass] {
      var column = 0
      return directions.map { lstm, reverse in
        let pass = LSTMPass(
          self, x, lstm, packing, reverse: reverse, initial: initial, recurrentDropout: recurrentDropout,
          output: output, column: column, areProducts: areProducts)
        pass.forward()
        pass.copyLast(finalHidden, finalCell)
        column += lstm.units
        return pass
      }
    }
    // In annotation nothing else outlives the operation, and every layer works in the same, cached memory.
    let passes = isTraining ? forward() : []
    if !isTraining { temporarily { _ = forward() } }
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
