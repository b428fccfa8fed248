/// How much of a corpus a vocabulary knows.
///
/// ```swift
/// let coverage = try Coverage(of: devCounts, name: "dev", vocabulary: words)
/// print(coverage.unknownTokenShare)
/// ```
public struct Coverage: Sendable, Equatable, Codable {
  /// Words of the corpus whose count in the vocabulary lies in a range.
  public struct Band: Sendable, Equatable, Codable {
    /// Lowest count of the band.
    public var from: Int
    /// Highest count of the band; nil for no limit.
    public var to: Int?
    /// Running words of the corpus in the band.
    public var tokens: Int
    /// Different words of the corpus in the band.
    public var types: Int
  }

  /// A word with its count.
  public struct WordCount: Sendable, Equatable, Codable {
    /// The word.
    public var word: String
    /// How often the corpus has it.
    public var count: Int
  }

  /// Name of the corpus or split.
  public var name: String
  /// Running words.
  public var tokens = 0
  /// Different words.
  public var types = 0
  /// Running words that the vocabulary does not have.
  public var unknownTokens = 0
  /// Different words that the vocabulary does not have.
  public var unknownTypes = 0
  /// Known words by their count in the vocabulary, which is that of the data it was built on; rare ones first.
  public var bands: [Band]
  /// The most frequent unknown words.
  public var unknown: [WordCount] = []

  /// Share of running words that are unknown, 0...1; 0 for an empty corpus.
  public var unknownTokenShare: Double { tokens == 0 ? 0 : Double(unknownTokens) / Double(tokens) }
  /// Share of different words that are unknown, 0...1; 0 for an empty corpus.
  public var unknownTypeShare: Double { types == 0 ? 0 : Double(unknownTypes) / Double(types) }

  /// The coverage of counted words.
  ///
  /// - Parameters:
  ///   - counter: The words of the corpus, counted in the unit of the vocabulary.
  ///   - name: Name of the corpus or split.
  ///   - vocabulary: What is known.
  ///   - samples: How many unknown words to keep.
  /// - Throws: `VocabularyError.file` when a temporary file can't be read.
  public init(
    of counter: WordCounter, name: String, vocabulary: Vocabulary, samples: Int = 10
  ) throws(VocabularyError) {
    self.name = name
    var bands = [(1, 1), (2, 4), (5, 9), (10, 99), (100, nil)].map { Band(from: $0.0, to: $0.1, tokens: 0, types: 0) }
    var selection = EntrySelection(minimumCount: 1, maximumSize: samples)
    var sums = (tokens: 0, types: 0, unknownTokens: 0, unknownTypes: 0)
    try counter.forEach { bytes, count in
      sums.tokens += count
      sums.types += 1
      guard let id = vocabulary.id(ofBytes: bytes) else {
        sums.unknownTokens += count
        sums.unknownTypes += 1
        selection.offer(bytes, count: count)
        return
      }
      let seen = vocabulary.counts[Int(id)]
      for index in bands.indices where seen >= bands[index].from && bands[index].to.map({ seen <= $0 }) ?? true {
        bands[index].tokens += count
        bands[index].types += 1
      }
    }
    tokens = sums.tokens
    types = sums.types
    unknownTokens = sums.unknownTokens
    unknownTypes = sums.unknownTypes
    self.bands = bands
    unknown = selection.sorted().map { WordCount(word: String(decoding: $0.bytes, as: UTF8.self), count: $0.count) }
  }
}
