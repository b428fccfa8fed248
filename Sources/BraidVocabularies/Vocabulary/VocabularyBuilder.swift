/// How a vocabulary is made of counted strings.
public struct VocabularyBuilder: Sendable, Equatable {
  /// What the entries are: `words`, `characters` or `labels`.
  public var kind: String
  /// Special symbols, in the order of their ids; strings of the corpus that look like one are that symbol.
  public var specials: [String]
  /// Strings seen less often are left out.
  public var minimumCount: Int
  /// Most entries, special symbols included; nil for no limit.
  public var maximumSize: Int?

  /// Options for a vocabulary of `kind`.
  public init(
    kind: String = "words", specials: [String] = [Vocabulary.unknown], minimumCount: Int = 1, maximumSize: Int? = nil
  ) {
    self.kind = kind
    self.specials = specials
    self.minimumCount = minimumCount
    self.maximumSize = maximumSize
  }

  /// The vocabulary of what was counted.
  ///
  /// Entries are ordered by falling count, then by their bytes. The header's options say how the vocabulary was made:
  /// `minimum` and `size` as given, `seen` and `distinct` for everything counted.
  ///
  /// - Parameter counter: The counts.
  /// - Returns: The vocabulary, special symbols first.
  /// - Throws: `VocabularyError.badOption` for a size without room for the special symbols, `empty` when nothing was
  ///   counted often enough, `unreadable` when a temporary file can't be read.
  public func build(_ counter: WordCounter) throws(VocabularyError) -> Vocabulary {
    if let maximumSize, maximumSize <= specials.count {
      throw .badOption(
        name: "size", found: "\(maximumSize)", expected: "more than the \(specials.count) special symbols")
    }
    let isSpecial = Set(specials.map { Array($0.utf8) })
    var selection = EntrySelection(
      minimumCount: minimumCount, maximumSize: maximumSize.map { $0 - specials.count })
    let longest = specials.map(\.utf8.count).max() ?? 0
    var distinct = 0
    try counter.forEach { bytes, count in
      distinct += 1
      if !isSpecial.isEmpty, bytes.count <= longest, isSpecial.contains(Array(bytes)) { return }
      selection.offer(bytes, count: count)
    }
    let entries = selection.sorted()
    guard !entries.isEmpty else { throw .empty(what: "the vocabulary of \(kind)") }
    var options = ["minimum": "\(minimumCount)", "seen": "\(counter.total)", "distinct": "\(distinct)"]
    if let maximumSize { options["size"] = "\(maximumSize)" }
    var table = ByteTable(capacity: specials.count + entries.count)
    for special in specials { _ = special.withBytes { table.insert($0) } }
    let specialCount = table.count
    for entry in entries { _ = entry.bytes.withUnsafeBufferPointer { table.insert($0) } }
    return Vocabulary(
      kind: kind, specials: specialCount, table: table,
      counts: [Int](repeating: 0, count: specialCount) + entries.map(\.count), options: options)
  }
}
