import BraidLayers
public import BraidTensors
public import BraidText

/// One shared encoder with the heads that read it, and their weights.
///
/// A value: copying a model copies its weights (on write).
public struct JointModel: Sendable {
  /// Turns words into ids.
  public internal(set) var features: FeatureExtractor
  /// The shared encoder.
  public let encoder: SharedEncoder
  /// Name, options and resources of each task, in the order of the model's options; temperatures are in `temperatures`.
  public let tasks: [TaskConfiguration]
  /// One head a task, in the same order.
  public private(set) var heads: [any TaskHead]
  /// All weights by name.
  public var weights: Weights
  /// How raw text is prepared for it.
  public var preparation = TextPreparation() {
    didSet {
      guard preparation.locale != oldValue.locale else { return }
      heads = heads.map { $0.spelled(in: preparation.locale) }
    }
  }
  /// The rules with which its training texts were made; nil when they came with their tokens, or it is not known.
  public var textRules: TextRules?
  /// The model that cuts its raw texts into tokens and sentences; nil where rules do, and for one that does so itself.
  public var segmenter: JointModel? {
    get { segmenters.first }
    set { segmenters = newValue.map { [$0] } ?? [] }
  }
  /// A value can't hold one of its own type itself.
  private var segmenters: [JointModel] = []
  /// The documents that its weights, thresholds and temperatures were chosen on; nil when there were none, or it is not
  /// known.
  public var selection: DocumentSketch?
  /// For each head what the logits of its loss terms are divided by before they become probabilities.
  public internal(set) var temperatures: [[Double]]
  /// For each head its learned mix of layers; nil where it reads no mix.
  let mixes: [LayerMix?]
  /// Whether a head reads hashes of words.
  package let readsWordHashes: Bool
  /// Whether a head reads the second text of a pair.
  public let readsPairs: Bool
  /// For each head its private layers; nil where it reads the encoder itself.
  let privateLayers: [LSTMStack?]

  /// A model with fresh weights.
  ///
  /// - Parameters:
  ///   - options: options of the shared encoder.
  ///   - features: the vocabularies.
  ///   - tasks: one configuration a task: options and the label sets of the training data.
  ///   - random: where initial weights are drawn from.
  /// - Throws: `TaskError` when a head can't be made from its configuration.
  public init(
    encoder options: EncoderOptions, features: FeatureExtractor, tasks: [TaskConfiguration], random: Random
  ) throws(TaskError) {
    try self.init(encoder: options, features: features, tasks: tasks, weights: Weights(), random: random)
  }

