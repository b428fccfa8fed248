import BraidLayers
package import BraidTensors
package import BraidText

/// Heads and labels by biaffine scores of pairs of words, decoded to trees.
///
/// A word has a state as dependent and one as head, for arcs and, narrower, for labels. Of a sentence, every word scores every
/// other one, and the root, as its head; the arc's label is scored for the chosen head. A sentence of more than
/// `longestPiece` words is read in pieces of which each has a tree of its own, and the trees of all but the first hang below
/// the root of the first.
///
/// Source: Dozat & Manning 2017.
package struct DependenciesHead: TaskHead {
  /// Words of a sentence that score each other; a longer one is read in pieces.
  package static let longestPiece = 512

  /// The head's options.
  package let options: DependenciesOptions
  /// The labels found in the training data.
  package let labels: LabelSet
  /// For each label whether arcs from the root may have it, and whether others may.
  let rootLabels: [Bool]
  let innerLabels: [Bool]
  let arcs: PairWeights
  /// `[K, K]` and `[1, K]`: from a state as dependent to what is held against heads.
  let arc: (weight: WeightID, bias: WeightID)
  let pairs: PairWeights
  /// `[L, C · L]` and `[1, C · L]`: the same for each label.
  let label: (weight: WeightID, bias: WeightID)
  /// `[L, C]` and `[1, C]`: what a label scores by its dependent alone.
  let own: (weight: WeightID, bias: WeightID)

  package var lossTerms: [String] { ["arcs", "labels"] }

  /// Adds the head's weights.
  package init(
    task: String, options: DependenciesOptions, labels: LabelSet, root: LabelSet?, inner: LabelSet?, width: Int,
    weights: inout Weights, random: Random
  ) {
    self.options = options
    self.labels = labels
    rootLabels = Self.allowed(labels, root)
    innerLabels = Self.allowed(labels, inner)
    func linear(_ name: String, _ rows: Int, _ columns: Int, weights: inout Weights) -> (WeightID, WeightID) {
      (
        weights.add("\(task).\(name).weight", rows: rows, columns: columns, initializer: .glorot, random: random),
        weights.add("\(task).\(name).bias", rows: 1, columns: columns, initializer: .zeros, random: random)
      )
    }
    let (wide, narrow) = (options.arcUnits, options.labelUnits)
    arcs = PairWeights("\(task).arc", width: width, units: wide, weights: &weights, random: random)
    arc = linear("arc", wide, wide, weights: &weights)
    pairs = PairWeights("\(task).label", width: width, units: narrow, weights: &weights, random: random)
    label = linear("label", narrow, labels.count * narrow, weights: &weights)
    own = linear("label.own", narrow, labels.count, weights: &weights)
  }

  /// For each label whether it is in `set`; all of them when none is.
  private static func allowed(_ labels: LabelSet, _ set: LabelSet?) -> [Bool] {
    let allowed = labels.names.map { set?[$0] != nil }
    return allowed.contains(true) ? allowed : allowed.map { _ in true }
  }

  /// The number of each word's head in its sentence, 0 for the root and -1 where it is missing, then each word's label, -1 where
  /// it is missing or the training data did not have it.
  ///
  /// A head that is no number of another word of the sentence is missing, and so are those that go around in a circle, and
  /// roots after the first: nothing is learned from a tree that is none.
  package func target(_ document: Document) -> [Int32]? {
    guard let heads = document.tags[options.heads] else { return nil }
    let labels = document.tags[options.labels]
    var target = [Int32](repeating: -1, count: 2 * heads.count)
    var check = HeadCheck()
    for sentence in document.encodedSentences {
      check.heads = HeadCheck.heads(heads[sentence])
      _ = check.takeFaults()
      for (token, head) in zip(sentence, check.heads) where head >= 0 {
        target[token] = head
        if let label = labels?[token] { target[heads.count + token] = self.labels[label] ?? -1 }
      }
    }
    return target
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] {
    let words = target.count / 2
    return [target[..<words].count { $0 >= 0 }, target[words...].count { $0 >= 0 }]
  }

  package var longestReading: Int? { Self.longestPiece }

  package var metric: any DocumentMetric { DependencyMetric(heads: options.heads, labels: options.labels) }

  /// A sentence's words in pieces of like length, each of at most `longestPiece`.
  static func pieces(_ words: Int) -> [Range<Int>] {
    let count = max(1, (words + longestPiece - 1) / longestPiece)
    return (0..<count).map { words * $0 / count..<words * ($0 + 1) / count }
  }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    let gold = GoldArcs(input)
    guard !gold.sentences.isEmpty else { return nil }
    let tape = input.tape
    let states = arcStates(input)
    var losses = gold.sentences.map { sentence in
      (
        input.softmaxCrossEntropy(
          arcScores(tape, states, sentence.rows), gold: sentence.heads, normalizer: normalizers[0]), Float(1)
      )
    }
    if !gold.labels.isEmpty {
      losses.append(
        (
          input.softmaxCrossEntropy(
            labelLogits(input, dependents: gold.dependents, heads: gold.heads), gold: gold.labels,
            normalizer: normalizers[1]), 1
        ))
    }
    return tape.weightedSum(losses)
  }

  package func calibrationSamples(_ input: HeadInput) -> [[CalibrationSample]] {
    let gold = GoldArcs(input)
    guard !gold.sentences.isEmpty else { return [[], []] }
    let states = arcStates(input)
    func samples(_ logits: Tensor, _ gold: [Int32]) -> [CalibrationSample] {
      gold.enumerated().filter { $1 >= 0 }.map { row, gold in
        .softmax(logits.withRow(row) { Array($0) }, gold: Int(gold))
      }
    }
    let arcs = gold.sentences.flatMap { samples(arcScores(input.tape, states, $0.rows), $0.heads) }
    guard !gold.labels.isEmpty else { return [arcs, []] }
    return [arcs, samples(labelLogits(input, dependents: gold.dependents, heads: gold.heads), gold.labels)]
  }

  /// What words are scored by as dependents and as heads.
  func arcStates(_ input: HeadInput) -> (dependents: Tensor, heads: Tensor, root: Tensor) {
    let states = arcs.states(input, dropout: Float(options.dropout))
    return (
      input.tape.linear(states.dependents, weight: arc.weight, bias: arc.bias), states.heads,
      input.tape.weight(arcs.root)
    )
  }

  /// `[n, n + 1]` of the words at `rows`, as of `Tape.arcScores`.
  func arcScores(
    _ tape: Tape, _ states: (dependents: Tensor, heads: Tensor, root: Tensor), _ rows: ArraySlice<Int32>
  ) -> Tensor {
    tape.arcScores(states.dependents, heads: states.heads, root: states.root, rows: rows)
  }

  /// `[M, labels]` of M arcs from the rows `heads`, -1 for the root, to the rows `dependents`.
  func labelLogits(_ input: HeadInput, dependents: [Int32], heads: [Int32]) -> Tensor {
    let tape = input.tape
    let states = pairs.states(input, dropout: Float(options.dropout))
    let lower = tape.gatherRows(states.dependents, rows: dependents)
    let root = Int32(states.heads.rows)
    let upper = tape.gatherRows(
      tape.stack([states.heads, tape.weight(pairs.root)]), rows: heads.map { $0 < 0 ? root : $0 })
    return tape.add(
      tape.blockProducts(tape.linear(lower, weight: label.weight, bias: label.bias), upper),
      tape.linear(lower, weight: own.weight, bias: own.bias))
  }
}

