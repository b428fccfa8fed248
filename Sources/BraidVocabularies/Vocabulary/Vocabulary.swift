package import BraidText

/// Strings and their ids: special symbols first, then entries by falling count and, at equal counts, by their bytes.
///
/// ```swift
/// let vocabulary = Vocabulary(words: ["the", "cat"], counts: [7, 2])
/// vocabulary.id("cat")        // 2
/// vocabulary.id("dog")        // nil
/// vocabulary.word(0)          // "<unk>"
/// ```
///
/// Strings are compared by their UTF-8 bytes, not by canonical equivalence: "é" composed and decomposed are two
/// entries, as they are in the files people have. Looking up an id allocates nothing.
public struct Vocabulary: Sendable {
  /// What the entries are, as the file's header says: `words`, `characters`, `labels` or `bpe`.
  public let kind: String
  /// Number of special symbols; they have the ids `0..<specials`.
  public let specials: Int
  /// How often each entry was seen; 0 for special symbols.
  public let counts: [Int]
  /// What else the header of the file says, such as how the vocabulary was built.
  public private(set) var options: [String: String]
  /// The id of the symbol for unknown strings, `<unk>`; nil when there is none.
  public let unknownID: Int32?
  /// A number that changes with the kind, any entry, its id or the special symbols, and not with the counts; the same on
  /// every machine. A model remembers it and refuses another vocabulary.
  public let fingerprint: UInt64
  let table: ByteTable

  /// The symbol that unknown strings share.
  public static let unknown = "<unk>"
  /// The symbol before the first one of a written text.
  public static let start = "<s>"
  /// The symbol after the last one of a written text.
  public static let end = "</s>"

  /// A vocabulary of entries in the order of their ids.
  ///
  /// An entry that occurs twice, or is a special symbol, keeps its first id only.
  ///
  /// - Parameters:
  ///   - words: The entries after the special symbols.
  ///   - counts: How often each was seen; empty if unknown.
  ///   - specials: Special symbols, in the order of their ids.
  ///   - kind: What the entries are.
  ///   - options: What else the header of the file says.
  /// - Precondition: `counts` is empty or as long as `words`.
  public init(
    words: [String], counts: [Int] = [], specials: [String] = [Vocabulary.unknown], kind: String = "words",
    options: [String: String] = [:]
  ) {
    precondition(counts.isEmpty || counts.count == words.count, "\(words.count) words with \(counts.count) counts")
    var table = ByteTable(capacity: specials.count + words.count)
    var kept: [Int] = []
    kept.reserveCapacity(specials.count + words.count)
    for special in specials where special.withBytes({ table.insert($0) }) == kept.count { kept.append(0) }
    let specialCount = kept.count
    for (index, word) in words.enumerated() where word.withBytes({ table.insert($0) }) == kept.count {
      kept.append(counts.isEmpty ? 0 : counts[index])
    }
    self.init(kind: kind, specials: specialCount, table: table, counts: kept, options: options)
  }

  /// A vocabulary of counted strings.
  ///
  /// A `Dictionary` takes canonically equivalent strings for one; an `ExactDictionary` and a `WordCounter` keep them apart.
  ///
  /// - Parameters:
  ///   - kind: What the entries are.
  ///   - specials: Special symbols, in the order of their ids.
  ///   - counts: How often each string was seen; no string twice.
  ///   - minimumCount: Strings seen less often are left out.
  ///   - maximumSize: Most entries, special symbols included; nil for no limit.
  public init(
    kind: String = "words", specials: [String] = [Vocabulary.unknown],
    counts: some Sequence<(key: String, value: Int)>, minimumCount: Int = 1, maximumSize: Int? = nil
  ) {
    var selection = EntrySelection(
      minimumCount: minimumCount, maximumSize: maximumSize.map { max(0, $0 - specials.count) })
    for (word, count) in counts where !specials.contains(where: { $0.utf8.elementsEqual(word.utf8) }) {
      word.withBytes { selection.offer($0, count: count) }
    }
    let entries = selection.sorted()
    self.init(
      words: entries.map { String(decoding: $0.bytes, as: UTF8.self) }, counts: entries.map(\.count),
      specials: specials, kind: kind)
  }

  /// A vocabulary whose table is ready: the first `specials` entries are the special symbols.
  ///
  /// - Precondition: As many counts as entries.
  init(kind: String, specials: Int, table: ByteTable, counts: [Int], options: [String: String]) {
    precondition(table.count == counts.count, "\(table.count) entries with \(counts.count) counts")
    self.kind = kind
    self.specials = specials
    self.table = table
    self.counts = counts
    self.options = options
    let unknown = Self.unknown.withBytes { table.index(of: $0) }
    unknownID = unknown.flatMap { $0 < specials ? Int32($0) : nil }
    var hash = ByteHash.mix(kind.withBytes(ByteHash.hash), UInt64(specials))
    for index in 0..<table.count { hash = ByteHash.mix(hash, table.withBytes(of: index, ByteHash.hash)) }
    fingerprint = hash
  }

  /// Number of entries, special symbols included.
  public var count: Int { table.count }

  /// The ids of all entries.
  public var ids: Range<Int32> { 0..<Int32(count) }

  /// The id of a string; nil when it is not in the vocabulary.
  ///
  /// - Complexity: O(bytes of `word`).
  public func id(_ word: some StringProtocol) -> Int32? { word.withBytes { id(ofBytes: $0) } }

  /// The id of the string with these UTF-8 bytes; nil when it is not in the vocabulary.
  ///
  /// - Complexity: O(bytes).
  public func id(ofBytes bytes: UnsafeBufferPointer<UInt8>) -> Int32? { table.index(of: bytes).map(Int32.init) }

  /// The string with an id.
  ///
  /// - Precondition: `id` is in `0..<count`.
  public func word(_ id: Int32) -> String {
    precondition(ids.contains(id), "id \(id) in a vocabulary of \(count)")
    return table.string(Int(id))
  }

  /// These entries, then those of another vocabulary that are new, in its order, so that no id changes.
  ///
  /// - Parameter other: entries of the same kind.
  /// - Returns: the longer vocabulary, this one when nothing is new; nil when the other has entries of another kind or a
  ///   special symbol that is none here, which would have to come first.
  package func extended(by other: Vocabulary) -> Vocabulary? {
    guard other.kind == kind else { return nil }
    let symbols = (0..<Int32(specials)).map(word)
    for symbol in (0..<Int32(other.specials)).map(other.word) {
      guard let id = id(symbol), Int(id) < specials else { return nil }
    }
    let new = (Int32(other.specials)..<Int32(other.count)).filter { id(other.word($0)) == nil }
    guard !new.isEmpty else { return self }
    return Vocabulary(
      words: (Int32(specials)..<Int32(count)).map(word) + new.map(other.word),
      counts: counts.dropFirst(specials) + new.map { other.counts[Int($0)] }, specials: symbols, kind: kind,
      options: options)
  }
}

extension Vocabulary {
  /// How the words became lower case that the vocabulary has, and how others are before they are looked up in it.
  package var lowerCasing: LowerCasing {
    get { options["lowercase"].flatMap(LowerCasing.init) ?? .general }
    set { options["lowercase"] = newValue == .general ? nil : newValue.rawValue }
  }
}

extension Vocabulary: Equatable {
  /// Whether kind, entries, ids, counts and options are the same.
  public static func == (first: Vocabulary, second: Vocabulary) -> Bool {
    first.kind == second.kind && first.specials == second.specials && first.counts == second.counts
      && first.options == second.options && first.table == second.table
  }
}
