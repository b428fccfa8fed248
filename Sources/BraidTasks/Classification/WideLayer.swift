import BraidFiles
import BraidLayers
import BraidTensors

/// A linear layer on the n-grams of a text's words: each n-gram has a row of one weight for each label, which it shares with
/// those that have the same hash.
///
/// `logits = 20/√n Σ_i table[hash(ngram_i)]` over the n n-grams of a text.
///
/// Source: Joulin et al. 2017, sections 2 and 2.2, <https://aclanthology.org/E17-2068>, without the hidden layer. The root of
/// the length makes the n-grams of a text a vector of length 1, if each occurs once; the mean of many rows would learn
/// slowly, and so would the table without `gain`, because most rows take few steps.
struct WideLayer: Sendable {
  /// Most weights that the table may have; its rows are halved until it does.
  static let mostWeights = 1 << 25
  /// What the sum is multiplied by: under Adam, whose steps are as long as the rate, it multiplies the table's rate.
  static let gain: Float = 20

  /// `[buckets, labels]`.
  let table: WeightID
  /// Words of the longest n-gram.
  let longest: Int
  /// Rows of the table, a power of two.
  let buckets: Int

  /// Adds the layer's weights, all 0.
  ///
  /// - Precondition: `buckets` is a power of two.
  init(task: String, longest: Int, buckets: Int, outputs: Int, weights: inout Weights, random: Random) {
    self.longest = longest
    self.buckets = Self.buckets(buckets, outputs: outputs)
    table = weights.add(
      "\(task).ngrams", rows: self.buckets, columns: outputs, kind: .rows, initializer: .zeros, random: random)
  }

  /// The rows of a table for so many labels.
  static func buckets(_ wanted: Int, outputs: Int) -> Int {
    var buckets = wanted
    while buckets > 1, buckets > mostWeights / outputs { buckets /= 2 }
    return buckets
  }

  /// `[documents, labels]`, in the order of `batch.documents`.
  ///
  /// - Parameters:
  ///   - tape: where operations are recorded.
  ///   - batch: with hashes of words.
  ///   - dropout: the share of n-grams that is left out in training, 0..<1.
  /// - Returns: the logits.
  func logits(_ tape: Tape, _ batch: PackedBatch, dropout: Float) -> Tensor {
    var bags: [[Int32]] = []
    var factors: [Float] = []
    for document in batch.documents.order {
      let rows = rows(batch.wordHashes[document], sentences: batch.sentences[document])
      bags.append(rows)
      factors.append(Self.gain / Float(max(1, rows.count)).squareRoot())
    }
    if tape.isTraining, dropout > 0 {
      let isDropped = tape.bernoulli(bags.reduce(0) { $0 + $1.count }, rate: dropout)
      var next = 0
      for index in bags.indices {
        bags[index] = bags[index].filter { _ in
          defer { next += 1 }
          return !isDropped[next]
        }
        factors[index] /= 1 - dropout
      }
    }
    return tape.rowSums(table, bags: bags, factors: factors)
  }

  /// The rows of all n-grams of a text, which do not reach across the ends of sentences.
  ///
  /// - Parameters:
  ///   - words: the hash of each word.
  ///   - sentences: words in each sentence.
  /// - Returns: a row for each n-gram, in the order of their first words, shorter ones first.
  func rows(_ words: [Int32], sentences: [Int]) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(words.count * longest)
    var start = 0
    for count in sentences {
      for first in start..<start + count {
        var hash: UInt64 = 0
        for word in words[first..<min(first + longest, start + count)] {
          hash = SplitMix64.mix((hash ^ UInt64(UInt32(bitPattern: word))) &+ 0x9e37_79b9_7f4a_7c15)
          rows.append(Int32(truncatingIfNeeded: hash & UInt64(buckets - 1)))
        }
      }
      start += count
    }
    return rows
  }
}
