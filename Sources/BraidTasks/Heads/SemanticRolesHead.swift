import BraidLayers
package import BraidTensors
package import BraidText

/// PropBank-style semantic roles: predicates and their senses from the shared states, arguments from private layers
/// that read the sentence once for each predicate.
///
/// All predicates of a batch are read at once: each is a sequence of its sentence's shared states with an embedding
/// that marks the predicate (He et al. 2017, section 2.1), but the shared encoder below ran only once a sentence.
package struct SemanticRolesHead: TaskHead {
  package let name: String
  package let layer: EncoderLayer
  /// The head's options.
  package let options: SemanticRolesOptions
  /// Classes of a token as predicate: the first is "no predicate", the others are sense numbers.
  package let senses: LabelSet
  /// Tags of a token as part of an argument: the first is `O`; BIO tags in span style, roles in dependency style.
  package let roles: LabelSet
  /// The lemma of the senses that a lower-cased word form has in the training data.
  package let lemmas: [String: String]
  let predicate: (weight: WeightID, bias: WeightID)
  let indicator: WeightID
  let readers: [[LSTM]]
  let output: (weight: WeightID, bias: WeightID)
  let constraints: ChainScores?

  static let noPredicate = "_"

  package var lossTerms: [String] { ["predicates", "roles"] }

  package var configuration: TaskConfiguration {
    var configuration = TaskConfiguration(
      options: TaskOptions(name: name, layer: layer, head: .semanticRoles(options)),
      labels: ["senses": senses, "roles": roles])
    configuration.lemmas = lemmas
    return configuration
  }

  /// Adds the head's weights.
  package init(
    task: TaskOptions, options: SemanticRolesOptions, senses: LabelSet, roles: LabelSet, lemmas: [String: String],
    width: Int, weights: inout Weights, random: Random
  ) {
    name = task.name
    layer = task.layer
    self.options = options
    self.senses = senses
    self.roles = roles
    self.lemmas = lemmas
    predicate = (
      weights.add(
        "\(name).predicate.weight", rows: width, columns: senses.count, initializer: .glorot, random: random),
      weights.add("\(name).predicate.bias", rows: 1, columns: senses.count, initializer: .zeros, random: random)
    )
    indicator = weights.add(
      "\(name).indicator", rows: 2, columns: options.indicator, kind: .rows, initializer: .normal(deviation: 0.1),
      random: random)
    var input = width + options.indicator
    var readers: [[LSTM]] = []
    for layer in 1...max(1, options.layers) {
      readers.append(
        ["forward", "backward"].map {
          LSTM.add(
            "\(task.name).lstm.\(layer).\($0)", input: input, units: options.units, weights: &weights, random: random)
        })
      input = 2 * options.units
    }
    self.readers = readers
    output = (
      weights.add(
        "\(name).output.weight", rows: 2 * input, columns: roles.count, initializer: .glorot, random: random),
      weights.add("\(name).output.bias", rows: 1, columns: roles.count, initializer: .zeros, random: random)
    )
    constraints = options.style == .span ? ChainScores(iob2: roles.names) : nil
  }

  /// The number of tokens, then the document's frames as `RoleTarget`s.
  package func target(_ document: Document) -> [Int32]? {
    guard let frames = document.frames else { return nil }
    let sentences = document.encodedSentences
    var target = [Int32(document.tokens.count)]
    for frame in frames {
      guard let sentence = sentences.first(where: { $0.contains(frame.predicate) }) else { continue }
      target += [Int32(frame.predicate), senseID(frame.sense), Int32(sentence.lowerBound), Int32(sentence.count)]
      target += tags(frame, sentence).map { roles[$0] ?? -1 }
    }
    return target
  }

  func tags(_ frame: Frame, _ sentence: Range<Int>) -> [String] {
    let arguments = frame.arguments.filter { $0.role != "V" && $0.tokens.clamped(to: sentence) == $0.tokens }
    switch options.style {
    case .span:
      let spans = arguments.map { argument in
        LabeledSpan(
          argument.tokens.lowerBound - sentence.lowerBound..<argument.tokens.upperBound - sentence.lowerBound,
          label: argument.role)
      }
      return SpanEncoding.iob2.tags(for: spans, in: 0..<sentence.count).tags
    case .dependency:
      var tags = [String](repeating: "O", count: sentence.count)
      for argument in arguments { tags[argument.tokens.lowerBound - sentence.lowerBound] = argument.role }
      return tags
    }
  }

  /// The class of a predicate with `sense`: the part after the last full stop.
  func senseID(_ sense: String?) -> Int32 { senses[Self.number(sense)] ?? -1 }

  /// The number of a sense, `01` of `say.01`; empty when there is none.
  static func number(_ sense: String?) -> String {
    guard let sense, let dot = sense.lastIndex(of: ".") else { return "" }
    return String(sense[sense.index(after: dot)...])
  }

  package func units(_ target: [Int32]) -> [Int] {
    let roles = RoleTarget.all(target)
    return [Int(target[0]), roles.reduce(0) { $0 + $1.tags.count { $0 >= 0 } }]
  }

  /// The gold answers of a shard in the layout of its logits.
  private struct Gold {
    /// The class of each row of the batch as predicate; negative when missing.
    var classes: [Int32]
    /// One reading a gold frame.
    var readings: [Reading] = []
    /// For each reading the tags of its sentence.
    var tags: [ArraySlice<Int32>] = []

    init(_ input: HeadInput) {
      classes = [Int32](repeating: -1, count: input.states.rows)
      for (document, target) in input.targets.enumerated() {
        guard let target else { continue }
        let rows = input.batch.documentRows[document]
        for row in rows { classes[Int(row)] = 0 }
        for frame in RoleTarget.all(target) {
          classes[Int(rows[frame.predicate])] = frame.sense
          readings.append(Reading(document: document, frame: 0, predicate: frame.predicate, sentence: frame.sentence))
          tags.append(frame.tags)
        }
      }
    }

    /// The role tag of each row of `packing`.
    func roles(_ packing: Packing) -> [Int32] {
      var gold = [Int32](repeating: -1, count: packing.count)
      for (sequence, reading) in packing.order.enumerated() {
        for (step, tag) in tags[reading].enumerated() { gold[packing.row(sequence: sequence, step: step)] = tag }
      }
      return gold
    }
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    func samples(_ logits: Tensor, _ gold: [Int32]) -> [CalibrationSample] {
      gold.enumerated().filter { $1 >= 0 }.map { row, gold in
        .softmax(logits.withRow(row) { Array($0) }, gold: Int(gold))
      }
    }
    let gold = Gold(input)
    let predicates = samples(predicateLogits(input), gold.classes)
    guard !gold.readings.isEmpty else { return [predicates, []] }
    let packing = Packing(lengths: gold.readings.map(\.sentence.count))
    return [predicates, samples(roleLogits(input, gold.readings, packing), gold.roles(packing))]
  }

  /// Each predicate reads its sentence.
  package func tokens(_ target: [Int32]) -> Int { RoleTarget.all(target).reduce(0) { $0 + $1.tags.count } }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let tape = input.tape
    let gold = Gold(input)
    let classes = gold.classes
    guard classes.contains(where: { $0 >= 0 }) else { return nil }
    var losses = [
      (
        tape.softmaxCrossEntropy(
          predicateLogits(input), gold: classes, smoothing: 0, classWeights: nil,
          normalizer: normalizers[0]), Float(1)
      )
    ]
    if !gold.readings.isEmpty {
      let packing = Packing(lengths: gold.readings.map(\.sentence.count))
      losses.append(
        (
          tape.softmaxCrossEntropy(
            roleLogits(input, gold.readings, packing), gold: gold.roles(packing), smoothing: 0, classWeights: nil,
            normalizer: normalizers[1]), 1
        ))
    }
    return tape.weightedSum(losses)
  }

  /// One predicate's reading of its sentence.
  struct Reading {
    var document: Int
    /// Frame of the document, when decoding.
    var frame: Int
    /// Token of the document.
    var predicate: Int
    /// Tokens of the document.
    var sentence: Range<Int>
  }

  /// `[N, senses]` over the batch's tokens.
  func predicateLogits(_ input: HeadInput) -> Tensor {
    input.tape.linear(input.states, weight: predicate.weight, bias: predicate.bias)
  }

  /// `[M, roles]`, one row a token of each reading, in the order of `packing`.
  func roleLogits(_ input: HeadInput, _ readings: [Reading], _ packing: Packing) -> Tensor {
    let tape = input.tape
    var rows = [Int32](repeating: 0, count: packing.count)
    var marks = rows
    var predicateRows = rows
    for (sequence, reading) in packing.order.enumerated() {
      let reading = readings[reading]
      let tokenRows = input.batch.documentRows[reading.document]
      let predicateRow = packing.row(sequence: sequence, step: reading.predicate - reading.sentence.lowerBound)
      for (step, token) in reading.sentence.enumerated() {
        let row = packing.row(sequence: sequence, step: step)
        rows[row] = tokenRows[token]
        marks[row] = token == reading.predicate ? 1 : 0
        predicateRows[row] = Int32(predicateRow)
      }
    }
    var states = tape.concatenate([
      tape.gatherRows(input.states, rows: rows), tape.embedding(indicator, ids: marks),
    ])
    for layer in readers {
      states = tape.concatenate(
        layer.enumerated().map { direction, lstm in
          tape.lstm(states, lstm, packing, reverse: direction == 1, initial: nil, recurrentDropout: 0).output
        })
      states = tape.sequenceDropout(states, packing, rate: Float(options.dropout))
    }
    let pairs = tape.concatenate([states, tape.gatherRows(states, rows: predicateRows)])
    return tape.linear(pairs, weight: output.weight, bias: output.bias)
  }

  package var metric: any DocumentMetric { RoleMetric(found: Self.foundLayer) }
}
