import BraidLayers
import BraidTensors
import BraidText

/// What numbers a document, or a pair of texts, gives a task that is about it as a whole: those of a linear layer on pooled token
/// states, and those of its n-grams, added up.
///
/// Source of both parts side by side: Cheng et al. 2016, section 3, <https://arxiv.org/abs/1606.07792>.
struct DocumentReader: Sendable {
  private let pool: TextPool
  private let pair: TextPair?
  private let wide: WideLayer?
  private let dropout: Float
  /// The linear layer.
  let output: (weight: WeightID, bias: WeightID)

  /// Adds the weights.
  ///
  /// - Parameters:
  ///   - task: the task's name.
  ///   - reading: how it reads documents.
  ///   - dropout: dropout rate, 0..<1, on the pooled vector and on n-grams.
  ///   - width: width of the states that it reads.
  ///   - outputs: numbers a document.
  ///   - weights: the model's weights.
  ///   - random: what initial weights are drawn from.
  init(
    task: String, reading: DocumentReading, dropout: Double, width: Int, outputs: Int, weights: inout Weights,
    random: Random
  ) {
    // Adding in this order keeps the numbers of models that were trained before there were pairs.
    let rows = reading.pair == nil ? width * reading.pooling.count : reading.units
    output = (
      weights.add("\(task).output.weight", rows: rows, columns: outputs, initializer: .glorot, random: random),
      weights.add("\(task).output.bias", rows: 1, columns: outputs, initializer: .zeros, random: random)
    )
    let pool = TextPool(task: task, ways: reading.pooling, states: width, weights: &weights, random: random)
    self.pool = pool
    pair = reading.pair.map {
      TextPair(
        task: task, reading: $0, units: reading.units, pool: pool, states: width, weights: &weights, random: random)
    }
    wide =
      reading.ngrams > 0
      ? WideLayer(
        task: task, longest: reading.ngrams, buckets: reading.buckets, outputs: outputs, idf: reading.idf,
        weights: &weights, random: random) : nil
    self.dropout = Float(dropout)
  }

  /// Whether it reads hashes of words.
  var readsWordHashes: Bool { wide != nil || pair != nil }

  /// The documents of a batch that have a row of `values`: all, or those that are pairs.
  func documents(_ batch: PackedBatch) -> [Int] { pair == nil ? batch.documents.order : TextPair.documents(batch) }

  /// Whether a document has all that is read.
  func reads(_ document: Document) -> Bool { pair == nil || document.second?.tokensOrWords.isEmpty == false }

  /// `[documents, outputs]`, in the order of `documents(_:)`: both parts added up.
  ///
  /// - Precondition: the batch has such a document.
  func values(_ input: HeadInput) -> Tensor {
    let parts = parts(input)
    return parts.count == 1 ? parts[0] : input.tape.add(parts[0], parts[1])
  }

  /// The numbers by the pooled states, and those by the n-grams, where they are read.
  ///
  /// - Precondition: the batch has a document that is read.
  func parts(_ input: HeadInput) -> [Tensor] {
    let tape = input.tape
    let documents = documents(input.batch)
    let vectors =
      pair.map { $0.vectors(input, documents, dropout: dropout) }
      ?? tape.dropout(
        pool.pool(tape, input.documentStates, input.batch.documents, bidirectional: input.bidirectional), rate: dropout)
    let values = tape.linear(vectors, weight: output.weight, bias: output.bias)
    guard let wide else { return [values] }
    let batch = input.batch
    let bags = documents.map { document in
      rows(wide, batch.wordHashes[document], sentences: batch.sentences[document], batch.secondHashes[document])
    }
    return [values, wide.logits(tape, bags, dropout: dropout)]
  }

  private func rows(_ wide: WideLayer, _ words: [Int32], sentences: [Int], _ second: [Int32]) -> [Int32] {
    pair == nil ? wide.rows(words, sentences: sentences) : wide.pairRows(words, second)
  }

  /// Lets the n-grams' part count training texts.
  func prepare(_ weights: inout Weights, examples: some Sequence<Example>) {
    guard let wide else { return }
    wide.count(
      &weights,
      examples.lazy.filter { pair == nil || $0.second > 0 }.map { example in
        let own = example.ownCount
        return rows(
          wide, Array(example.hashes.prefix(own)), sentences: example.ownSentences, Array(example.hashes.dropFirst(own))
        )
      })
  }
}