  /// A model that adds its weights to `weights`, which has none yet.
  init(
    encoder options: EncoderOptions, features: FeatureExtractor, tasks: [TaskConfiguration], weights: Weights,
    random: Random
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
      if task.options.kind.segmentsText, tasks.count > 1 { throw .notAlone(task: task.name) }
      if task.options.kind.segmentsText, features.inputs > 0 {
        throw .badOption(
          task: task.name, option: "inputs", found: "given", expected: "none for a model that finds the tokens itself")
      }
      guard Self.isName(task.name) else { throw .badName(task.name) }
      guard tasks.count(where: { $0.name == task.name }) == 1 else { throw .duplicateTask(task.name) }
      try task.options.checkDirections(options.lstm, givenVectors: features.readsVectors)
      let width = encoder.width(task.options.layer)
      let stack = task.options.privateLayers.map {
        LSTMStack("\(task.options.name).private", options: $0, input: width, weights: &weights, random: random)
      }
      privateLayers.append(stack)
      var configuration = task
      configuration.reading = EncoderReading(
        directions: task.options.directions(options.lstm), words: features.words, wordEmbedding: encoder.words,
        embedding: options.embedding)
      heads.append(
        try task.options.kind.makeHead(configuration, width: stack?.width ?? width, weights: &weights, random: random))
      mixes.append(
        task.options.layer == .mix
          ? LayerMix(task: task.options.name, layers: encoder.depth, weights: &weights, random: random) : nil)
    }
    self.tasks = tasks
    self.heads = heads
    readsWordHashes = heads.contains { $0.readsWordHashes }
    readsPairs = tasks.contains { $0.options.kind.givenAnnotationLayers.contains(.translation(Document.secondName)) }
    self.mixes = mixes
    self.privateLayers = privateLayers
    self.weights = weights
    temperatures = zip(heads, tasks).map { head, task in
      let ones = head.lossTerms.map { _ in 1.0 }
      guard let fitted = task.temperatures, fitted.count == ones.count else { return ones }
      return fitted
    }
  }

  /// Whether a task can have this name: it begins the names of its weights, beside those of the encoder.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "encoder" && !name.hasPrefix(".")
      && !name.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
  }

  /// Everything besides weights that rebuilds the heads.
  var configurations: [TaskConfiguration] {
    tasks.indices.map { task in
      var configuration = tasks[task]
      configuration.temperatures = temperatures[task].allSatisfy { $0 == 1 } ? nil : temperatures[task]
      return configuration
    }
  }

  /// The names of the tasks, in their order.
  public var names: [String] { tasks.map(\.name) }

  /// Whether it reads characters and cuts raw text into tokens and sentences.
  public var segmentsText: Bool { tasks.contains { $0.options.kind.segmentsText } }

  /// Some tasks in groups, in order, of which no two in one group write the same layer.
  func groups(of tasks: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for task in tasks {
      if let index = groups.firstIndex(where: { sharedLayer($0 + [task]) == nil }) {
        groups[index].append(task)
      } else {
        groups.append([task])
      }
    }
    return groups
  }

  /// Two of some tasks that write the same layer, by their names, and the layer; nil when no two do.
  package func sharedLayer(_ tasks: [Int]) -> (first: String, second: String, layer: AnnotationLayer)? {
    AnnotationLayer.shared(by: tasks.map { (names[$0], self.tasks[$0].options.kind.writtenLayers) })
  }

  /// Takes a task's predictions, or its gold labels, out of a document, leaving what it is given when it annotates.
  public func clear(_ document: inout Document, task: Int) { tasks[task].options.kind.clear(&document) }

  /// The highest encoder layer that a head reading `layer` needs.
  static func top(_ layer: EncoderLayer, depth: Int) -> Int {
    if case .layer(let layer) = layer { layer } else { depth }
  }

  /// The document as numbers, with each task's target; nil when it has no tokens.
  public func example(_ document: Document, forms: inout FormTable, targets: Bool = true) -> Example? {
    guard var example = features.example(document, forms: &forms, second: readsPairs) else { return nil }
    if readsWordHashes { example.hashes = features.hashes(document, second: readsPairs) }
    if targets { example.targets = heads.map { $0.target(document) } }
    return example
  }

  /// For each loss term of a task the items of `examples` that it averages over, at least 1.
  package func normalizers(_ examples: [Example], task: Int) -> [Float] {
    let head = heads[task]
    var totals = [Int](repeating: 0, count: head.lossTerms.count)
    for case let target? in examples.map({ $0.targets[task] }) {
      for (term, count) in head.lossItemCounts(of: target).enumerated() { totals[term] += count }
    }
    return totals.map { Float(max(1, $0)) }
  }

  /// Runs the encoder once and hands each head in `tasks` what it reads.
  package func inputs(
    _ tape: Tape, _ batch: PackedBatch, tasks: [Int], options: PredictionOptions = PredictionOptions()
  ) -> [HeadInput] {
    inputs(tape, batch, layers: encoder.encode(tape, batch, top: top(of: tasks)), tasks: tasks, options: options)
  }

  /// The same for a batch whose words have records.
  func inputs(
    _ tape: Tape, _ batch: PackedBatch, _ records: WordRecords, tasks: [Int], options: PredictionOptions
  ) -> [HeadInput] {
    inputs(
      tape, batch, layers: encoder.encode(tape, batch, records, top: top(of: tasks)), tasks: tasks, options: options)
  }

  /// The highest encoder layer that a task needs.
  package func topLayer(of task: Int) -> Int { Self.top(tasks[task].options.layer, depth: encoder.depth) }

  /// The highest encoder layer that some tasks need.
  private func top(of tasks: [Int]) -> Int { tasks.map(topLayer).max() ?? 0 }

  /// What each head in `tasks` reads of the encoder's layers.
  private func inputs(
    _ tape: Tape, _ batch: PackedBatch, layers: [Tensor], tasks: [Int], options: PredictionOptions
  ) -> [HeadInput] {
    // Several tasks may read everything: it is put side by side once.
    var all: Tensor?
    return tasks.map { task in
      var bidirectional = encoder.options.lstm.bidirectional
      var states: Tensor
      switch self.tasks[task].options.layer {
      case .top: states = layers[encoder.depth]
      case .layer(let layer):
        states = layers[layer]
        if layer == 0 { bidirectional = false }
      case .mix:
        guard let mix = mixes[task] else { preconditionFailure("task \(self.tasks[task].name) has no mix") }
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
        temperatures: temperatures[task], options: options)
    }
  }
}
