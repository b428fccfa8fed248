import BraidLayers
package import BraidTensors
package import BraidText
import BraidVocabularies

/// A forward and a backward language model on the directions of the shared encoder.
///
/// The forward state of a token predicts the next word of its sentence, the backward state the previous one; beyond the
/// last and the first word lies the end. Both directions predict with the same output layer (Peters et al. 2018, section
/// 3.1, <https://aclanthology.org/N18-1202>), with hidden layers of their own before it where asked for (Rei 2017, section
/// 3, <https://aclanthology.org/P17-1194>).
package struct LanguageModelHead: TaskHead {
  /// The head's options.
  package let options: LanguageModelOptions
  private let task: String
  /// Width of a direction's states, in floats.
  private let width: Int
  /// Whether there is a backward direction.
  private let isBidirectional: Bool
  /// Words that are predicted; class 0 is the end, class w + 1 word w.
  private let words: Int
  private let unknown: Int32
  private let hidden: [(weight: WeightID, bias: WeightID)]
  /// `[width, words + 1]`; of a tied output the end's row `[1, embedding]`, the others are those of `embedding`.
  private let output: WeightID
  private let bias: WeightID
  private let embedding: WeightID?

  package var lossTerms: [String] { ["words"] }

  /// Adds the head's weights.
  ///
  /// - Precondition: the states of `reading` are not mixed; those of a tied output are as wide as the embedding.
  package init(
    task: String, options: LanguageModelOptions, reading: EncoderReading, width: Int, weights: inout Weights,
    random: Random
  ) {
    precondition(reading.directions != .mixed, "a language model on states that know what it predicts")
    self.task = task
    self.options = options
    self.width = width
    isBidirectional = reading.directions == .halves
    unknown = reading.words.unknownID ?? 0
    // All others count as the unknown word, which must be among them.
    let wanted = options.outputWords > 0 ? min(options.outputWords, reading.words.count) : reading.words.count
    words = max(wanted, Int(unknown) + 1)
    hidden =
      options.units == 0
      ? []
      : ["forward", "backward"].prefix(isBidirectional ? 2 : 1).map { direction in
        (
          weights.add(
            "\(task).\(direction).weight", rows: width, columns: options.units, initializer: .glorot, random: random),
          weights.add(
            "\(task).\(direction).bias", rows: 1, columns: options.units, initializer: .zeros, random: random)
        )
      }
    let inner = options.units > 0 ? options.units : width
    embedding = options.tied ? reading.wordEmbedding : nil
    output =
      options.tied
      ? weights.add(
        "\(task).output.end", rows: 1, columns: inner, initializer: .normal(deviation: 0.5), random: random)
      : weights.add(
        "\(task).output.weight", rows: inner, columns: words + 1, initializer: .glorot, random: random)
    bias = weights.add("\(task).output.bias", rows: 1, columns: words + 1, initializer: .zeros, random: random)
  }

  /// The number of tokens: the words themselves are in the batch. Nil without tokens.
  package func target(_ document: Document) -> [Int32]? {
    document.tokens.isEmpty ? nil : [Int32(document.tokens.count)]
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] {
    [target.reduce(0) { $0 + Int($1) } * (isBidirectional ? 2 : 1)]
  }

  /// The class of a word of the encoder.
  private func target(_ word: Int32) -> Int32 { (word < Int32(words) ? word : unknown) + 1 }

  /// For each direction the class that each row of the batch predicts.
  private func gold(_ batch: PackedBatch) -> [[Int32]] {
    let packing = batch.packing
    var next = [Int32](repeating: 0, count: packing.count)
    var previous = next
    for step in packing.batchSizes.indices.dropFirst() {
      for sequence in 0..<packing.batchSizes[step] {
        let row = packing.row(sequence: sequence, step: step)
        let before = packing.row(sequence: sequence, step: step - 1)
        next[before] = target(batch.words[row])
        previous[row] = target(batch.words[before])
      }
    }
    return isBidirectional ? [next, previous] : [next]
  }

  /// For each direction what goes into the output layer, `[N, width]` or `[N, units]`.
  private func features(_ input: HeadInput) -> [Tensor] {
    let tape = input.tape
    let states = tape.dropout(input.states, rate: Float(options.dropout))
    let halves = isBidirectional ? [0..<width, width..<2 * width].map { tape.slice(states, columns: $0) } : [states]
    guard !hidden.isEmpty else { return halves }
    return zip(halves, hidden).map { half, layer in
      tape.dropout(
        tape.tanh(tape.linear(half, weight: layer.weight, bias: layer.bias)), rate: Float(options.dropout))
    }
  }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    var isLearned = [Bool](repeating: false, count: input.batch.packing.count)
    for (document, target) in input.targets.enumerated() where target != nil {
      for row in input.batch.documentRows[document] { isLearned[Int(row)] = true }
    }
    guard isLearned.contains(true) else { return nil }
    let tape = input.tape
    var gold = gold(input.batch).map { zip($0, isLearned).map { $1 ? $0 : -1 } }
    guard tape.isTraining || input.lesson != nil else {
      let losses = rowLosses(input, gold)
      return tape.constant(1, 1, [Float(losses.joined().reduce(0, +) / Double(normalizers[0]))])
    }
    let features = tape.stack(features(input))
    let joined = Array(gold.joined())
    gold = []
    guard let embedding else {
      return input.projectedCrossEntropy(
        features, weight: output, bias: bias, gold: joined, normalizer: normalizers[0])
    }
    let logits = tape.tiedProjection(features, first: output, table: embedding, rows: words, bias: bias)
    return input.softmaxCrossEntropy(logits, gold: joined, normalizer: normalizers[0])
  }

  /// Rows whose logits are in memory at once when nothing is learned.
  private static let rowsAtOnce = 64

  /// For each direction the loss of each row, in nats; 0 where there is nothing to predict.
  ///
  /// - Precondition: the tape is not training.
  private func rowLosses(_ input: HeadInput, _ gold: [[Int32]]) -> [[Double]] {
    let tape = input.tape
    return zip(features(input), gold).map { features, gold in
      var losses: [Double] = []
      losses.reserveCapacity(gold.count)
      for start in stride(from: 0, to: gold.count, by: Self.rowsAtOnce) {
        let rows = start..<min(gold.count, start + Self.rowsAtOnce)
        losses += tape.temporarily { () -> [Double] in
          let part = tape.gatherRows(features, rows: rows.map(Int32.init))
          let logits =
            embedding.map { tape.tiedProjection(part, first: output, table: $0, rows: words, bias: bias) }
            ?? tape.linear(part, weight: output, bias: bias)
          let logarithms = tape.logSoftmax(logits)
          return rows.map { row in gold[row] < 0 ? 0 : -Double(logarithms[row - start, Int(gold[row])]) }
        }
      }
      return losses
    }
  }

  /// Notes how likely each document is, for the metric; the kind writes no layer, so that this goes nowhere else.
  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let losses = rowLosses(input, gold(input.batch))
    for index in documents.indices {
      let rows = input.batch.documentRows[index]
      let sums = losses.map { losses in rows.reduce(0) { $0 + losses[Int($1)] } }
      WordLikelihood(
        forward: sums[0], backward: sums.count > 1 ? sums[1] : nil, words: rows.count
      ).write(to: &documents[index], task: task)
    }
  }

  /// Adds up the windows; words that two of them have read count twice.
  package func join(
    _ windows: [WindowPrediction], into document: inout Document, layers: [AnnotationLayer], options: PredictionOptions
  ) {
    let parts = windows.compactMap { WordLikelihood($0.document, task: task) }
    guard let first = parts.first else { return }
    parts.dropFirst().reduce(first) { $0.adding($1) }.write(to: &document, task: task)
  }

  package var metric: any DocumentMetric { PerplexityMetric(task: task) }
}
