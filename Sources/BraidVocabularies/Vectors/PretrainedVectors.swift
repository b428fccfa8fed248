/// What training does with pretrained vectors.
public enum VectorTuning: String, CaseIterable, Sendable {
  /// Nothing; only words without a vector learn.
  case freeze
  /// All words learn.
  case tune
  /// Only words that have a vector learn; the others stay at what they started from.
  case tuneKnown = "tune-known"
}

/// A format of pretrained word vectors.
public enum VectorFormat: String, CaseIterable, Sendable {
  /// Found out from the first bytes.
  case automatic
  /// One word a line, then its numbers, separated by spaces; no header.
  case glove
  /// As `glove`, after a line with the number of words and of dimensions.
  case word2vec
  /// The same header, then for each word its bytes, a space and little-endian 32-bit floats.
  case word2vecBinary = "word2vec-binary"
  /// fastText's `.vec`, which is `word2vec`.
  case fasttext
}

/// Word vectors from elsewhere, for the words of a vocabulary.
///
/// ```swift
/// let vectors = try PretrainedVectors(contentsOf: "glove.6B.50d.txt.gz", vocabulary: words)
/// print(vectors.knownCount, vectors.dimensions)
/// ```
///
/// The file is read once, from start to end, in memory for the words of the vocabulary only.
public struct PretrainedVectors: Sendable, Equatable {
  /// Width of a vector.
  public let dimensions: Int
  /// `[known words, dimensions]`, row by row.
  public let values: [Float]
  /// For each id of the vocabulary its row in `values`; -1 for a word without a vector.
  public let rows: [Int32]
  /// How many vectors the file holds.
  public let fileCount: Int

  /// Vectors of a vocabulary.
  init(dimensions: Int, values: [Float], rows: [Int32], fileCount: Int) {
    self.dimensions = dimensions
    self.values = values
    self.rows = rows
    self.fileCount = fileCount
  }

  /// Number of words of the vocabulary that have a vector.
  public var knownCount: Int { dimensions == 0 ? 0 : values.count / dimensions }

  /// The vector of an id; nil when the file has none.
  ///
  /// - Precondition: `id` is an id of the vocabulary.
  public func vector(_ id: Int32) -> ArraySlice<Float>? {
    let row = Int(rows[Int(id)])
    return row < 0 ? nil : values[row * dimensions..<(row + 1) * dimensions]
  }

  /// A whole embedding table: known vectors, and what `initial` gives for the others.
  ///
  /// - Parameter initial: The value of a word without a vector, by id and dimension.
  /// - Returns: `[vocabulary, dimensions]`, row by row.
  public func table(initial: (_ id: Int32, _ dimension: Int) -> Float) -> [Float] {
    var table: [Float] = []
    table.reserveCapacity(rows.count * dimensions)
    for id in rows.indices {
      if let vector = vector(Int32(id)) {
        table.append(contentsOf: vector)
      } else {
        for dimension in 0..<dimensions { table.append(initial(Int32(id), dimension)) }
      }
    }
    return table
  }

  /// Whether the vector of each id learns.
  ///
  /// - Parameter tuning: What training does with the vectors.
  /// - Returns: One answer an id.
  public func learns(_ tuning: VectorTuning) -> [Bool] {
    switch tuning {
    case .freeze: rows.map { $0 < 0 }
    case .tune: rows.map { _ in true }
    case .tuneKnown: rows.map { $0 >= 0 }
    }
  }
}
