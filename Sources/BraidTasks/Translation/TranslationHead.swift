import BraidLayers
package import BraidTensors
package import BraidText

/// A text from a text: an LSTM decoder with attention over the states of the whole source document.
///
/// The decoder starts from the projected mean of the source states, attends with the "general" score and predicts
/// from `tanh(W [context; state])` (Luong et al. 2015, sections 3 and 3.1).
package struct TranslationHead: TaskHead {
  /// The head's options.
  package let options: TranslationOptions
  /// What the head writes with.
  package let target: TargetVocabulary
  /// The target embedding; nil when the columns of `output` are.
  let embedding: WeightID?
  let start: (hidden: WeightID, hiddenBias: WeightID, cell: WeightID, cellBias: WeightID)
  let decoder: LSTM
  let attention: WeightID
  let combine: (weight: WeightID, bias: WeightID)
  let output: (weight: WeightID, bias: WeightID)

  package var lossTerms: [String] { ["tokens"] }

  /// Adds the head's weights.
  package init(
    task name: String, options: TranslationOptions, target: TargetVocabulary, width: Int, weights: inout Weights,
    random: Random
  ) {
    self.options = options
    self.target = target
    let units = options.units
    let embeddingWidth = options.tied ? units : options.embedding
    func add(_ part: String, _ rows: Int, _ columns: Int, _ initializer: Initializer = .glorot) -> WeightID {
      weights.add("\(name).\(part)", rows: rows, columns: columns, initializer: initializer, random: random)
    }
    embedding =
      options.tied
      ? nil
      : weights.add(
        "\(name).embedding", rows: target.count, columns: embeddingWidth, kind: .rows,
        initializer: .normal(deviation: 0.5), random: random)
    start = (
      add("start.hidden.weight", width, units), add("start.hidden.bias", 1, units, .zeros),
      add("start.cell.weight", width, units), add("start.cell.bias", 1, units, .zeros)
    )
    decoder = LSTM.add(
      "\(name).decoder", input: embeddingWidth + (options.inputFeeding ? units : 0), units: units, weights: &weights,
      random: random)
    attention = add("attention", units, width)
    combine = (add("combine.weight", width + units, units), add("combine.bias", 1, units, .zeros))
    // Columns that are read as embeddings must be as large as embeddings are.
    output = (
      add("output.weight", units, target.count, options.tied ? .normal(deviation: 0.1) : .glorot),
      add("output.bias", 1, target.count, .zeros)
    )
  }

  /// The ids of the target text's symbols, without start and end.
  package func target(_ document: Document) -> [Int32]? {
    document.translations[options.target].map { target.encode($0, lowercase: options.lowercase) }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [target.count + 1] }

  package func tokens(_ target: [Int32]) -> Int { target.count + 1 }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let tape = input.tape
    // Sequence i of the source is document order[i]; a target is a sequence of its own with that source.
    var sources: [Int32] = []
    var inputs: [[Int32]] = []
    var golds: [[Int32]] = []
    for (sequence, document) in input.batch.documents.order.enumerated() {
      guard let ids = input.targets[document] else { continue }
      sources.append(Int32(sequence))
      inputs.append([target.start] + ids)
      golds.append(ids + [target.end])
    }
    guard !sources.isEmpty else { return nil }
    let memory = Memory(states: input.documentStates, packing: input.batch.documents)
    let packing = Packing(lengths: inputs.map(\.count))
    let ordered = packing.order.map { sources[$0] }
    let first = initialState(tape, memory)
    let initial = (h: tape.gatherRows(first.h, rows: ordered), c: tape.gatherRows(first.c, rows: ordered))
    let embedded = tape.dropout(embedded(tape, packing.pack(inputs)), rate: Float(options.dropout))
    let attended: Tensor
    if options.inputFeeding {
      attended = fedStates(tape, embedded, packing, initial, memory, ordered)
    } else {
      let states = tape.lstm(embedded, decoder, packing, reverse: false, initial: initial, recurrentDropout: 0).output
      attended = attend(tape, states, packing, ordered, memory)
    }
    return input.projectedCrossEntropy(
      attended, weight: output.weight, bias: output.bias, gold: packing.pack(golds),
      smoothing: Float(options.smoothing), normalizer: normalizers[0])
  }

  /// The states of the source documents, `[N, width]`, each document one sequence of `packing`.
  struct Memory {
    let states: Tensor
    let packing: Packing
  }

  /// The embeddings of target symbols, `[N, embedding]`.
  func embedded(_ tape: Tape, _ ids: [Int32]) -> Tensor {
    if let embedding { return tape.embedding(embedding, ids: ids) }
    return tape.columnEmbedding(output.weight, ids: ids)
  }

  /// The decoder's first state for each source sequence, `[B, units]` twice.
  func initialState(_ tape: Tape, _ memory: Memory) -> (h: Tensor, c: Tensor) {
    let mean = tape.pool(memory.states, memory.packing, .mean)
    return (
      tape.tanh(tape.linear(mean, weight: start.hidden, bias: start.hiddenBias)),
      tape.tanh(tape.linear(mean, weight: start.cell, bias: start.cellBias))
    )
  }

  /// `tanh(W [context; state])` for each decoder state.
  private func attend(
    _ tape: Tape, _ states: Tensor, _ packing: Packing, _ sources: [Int32], _ memory: Memory
  ) -> Tensor {
    let queries = tape.linear(states, weight: attention, bias: nil)
    let attended = tape.attention(queries, packing, memory: memory.states, memory.packing, sources: sources)
    return tape.dropout(combined(tape, attended.context, states), rate: Float(options.dropout))
  }

  /// `tanh(W [context; state])`.
  func combined(_ tape: Tape, _ context: Tensor, _ states: Tensor) -> Tensor {
    tape.tanh(tape.linear(tape.concatenate([context, states]), weight: combine.weight, bias: combine.bias))
  }

  /// The attentional states of all target steps, each read by the step after it; rows as in `packing`.
  private func fedStates(
    _ tape: Tape, _ embedded: Tensor, _ packing: Packing, _ initial: (h: Tensor, c: Tensor), _ memory: Memory,
    _ sources: [Int32]
  ) -> Tensor {
    var state = (hidden: initial.h, cell: initial.c)
    var fed = tape.constant(sources.count, options.units, [Float](repeating: 0, count: sources.count * options.units))
    var outputs: [Tensor] = []
    for (offset, live) in zip(packing.offsets, packing.batchSizes) {
      // Sequences that have ended are the last ones.
      func going(_ tensor: Tensor) -> Tensor {
        tensor.rows == live ? tensor : tape.gatherRows(tensor, rows: (0..<Int32(live)).map { $0 })
      }
      let words = tape.gatherRows(embedded, rows: (offset..<offset + live).map(Int32.init))
      state = tape.lstmCell(
        tape.concatenate([words, going(fed)]), hidden: going(state.hidden), cell: going(state.cell), decoder)
      let steps = Packing(lengths: [Int](repeating: 1, count: live))
      fed = attend(tape, state.hidden, steps, Array(sources.prefix(live)), memory)
      outputs.append(fed)
    }
    return tape.stack(outputs)
  }

  package var longestReading: Int? { SourceParts.longest }

  package var metric: any DocumentMetric {
    TranslationMetric(target: options.target, scoring: options.scoring)
  }
}
