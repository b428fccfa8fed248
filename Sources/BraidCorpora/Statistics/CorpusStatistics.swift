import BraidFiles
public import BraidText

/// What the splits of a corpus hold, what is in them twice, and what leaks from one into another.
///
/// ```swift
/// var statistics = CorpusStatistics()
/// statistics.begin("train")
/// while let document = try reader.next() { statistics.add(document) }
/// statistics.end(ledger: reader.ledger)
/// ```
///
/// Memory grows with the different words and texts (8 and 24 bytes each), not with the size of the corpus.
public struct CorpusStatistics: Sendable, Equatable {
  /// A text that two splits share.
  public struct Leak: Sendable, Equatable, Encodable {
    /// Name of the split that has the text first.
    public var first: String
    /// Name of the split that has it too.
    public var second: String
    /// How many documents of the second split have a text of the first.
    public var documents: Int
    /// The first few of those texts, shortened.
    public var samples: [String]
  }

  /// A label of a later split that the first one does not have.
  public struct UnseenLabel: Sendable, Equatable, Encodable {
    /// The split.
    public var split: String
    /// The layer.
    public var layer: String
    /// The label.
    public var label: String
    /// How often the split has it.
    public var count: Int
    /// The number of the first document that has it, from 1.
    public var document: Int
  }

  /// The splits in the order in which they were begun.
  public private(set) var splits: [SplitStatistics] = []
  /// Texts that several splits share.
  public private(set) var leaks: [Leak] = []
  /// The splits that have a text, by its hash: a bit each, 64 splits a table.
  private var seen: [[Int: UInt64]] = []
  /// The place in `leaks` of what two splits share.
  private var leakPlaces: [Pair: Int] = [:]

  private struct Pair: Hashable {
    let first: String
    let second: String
  }

  private static let samples = 3

  /// No splits yet.
  public init() {}

  /// Begins a split.
  public mutating func begin(_ name: String) {
    if splits.count.isMultiple(of: 64) { seen.append([:]) }
    splits.append(SplitStatistics(name: name))
  }

  /// Takes a document of the current split into account.
  ///
  /// - Precondition: A split was begun.
  public mutating func add(_ document: Document) {
    let current = splits.count - 1
    splits[current].add(document)
    // Of a pair both texts must be the same.
    var text = document.second.map { "\(document.text)\n\($0.text)" } ?? document.text
    let hash = text.withUTF8(SplitStatistics.hash)
    guard !text.isEmpty else { return }
    for (table, hashes) in seen.enumerated() {
      var bits = hashes[hash] ?? 0
      while bits != 0 {
        let split = 64 * table + bits.trailingZeroBitCount
        if split == current { splits[current].duplicates += 1 } else { note(split, current, text) }
        bits &= bits - 1
      }
    }
    seen[current / 64][hash, default: 0] |= 1 << (current % 64)
  }

  /// Ends the current split.
  ///
  /// - Parameter ledger: What its reader says.
  public mutating func end(ledger: Ledger) { splits[splits.count - 1].ledger = ledger }

  /// Labels, span labels and roles that a later split has and the first one has not.
  public var unseenLabels: [UnseenLabel] {
    guard let first = splits.first else { return [] }
    var unseen: [UnseenLabel] = []
    for split in splits.dropFirst() {
      func compare(_ layer: String, _ counts: ExactDictionary<Int>, _ known: ExactDictionary<Int>?) {
        guard let known else { return }
        for (label, count) in counts where known[label] == nil {
          unseen.append(
            UnseenLabel(
              split: split.name, layer: layer, label: label, count: count,
              document: split.firstDocument(layer, label) ?? 0))
        }
      }
      for (layer, counts) in split.labels { compare(layer, counts, first.labels[layer]) }
      for (layer, counts) in split.spans { compare(layer, counts, first.spans[layer]) }
      for (layer, counts) in split.tags where counts[SplitStatistics.otherTags] == nil {
        if first.tags[layer]?[SplitStatistics.otherTags] == nil { compare(layer, counts, first.tags[layer]) }
      }
      if first.frames > 0 { compare("roles", split.roles, first.roles) }
    }
    return unseen.sorted {
      ($0.split, $0.layer, ExactString($0.label)) < ($1.split, $1.layer, ExactString($1.label))
    }
  }

  /// Throws when a later split has something that it must not have.
  ///
  /// - Throws: `CorpusError.unseenLabel` for the first label that the first split lacks, else `leak`.
  public func check() throws(CorpusError) {
    if let unseen = unseenLabels.first, let first = splits.first {
      throw .unseenLabel(
        split: unseen.split, document: unseen.document, layer: unseen.layer, label: unseen.label, known: first.name)
    }
    if let leak = leaks.first {
      throw .leak(first: leak.first, second: leak.second, documents: leak.documents, sample: leak.samples.first ?? "")
    }
  }

  private mutating func note(_ first: Int, _ second: Int, _ text: String) {
    let names = Pair(first: splits[first].name, second: splits[second].name)
    let sample = text.unicodeScalars.count > 80 ? String(text.unicodeScalars.prefix(80)) + "…" : text
    if let index = leakPlaces[names] {
      leaks[index].documents += 1
      if leaks[index].samples.count < Self.samples { leaks[index].samples.append(sample) }
    } else {
      leakPlaces[names] = leaks.count
      leaks.append(Leak(first: names.first, second: names.second, documents: 1, samples: [sample]))
    }
  }
}

extension CorpusStatistics: Encodable {
  private enum CodingKeys: String, CodingKey { case splits, leaks, unseenLabels }

  /// Writes splits, leaks and unseen labels.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(splits, forKey: .splits)
    try container.encode(leaks, forKey: .leaks)
    try container.encode(unseenLabels, forKey: .unseenLabels)
  }
}
