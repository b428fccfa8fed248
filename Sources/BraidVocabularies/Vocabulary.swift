/// Strings and their ids: special symbols first, then entries by falling count and, at equal counts, by their bytes.
///
/// Strings are told apart by their UTF-8 bytes, not by canonical equivalence: "é" composed and decomposed are two
/// entries, as they are in the files people have.
public struct Vocabulary: Sendable {
  /// What the entries are, as the file's header says: `words`, `characters`, `labels`.
  public let kind: String
  /// Number of special symbols; they have the ids `0..<specials`.
  public let specials: Int
  /// How often each entry was seen; 0 for special symbols.
  public let counts: [Int]
  /// The id of the symbol for unknown strings, `<unk>`; nil when there is none.
  public let unknownID: Int32?
  private let entries: [String]
  private let table: ByteTable

  /// The symbol that unknown strings share.
  public static let unknown = "<unk>"
  /// The symbol before the first one of a written text.
  public static let start = "<s>"
  /// The symbol after the last one of a written text.
  public static let end = "</s>"

  /// A vocabulary of counted strings.
  ///
  /// - Parameters:
  ///   - kind: what the entries are.
  ///   - specials: special symbols, in the order of their ids.
  ///   - counts: how often each string was seen, each once; strings that differ in bytes are different.
  ///   - minimumCount: strings seen less often are left out.
  ///   - maximumSize: most entries, special symbols not counted; nil for no limit.
  public init(
    kind: String = "words", specials: [String] = [Vocabulary.unknown], counts: some Sequence<(key: String, value: Int)>,
    minimumCount: Int = 1,
    maximumSize: Int? = nil
  ) {
    let special = Set(specials.map { Array($0.utf8) })
    let kept = counts.filter { $0.value >= minimumCount && !special.contains(Array($0.key.utf8)) }.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }.prefix(maximumSize ?? .max)
    self.init(
      kind: kind, specials: specials.count, entries: specials + kept.map(\.key),
      counts: specials.map { _ in 0 } + kept.map(\.value))
  }

  /// A vocabulary of entries in the order of their ids, the first `specials` of them special symbols.
  ///
  /// - Precondition: as many counts as entries, no entry twice.
  init(kind: String, specials: Int, entries: [String], counts: [Int]) {
    precondition(entries.count == counts.count, "\(entries.count) entries with \(counts.count) counts")
    self.kind = kind
    self.specials = specials
    self.entries = entries
    self.counts = counts
    table = ByteTable(entries)
    unknownID = entries.prefix(specials).firstIndex(of: Self.unknown).map { Int32($0) }
  }

  /// Number of entries, special symbols included.
  public var count: Int { entries.count }

  /// The id of a string; nil when it is not in the vocabulary.
  public func id(_ entry: String) -> Int32? {
    var entry = entry
    return entry.withUTF8 { id(ofBytes: $0) }
  }

  /// The id of the string with these UTF-8 bytes; nil when it is not in the vocabulary.
  public func id(ofBytes bytes: UnsafeBufferPointer<UInt8>) -> Int32? { table.id(bytes, in: entries) }

  /// The string with an id.
  ///
  /// - Precondition: `id` is in `0..<count`.
  public func word(_ id: Int32) -> String { entries[Int(id)] }

  /// A number that changes with any entry, its id or the special symbols; the same on every machine.
  public var fingerprint: UInt64 {
    var hash = ByteTable.hash(kind.utf8) ^ UInt64(specials)
    for entry in entries { hash = ByteTable.mix(hash ^ ByteTable.hash(entry.utf8)) }
    return hash
  }
}

extension Vocabulary: Equatable {
  /// Whether kind, entries, ids and counts are the same.
  public static func == (first: Vocabulary, second: Vocabulary) -> Bool {
    first.kind == second.kind && first.specials == second.specials && first.counts == second.counts
      && first.entries.elementsEqual(second.entries) { $0.utf8.elementsEqual($1.utf8) }
  }
}
