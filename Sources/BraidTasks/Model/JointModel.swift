public import BraidTensors
public import BraidText

/// One shared encoder with the heads that read it, and their weights.
///
/// A value: copying a model copies its weights (on write).
public struct JointModel: Sendable {
  /// Turns words into ids.
  public let features: FeatureExtractor
  /// The shared encoder.
  public let encoder: SharedEncoder
  /// One head a task, in the order of the model's options.
  public let heads: [any TaskHead]
  /// All weights by name.
  public var weights: Weights
  /// How raw text is made ready for it.
  public var preparation = TextPreparation()
  /// For each head what the logits of its loss terms are divided by before they become probabilities.
  public internal(set) var temperatures: [[Double]]
  /// For each head its learned mix of layers; nil where it reads no mix.
  let mixes: [LayerMix?]
  /// For each head its private layers; nil where it reads the encoder itself.
  let privateLayers: [LSTMStack?]

  /// A model with fresh weights.
  ///
  /// - Parameters:
  ///   - options: options of the shared encoder.
  ///   - features: the vocabularies.
  ///   - tasks: one configuration a task: options and the label sets of the training data.
  ///   - random: where initial weights are drawn from.
  ///   - makeHead: makes a head; a caller with heads of its own passes its own function.
  /// - Throws: `TaskError` when a head can't be made from its configuration.
  public init(
    encoder options: EncoderOptions, features: FeatureExtractor, tasks: [TaskConfiguration], random: Random,
    makeHead: HeadFactory = HeadRegistry.make
  ) throws(TaskError) {
    try self.init(
      encoder: options, features: features, tasks: tasks, weights: Weights(), random: random, makeHead: makeHead)
  }

  /// A model that adds its weights to `weights`, which has none yet.
  init(
    encoder options: EncoderOptions, features: FeatureExtractor, tasks: [TaskConfiguration], weights: Weights,
    random: Random, makeHead: HeadFactory
  ) throws(TaskError) {
    var weights = weights
    self.features = features
    encoder = SharedEncoder(options: options, features: features, weights: &weights, random: random)
    var heads: [any TaskHead] = []
    var mixes: [LayerMix?] = []
    var privateLayers: [LSTMStack?] = []
    for task in tasks {
      if case .layer(let layer) = task.options.layer, !(0...encoder.depth).contains(layer) {
        throw .layerOutOfRange(task: task.options.name, layer: layer, depth: encoder.depth)
      }
      guard !heads.contains(where: { $0.name == task.options.name }) else {
        throw .duplicateTask(task.options.name)
      }
      let width = encoder.width(task.options.layer)
      let stack = task.options.privateLayers.map {
        LSTMStack("\(task.options.name).private", options: $0, input: width, weights: &weights, random: random)
      }
      privateLayers.append(stack)
      heads.append(try makeHead(task, stack?.width ?? width, &weights, random))
      mixes.append(
        task.options.layer == .mix
          ? LayerMix(task: task.options.name, layers: encoder.depth, weights: &weights, random: random) : nil)
    }
    self.heads = heads
    self.mixes = mixes
    self.privateLayers = privateLayers
    self.weights = weights
    temperatures = zip(heads, tasks).map { head, task in
      let ones = head.lossTerms.map { _ in 1.0 }
      guard let fitted = task.temperatures, fitted.count == ones.count else { return ones }
      return fitted
    }
  }

  /// Everything besides weights that rebuilds the heads.
  var configurations: [TaskConfiguration] {
    heads.indices.map { task in
      var configuration = heads[task].configuration
      configuration.options.privateLayers = privateLayers[task]?.options
      configuration.temperatures = temperatures[task].allSatisfy { $0 == 1 } ? nil : temperatures[task]
      return configuration
    }
  }

  /// The highest encoder layer that a head reading `layer` needs.
  static func top(_ layer: EncoderLayer, depth: Int) -> Int {
    if case .layer(let layer) = layer { layer } else { depth }
  }

  /// The document as numbers, with each task's target; nil when it has no tokens.
  public func example(_ document: Document, forms: inout FormTable, targets: Bool = true) -> Example? {
    guard var example = features.example(document, forms: &forms) else { return nil }
    if targets { example.targets = heads.map { $0.target(document) } }
    return example
  }

  /// For each loss term of a task the items of `examples` that it averages over, at least 1.
  package func normalizers(_ examples: [Example], task: Int) -> [Float] {
    let head = heads[task]
    var totals = [Int](repeating: 0, count: head.lossTerms.count)
    for case let target? in examples.map({ $0.targets[task] }) {
      for (term, units) in head.units(target).enumerated() { totals[term] += units }
    }
    return totals.map { Float(max(1, $0)) }
  }

  /// Runs the encoder once and hands each head in `tasks` what it reads.
  package func inputs(
    _ tape: Tape, _ batch: PackedBatch, tasks: [Int], answers: AnswerOptions = AnswerOptions()
  ) -> [HeadInput] {
    let top = tasks.map { Self.top(heads[$0].layer, depth: encoder.depth) }.max() ?? 0
    let layers = encoder.encode(tape, batch, top: top)
    // Several tasks may read everything: it is put side by side once.
    var all: Tensor?
    return tasks.map { task in
      var bidirectional = encoder.options.lstm.bidirectional
      var states: Tensor
      switch heads[task].layer {
      case .top: states = layers[encoder.depth]
      case .layer(let layer):
        states = layers[layer]
        if layer == 0 { bidirectional = false }
      case .mix:
        guard let mix = mixes[task] else { preconditionFailure("task \(heads[task].name) has no mix") }
        states = mix.mix(tape, Array(layers.dropFirst()))
      case .all:
        states = all ?? tape.concatenate(layers)
        all = states
        bidirectional = false
      }
      if let stack = privateLayers[task] {
        states = stack.run(tape, states, batch.packing).last ?? states
        bidirectional = stack.options.bidirectional
      }
      return HeadInput(
        tape: tape, batch: batch, states: states, task: task, bidirectional: bidirectional,
        temperatures: temperatures[task], answers: answers)
    }
  }
}
