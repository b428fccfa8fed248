import BraidFiles
import BraidLayers
import BraidTensors
import Foundation

/// A linear layer on the n-grams of a text's words: each n-gram has a row of one weight for each label, which it shares with
/// those that have the same hash.
///
/// `logits = 20/√(Σ_i idf_i²) Σ_i idf_i table[hash(ngram_i)]` over the n-grams of a text; `idf = 1 + log((1 + N)/(1 + n))` of a row
/// that n of N training texts have, 0 of one that none has, and 1 everywhere before training texts are counted.
///
/// Sources: Joulin et al. 2017, sections 2 and 2.2, <https://aclanthology.org/E17-2068>, without the hidden layer; inverse document
/// frequency: Spärck Jones 1972. The root makes the n-grams of a text a vector of length 1, if each occurs once; the mean of many
/// rows would learn slowly, and so would the table without `gain`, because most rows take few steps.
struct WideLayer: Sendable {
  /// Most weights that the table may have; its rows are halved until it does.
  static let mostWeights = 1 << 25
  /// What the sum is multiplied by: under Adam, whose steps are as long as the rate, it multiplies the table's rate.
  static let gain: Float = 20

  /// `[buckets, labels]`.
  let table: WeightID
  /// `[buckets, 1]`, not learned; nil where all n-grams count alike.
  let frequencies: WeightID?
  /// Words of the longest n-gram.
  let longest: Int
  /// Rows of the table, a power of two.
  let buckets: Int

  /// Adds the layer's weights, all 0.
  ///
  /// - Precondition: `buckets` is a power of two.
  init(
    task: String, longest: Int, buckets: Int, outputs: Int, idf: Bool, weights: inout Weights, random: Random
  ) {
    self.longest = longest
    self.buckets = Self.buckets(buckets, outputs: outputs)
    table = weights.add(
      "\(task).ngrams", rows: self.buckets, columns: outputs, kind: .rows, initializer: .zeros, random: random)
    frequencies =
      idf
      ? weights.add(
        "\(task).idf", rows: self.buckets, columns: 1, kind: .rows, trainable: false, initializer: .constant(1),
        random: random) : nil
  }

  /// Sets the inverse document frequencies from training texts, unless they have been set.
  ///
  /// - Parameters:
  ///   - weights: the model's weights.
  ///   - texts: the rows of the n-grams of each training text.
  func count(_ weights: inout Weights, _ texts: some Sequence<[Int32]>) {
    guard let frequencies, weights.values(frequencies).allSatisfy({ $0 == 1 }) else { return }
    var counts = [Int](repeating: 0, count: buckets)
    var total = 0
    for text in texts {
      total += 1
      for row in Set(text) { counts[Int(row)] += 1 }
    }
    guard total > 0 else { return }
    weights.set(
      frequencies, counts.map { $0 == 0 ? 0 : Float(1 + log(Double(1 + total) / Double(1 + $0))) })
  }

  /// The rows of a table for so many labels.
  static func buckets(_ wanted: Int, outputs: Int) -> Int {
    var buckets = wanted
    while buckets > 1, buckets > mostWeights / outputs { buckets /= 2 }
    return buckets
  }

  /// The numbers of some texts.
  ///
  /// - Parameters:
  ///   - tape: where operations are recorded.
  ///   - bags: the rows of each text's n-grams.
  ///   - dropout: the share of n-grams that is left out in training, 0..<1.
  /// - Returns: `[texts, labels]`.
  func logits(_ tape: Tape, _ bags: [[Int32]], dropout: Float) -> Tensor {
    var bags = bags
    let idf = frequencies.map { tape.values($0) }
    var factors = bags.map { rows -> Float in
      let length = idf.map { idf in rows.reduce(Float(0)) { $0 + idf[Int($1)] * idf[Int($1)] } } ?? Float(rows.count)
      return length > 0 ? Self.gain / length.squareRoot() : 0
    }
    if tape.drops, dropout > 0 {
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
    return tape.rowSums(table, bags: bags, factors: factors, scales: frequencies)
  }

  /// The rows of all n-grams of a text, which do not reach across the ends of sentences.
  ///
  /// - Parameters:
  ///   - words: the hash of each word.
  ///   - sentences: words in each sentence.
  /// - Returns: a row for each n-gram, in the order of their first words, shorter ones first.
  func rows(_ words: [Int32], sentences: [Int]) -> [Int32] {
    hashes(words, sentences: sentences).map(row)
  }

  /// The rows of all n-grams of a pair of texts: one that both have, that only the first or only the second has are three
  /// different ones, since it is the difference that tells a contradiction.
  ///
  /// - Parameters:
  ///   - first: the hash of each word of the first text.
  ///   - second: the hash of each word of the second text.
  /// - Returns: the rows of the n-grams of the first text, then those of the second that the first does not have.
  func pairRows(_ first: [Int32], _ second: [Int32]) -> [Int32] {
    let (own, other) = (hashes(first, sentences: [first.count]), hashes(second, sentences: [second.count]))
    let (inFirst, inSecond) = (Set(own), Set(other))
    return own.map { row(SplitMix64.mix($0 &+ (inSecond.contains($0) ? 1 : 2))) }
      + other.filter { !inFirst.contains($0) }.map { row(SplitMix64.mix($0 &+ 3)) }
  }

  private func row(_ hash: UInt64) -> Int32 { Int32(truncatingIfNeeded: hash & UInt64(buckets - 1)) }

  private func hashes(_ words: [Int32], sentences: [Int]) -> [UInt64] {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(words.count * longest)
    var start = 0
    for count in sentences {
      for first in start..<start + count {
        var hash: UInt64 = 0
        for word in words[first..<min(first + longest, start + count)] {
          hash = SplitMix64.mix((hash ^ UInt64(UInt32(bitPattern: word))) &+ 0x9e37_79b9_7f4a_7c15)
          hashes.append(hash)
        }
      }
      start += count
    }
    return hashes
  }

  /// The numbers of rows that a table may have.
  static let sizes = 2...4_194_304
  /// The lengths of n-grams; 0 for none.
  static let lengths = 0...8

  /// What is wrong with a length and a number of rows; nil for nothing.
  static func problem(ngrams: Int, buckets: Int) -> OptionProblem? {
    if !lengths.contains(ngrams) {
      return OptionProblem("ngrams", found: "`\(ngrams)`", expected: "\(lengths.lowerBound) to \(lengths.upperBound)")
    }
    if !sizes.contains(buckets) {
      return OptionProblem("buckets", found: "`\(buckets)`", expected: "\(sizes.lowerBound) to \(sizes.upperBound)")
    }
    guard buckets & (buckets - 1) != 0 else { return nil }
    let next = 1 << (Int.bitWidth - buckets.leadingZeroBitCount)
    return OptionProblem("buckets", found: "`\(buckets)`", expected: "a power of two, such as \(next / 2) or \(next)")
  }
}
