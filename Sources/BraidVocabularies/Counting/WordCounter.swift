public import BraidFiles
public import BraidText
import Foundation

/// What of a token is counted.
public enum CountedUnit: String, Sendable, CaseIterable {
  /// The whole token.
  case words
  /// Its Unicode scalars.
  case characters
  /// The whole token with BPE's marker of a word boundary, as `BPE` learns from; tokens that hold a marker themselves are
  /// left out.
  case subwords
}

/// Counts byte strings exactly, in bounded memory.
///
/// ```swift
/// var counter = WordCounter()
/// try counter.add("the")
/// try counter.add("cat")
/// let vocabulary = try VocabularyBuilder(minimumCount: 1).build(counter)
/// ```
///
/// When the table is full it goes to disk, sorted, as a nameless temporary file; reading merges all of them. Nothing is
/// pruned, so the counts are exact, and the same however the words were spread over counters that were merged.
public struct WordCounter: Sendable {
  /// How many words were added, equal ones too.
  public private(set) var total = 0
  private let memoryLimit: Int
  private let folder: String
  private var table = ByteTable()
  private var counts: [Int] = []
  private var runs: [CountRun] = []

  /// An empty counter.
  ///
  /// - Parameters:
  ///   - memoryLimit: Bytes of memory for words and counts before they go to disk; at least 64 KB.
  ///   - folder: Where temporary files go; nil: the system's folder for them.
  public init(memoryLimit: Int = 32 << 20, folder: String? = nil) {
    self.memoryLimit = max(memoryLimit, 64 << 10)
    self.folder = folder ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  }

  /// How many times the table went to disk.
  public var spills: Int { runs.count }

  /// Adds a word.
  ///
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func add(_ word: some StringProtocol, count: Int = 1) throws(VocabularyError) {
    word.withBytes { put($0, count) }
    if isFull { try spill() }
  }

  /// Adds a word by its UTF-8 bytes.
  ///
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func add(bytes: UnsafeBufferPointer<UInt8>, count: Int = 1) throws(VocabularyError) {
    put(bytes, count)
    if isFull { try spill() }
  }

  /// Adds what another counter counted.
  ///
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func merge(_ other: WordCounter) throws(VocabularyError) {
    runs.append(contentsOf: other.runs)
    let before = total
    for index in 0..<other.table.count {
      other.table.withBytes(of: index) { put($0, other.counts[index]) }
      if isFull { try spill() }
    }
    total = before + other.total
  }

  /// Calls `body` with each different word and its count, in the order of their bytes.
  ///
  /// - Throws: `VocabularyError.file` when a temporary file can't be read.
  package func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) throws(VocabularyError) {
    let order = sortedIndices()
    guard !runs.isEmpty else {
      for index in order { table.withBytes(of: index) { body($0, counts[index]) } }
      return
    }
    try CountMerge(runs: runs, table: table, counts: counts, order: order).forEach(body)
  }

  /// The counts as a dictionary.
  ///
  /// - Throws: `VocabularyError.file` when a temporary file can't be read.
  public func dictionary() throws(VocabularyError) -> ExactDictionary<Int> {
    var result = ExactDictionary<Int>()
    try forEach { result[String(decoding: $0, as: UTF8.self), default: 0] += $1 }
    return result
  }

  /// The same counts with every word in lower case.
  ///
  /// - Parameter locale: BCP 47 language of the words; nil for most languages' way.
  /// - Returns: A counter with the same limit.
  /// - Throws: `VocabularyError.file` for temporary files.
  public func lowercased(locale: String? = nil) throws(VocabularyError) -> WordCounter {
    let lower = LowerCasing(locale: locale)
    var lowered = WordCounter(memoryLimit: memoryLimit, folder: folder)
    var failure: VocabularyError?
    try forEach { bytes, count in
      guard failure == nil else { return }
      do throws(VocabularyError) {
        try lowered.add(lower(String(decoding: bytes, as: UTF8.self)), count: count)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return lowered
  }

  private var isFull: Bool { table.memory + counts.count * 8 > memoryLimit }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) {
    let index = table.insert(bytes)
    if index == counts.count { counts.append(0) }
    counts[index] += count
    total += count
  }

  private func sortedIndices() -> [Int] { (0..<table.count).sorted { table.precedes($0, $1) } }

  private mutating func spill() throws(VocabularyError) {
    runs.append(try CountRun(table, counts: counts, order: sortedIndices(), folder: folder))
    table.removeAll()
    counts.removeAll(keepingCapacity: true)
  }
}

extension WordCounter {
  /// Adds every token of a document; of words that a multiword token is not made of, the form.
  ///
  /// - Parameters:
  ///   - document: A document with tokens.
  ///   - unit: What of the tokens is counted.
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func add(tokensOf document: Document, unit: CountedUnit = .words) throws(VocabularyError) {
    guard let forms = document.tags(of: "form"), forms.count == document.tokens.count else {
      return try add(document.tokens, in: document.text, unit: unit)
    }
    try add(zip(document.tokens, forms).filter { $0.1 == nil }.map(\.0), in: document.text, unit: unit)
    for case let form? in forms { try add([Token(0..<form.utf8.count)], in: form, unit: unit) }
  }

  /// Adds tokens of a text.
  ///
  /// - Parameters:
  ///   - tokens: Byte ranges of `text`; those outside it are left out.
  ///   - text: The text.
  ///   - unit: What of the tokens is counted.
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func add(_ tokens: [Token], in text: String, unit: CountedUnit = .words) throws(VocabularyError) {
    var text = text
    // In parts, so that one very large text can't outgrow the limit.
    for start in stride(from: 0, to: tokens.count, by: 1 << 14) {
      let part = tokens[start..<min(start + (1 << 14), tokens.count)]
      text.withUTF8 { bytes in
        switch unit {
        case .words: forEachWord(part, bytes) { counter, word in counter.put(word, 1) }
        case .characters: forEachWord(part, bytes) { counter, word in counter.putCharacters(word) }
        case .subwords: putSubwords(part, bytes)
        }
      }
      if isFull { try spill() }
    }
  }

  private mutating func forEachWord(
    _ tokens: ArraySlice<Token>, _ text: UnsafeBufferPointer<UInt8>,
    _ body: (inout WordCounter, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    for token in tokens where token.start >= 0 && Int(token.end) <= text.count {
      body(&self, UnsafeBufferPointer(rebasing: text[token.range]))
    }
  }

  private mutating func putCharacters(_ word: UnsafeBufferPointer<UInt8>) {
    word.forEachScalar { put(UnsafeBufferPointer(rebasing: word[$0]), 1) }
  }

  private mutating func putSubwords(_ tokens: ArraySlice<Token>, _ text: UnsafeBufferPointer<UInt8>) {
    var word: [UInt8] = []
    SubwordWord.forEach(tokens.lazy.map(\.range), in: text) { _, range, isMarked in
      word.removeAll(keepingCapacity: true)
      if isMarked { word.append(contentsOf: BPE.marker.utf8) }
      for index in range {
        if text[index] == 32 {
          word.append(contentsOf: BPE.marker.utf8)
        } else if text[index] == 0x81, index >= range.lowerBound + 2, text[index - 1] == 0x96, text[index - 2] == 0xE2 {
          return
        } else {
          word.append(text[index])
        }
      }
      word.withUnsafeBufferPointer { put($0, 1) }
    }
  }
}