/// The weights that make states as dependents and as heads of the encoder's, and the root's state as head.
struct PairWeights: Sendable {
  let dependent: (weight: WeightID, bias: WeightID)
  let head: (weight: WeightID, bias: WeightID)
  let root: WeightID

  /// Adds the weights `NAME.dependent…`, `NAME.head…` and `NAME.root`.
  init(_ name: String, width: Int, units: Int, weights: inout Weights, random: Random) {
    func linear(_ part: String, weights: inout Weights) -> (WeightID, WeightID) {
      (
        weights.add("\(name).\(part).weight", rows: width, columns: units, initializer: .glorot, random: random),
        weights.add("\(name).\(part).bias", rows: 1, columns: units, initializer: .zeros, random: random)
      )
    }
    dependent = linear("dependent", weights: &weights)
    head = linear("head", weights: &weights)
    root = weights.add(
      "\(name).root", rows: 1, columns: units, initializer: .normal(deviation: 0.5), random: random)
  }

  /// `[N, units]` each, one row a token of the batch.
  func states(_ input: HeadInput, dropout: Float) -> (dependents: Tensor, heads: Tensor) {
    func states(_ part: (weight: WeightID, bias: WeightID)) -> Tensor {
      let states = input.tape.relu(input.tape.linear(input.states, weight: part.weight, bias: part.bias))
      return input.tape.sequenceDropout(states, input.batch.packing, rate: dropout)
    }
    return (states(dependent), states(head))
  }
}

/// The gold arcs of a shard.
private struct GoldArcs {
  /// Sentences, or pieces of long ones, that have an arc: the rows of their words, and each word's head among them, 0 for the
  /// root, -1 where it is missing or in another piece.
  var sentences: [(rows: ArraySlice<Int32>, heads: [Int32])] = []
  /// The rows of both ends of each labelled arc, -1 for the root, and its label.
  var dependents: [Int32] = []
  var heads: [Int32] = []
  var labels: [Int32] = []

  init(_ input: HeadInput) {
    for (document, target) in input.targets.enumerated() {
      guard let target else { continue }
      let words = target.count / 2
      var first = 0
      for rows in input.batch.sentenceRows(document) {
        let heads = target[first..<first + rows.count]
        add(rows, Array(heads))
        for (word, head) in heads.enumerated() {
          let label = target[words + first + word]
          guard head >= 0, label >= 0 else { continue }
          dependents.append(rows[rows.startIndex + word])
          self.heads.append(head == 0 ? -1 : rows[rows.startIndex + Int(head) - 1])
          labels.append(label)
        }
        first += rows.count
      }
    }
  }

  /// Adds a sentence in pieces.
  private mutating func add(_ rows: ArraySlice<Int32>, _ heads: [Int32]) {
    for piece in DependenciesHead.pieces(rows.count) {
      let inside = heads[piece].map { head in
        head <= 0 ? head : piece.contains(Int(head) - 1) ? head - Int32(piece.lowerBound) : -1
      }
      guard inside.contains(where: { $0 >= 0 }) else { continue }
      sentences.append((rows[rows.startIndex + piece.lowerBound..<rows.startIndex + piece.upperBound], inside))
    }
  }
}
