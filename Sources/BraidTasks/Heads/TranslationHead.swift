import BraidLayers
package import BraidTensors
package import BraidText

/// A text from a text: an LSTM decoder with attention over the states of the whole source document.
///
/// The decoder starts from the projected mean of the source states, attends with the "general" score and predicts
/// from `tanh(W [context; state])` (Luong et al. 2015, sections 3 and 3.1).
package struct TranslationHead: TaskHead {
  package let name: String
  package let layer: EncoderLayer
  /// The head's options.
  package let options: TranslationOptions
  /// The target's vocabulary; its text form is kept in the model.
  package let target: TargetVocabulary
  let embedding: WeightID
  let start: (hidden: WeightID, hiddenBias: WeightID, cell: WeightID, cellBias: WeightID)
  let decoder: LSTM
  let attention: WeightID
  let combine: (weight: WeightID, bias: WeightID)
  let output: (weight: WeightID, bias: WeightID)

  package var lossTerms: [String] { ["tokens"] }

  package var configuration: TaskConfiguration {
    TaskConfiguration(
      options: TaskOptions(name: name, layer: layer, head: .translation(options)), targetVocabulary: target.serialized)
  }

  /// Adds the head's weights.
  package init(
    task: TaskOptions, options: TranslationOptions, target: TargetVocabulary, width: Int, weights: inout Weights,
    random: Random
  ) {
    name = task.name
    layer = task.layer
    self.options = options
    self.target = target
    let units = options.units
    func add(_ part: String, _ rows: Int, _ columns: Int, _ initializer: Initializer = .glorot) -> WeightID {
      weights.add("\(task.name).\(part)", rows: rows, columns: columns, initializer: initializer, random: random)
    }
    embedding = weights.add(
      "\(name).embedding", rows: target.count, columns: options.embedding, kind: .rows,
      initializer: .normal(deviation: 0.5), random: random)
    start = (
      add("start.hidden.weight", width, units), add("start.hidden.bias", 1, units, .zeros),
      add("start.cell.weight", width, units), add("start.cell.bias", 1, units, .zeros)
    )
    decoder = LSTM.add(
      "\(name).decoder", input: options.embedding, units: units, weights: &weights, random: random)
    attention = add("attention", units, width)
    combine = (add("combine.weight", width + units, units), add("combine.bias", 1, units, .zeros))
    output = (add("output.weight", units, target.count), add("output.bias", 1, target.count, .zeros))
  }

  /// The ids of the target text's pieces, without start and end.
  package func target(_ document: Document) -> [Int32]? {
    document.translations[options.target].map { target.encode($0, lowercase: options.lowercase) }
  }

  package func units(_ target: [Int32]) -> [Int] { [target.count + 1] }

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
    let memory = input.documentStates
    let packing = Packing(lengths: inputs.map(\.count))
    let ordered = packing.order.map { sources[$0] }
    let initial = initialState(tape, memory, input.batch.documents)
    let embedded = tape.dropout(
      tape.embedding(embedding, ids: packing.pack(inputs)), rate: Float(options.dropout))
    let states = tape.lstm(
      embedded, decoder, packing, reverse: false,
      initial: (
        h: tape.gatherRows(initial.h, rows: ordered), c: tape.gatherRows(initial.c, rows: ordered)
      ), recurrentDropout: 0
    ).output
    let attended = attend(tape, states, packing, ordered, memory, input.batch.documents).state
    return tape.projectedCrossEntropy(
      attended, weight: output.weight, bias: output.bias, gold: packing.pack(golds),
      smoothing: Float(options.smoothing), normalizer: normalizers[0])
  }

  /// The decoder's first state for each source sequence, `[B, units]` twice.
  func initialState(_ tape: Tape, _ memory: Tensor, _ packing: Packing) -> (h: Tensor, c: Tensor) {
    let mean = tape.pool(memory, packing, .mean)
    return (
      tape.tanh(tape.linear(mean, weight: start.hidden, bias: start.hiddenBias)),
      tape.tanh(tape.linear(mean, weight: start.cell, bias: start.cellBias))
    )
  }

  /// `tanh(W [context; state])` for each decoder state, and the attention weights.
  func attend(
    _ tape: Tape, _ states: Tensor, _ packing: Packing, _ sources: [Int32], _ memory: Tensor, _ memoryPacking: Packing
  ) -> (state: Tensor, weights: [[Float]]) {
    let queries = tape.linear(states, weight: attention, bias: nil)
    let attended = tape.attention(
      queries, packing, memory: memory, memoryPacking, sources: sources)
    let combined = tape.tanh(
      tape.linear(tape.concatenate([attended.context, states]), weight: combine.weight, bias: combine.bias))
    return (tape.dropout(combined, rate: Float(options.dropout)), attended.weights)
  }

  package func clear(_ document: inout Document) { document.translations[options.target] = nil }

  package var metric: any DocumentMetric { TranslationMetric(target: options.target) }
}
