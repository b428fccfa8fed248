package import BraidFiles
import BraidLayers
package import BraidTensors
package import BraidText

/// PropBank-style semantic roles: predicates and their senses from the shared states, arguments from private layers
/// that read the sentence once for each predicate.
///
/// All predicates of a batch are read at once, each a sequence of its sentence's shared states; the shared encoder
/// below ran only once a sentence. Annotation reads them in pieces of `ReadingLimit.rows` tokens, and of a sentence of more
/// than `ReadingLimit.tokens` a predicate reads the `ReadingLimit.nearest` around it.
package struct SemanticRolesHead: TaskHead {
  /// The head's options.
  package let options: SemanticRolesOptions
  /// Classes of a token as predicate: the first is "no predicate", the others are sense numbers.
  package let senses: LabelSet
  /// Tags of a token as part of an argument: the first is `O`; BIO tags in span style, roles in dependency style.
  package let roles: LabelSet
  /// The lemma of the senses that a lower-cased word form has in the training data.
  package let lemmas: ExactDictionary<String>
  /// The sense numbers that a lemma has in the training data.
  package let lemmaSenses: ExactDictionary<[String]>
  let predicate: (weight: WeightID, bias: WeightID)
  let reader: PredicateLayer
  /// Private layers on the first; nil when that is the only one.
  let upper: LSTMStack?
  let output: (weight: WeightID, bias: WeightID)
  /// What the predicate's state adds to the scores of its arguments.
  let outputPredicate: WeightID
  let decoder: UniqueRoleDecoder

  static let noPredicate = "_"

  package var lossTerms: [String] { ["predicates", "roles"] }

  /// Adds the head's weights.
  package init(
    task name: String, options: SemanticRolesOptions, senses: LabelSet, roles: LabelSet,
    tables: [String: ExactDictionary<[String]>], width: Int, weights: inout Weights, random: Random
  ) {
    self.options = options
    self.senses = senses
    self.roles = roles
    lemmas = (tables["lemmas"] ?? [:]).filter { !$0.value.isEmpty }.mapValues { $0[0] }
    lemmaSenses = tables["senses"] ?? [:]
    predicate = (
      weights.add(
        "\(name).predicate.weight", rows: width, columns: senses.count, initializer: .glorot, random: random),
      weights.add("\(name).predicate.bias", rows: 1, columns: senses.count, initializer: .zeros, random: random)
    )
    reader = PredicateLayer(
      "\(name).lstm.1", width: width, units: options.units, weights: &weights, random: random)
    var layers = LSTMOptions()
    layers.units = options.units
    layers.layers = options.layers - 1
    layers.dropout = options.dropout
    layers.recurrentDropout = options.recurrentDropout
    upper =
      options.layers > 1
      ? LSTMStack("\(name).upper", options: layers, input: layers.width, weights: &weights, random: random) : nil
    output = (
      weights.add(
        "\(name).output.weight", rows: layers.width, columns: roles.count, initializer: .glorot, random: random),
      weights.add("\(name).output.bias", rows: 1, columns: roles.count, initializer: .zeros, random: random)
    )
    outputPredicate = weights.add(
      "\(name).output.predicate", rows: layers.width, columns: roles.count, initializer: .glorot, random: random)
    decoder = UniqueRoleDecoder(
      chain: options.style == .span ? ChainScores(.iob2, tags: roles.names) : ChainScores(tags: roles.count),
      roles: roles.names)
  }

  /// The number of tokens, then the document's frames as `RoleTarget`s.
  package func target(_ document: Document) -> [Int32]? {
    guard let frames = document.frames else { return nil }
    let sentences = document.encodedSentences
    var target = [Int32(document.tokens.count)]
    for frame in frames {
      guard let sentence = sentences.containing(frame.predicate) else { continue }
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

  package func lossItemCounts(of target: [Int32]) -> [Int] {
    let roles = RoleTarget.all(target)
    return [Int(target[0]), roles.reduce(0) { $0 + $1.tags.count { $0 >= 0 } }]
  }

  /// The gold labels of a shard in the layout of its logits.
  private struct Gold {
    /// The class of each row of the batch as predicate; negative when missing.
    var classes: [Int32]
    /// One reading a gold frame.
    var readings: [PredicateReading] = []
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
          readings.append(
            PredicateReading(document: document, frame: nil, predicate: frame.predicate, sentence: frame.sentence))
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
    let rows = PredicateRows(gold.readings, input.batch)
    return [predicates, samples(roleLogits(input, rows), gold.roles(rows.packing))]
  }

  /// Each predicate reads its sentence.
  package func tokens(_ target: [Int32]) -> Int { RoleTarget.all(target).reduce(0) { $0 + $1.tags.count } }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let tape = input.tape
    let gold = Gold(input)
    guard gold.classes.contains(where: { $0 >= 0 }) else { return nil }
    var losses = [
      (
        input.softmaxCrossEntropy(predicateLogits(input), gold: gold.classes, normalizer: normalizers[0]), Float(1)
      )
    ]
    if !gold.readings.isEmpty {
      let rows = PredicateRows(gold.readings, input.batch)
      losses.append(
        (
          input.softmaxCrossEntropy(
            roleLogits(input, rows), gold: gold.roles(rows.packing), normalizer: normalizers[1]), 1
        ))
    }
    return tape.weightedSum(losses)
  }

  /// `[N, senses]` over the batch's tokens.
  func predicateLogits(_ input: HeadInput) -> Tensor {
    input.tape.linear(input.states, weight: predicate.weight, bias: predicate.bias)
  }

  /// `[M, roles]`, one row a token of each reading; `products` are those of the tokens, where they have been made.
  func roleLogits(_ input: HeadInput, _ rows: PredicateRows, products: [Tensor]? = nil) -> Tensor {
    let tape = input.tape
    var states = reader.run(
      tape, input.states, products: products, rows, recurrentDropout: Float(options.recurrentDropout))
    states = tape.sequenceDropout(states, rows.packing, rate: Float(options.dropout))
    states = upper?.run(tape, states, rows.packing).last ?? states
    let predicates = tape.linear(
      tape.gatherRows(states, rows: rows.predicateRows), weight: outputPredicate, bias: nil)
    return tape.add(
      tape.linear(states, weight: output.weight, bias: output.bias),
      tape.gatherRows(predicates, rows: rows.readings))
  }

  package var longestReading: Int? { ReadingLimit.tokens }

  package var metric: any DocumentMetric { RoleMetric(found: Self.foundLayer) }
}
