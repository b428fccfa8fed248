package import BraidText
package import BraidVocabularies

/// What a translation head writes with: words, characters or BPE pieces of the target text.
package struct TargetVocabulary: Sendable, Equatable {
  /// What one symbol is.
  private enum Unit: Sendable, Equatable {
    case word
    case character
    case piece(BPE)
  }

  /// The symbols, with `<unk>`, `<s>` and `</s>`.
  package let symbols: Vocabulary
  private let unit: Unit
  let start: Int32
  let end: Int32
  let unknown: Int32

  /// A target vocabulary.
  ///
  /// - Throws: `TaskError.badVocabulary` when a special symbol is missing.
  package init(_ vocabulary: SymbolVocabulary, task: String) throws(TaskError) {
    switch vocabulary {
    case .pieces(let bpe):
      symbols = bpe.pieces
      unit = .piece(bpe)
    case .symbols(let vocabulary):
      symbols = vocabulary
      unit = vocabulary.kind == "characters" ? .character : .word
    }
    guard let start = symbols.id(Vocabulary.start), let end = symbols.id(Vocabulary.end),
      let unknown = symbols.unknownID
    else { throw .badVocabulary(task: task, reason: "it has no <unk>, <s> or </s>") }
    self.start = start
    self.end = end
    self.unknown = unknown
  }

  /// Number of symbols, special ones included.
  package var count: Int { symbols.count }

  /// Symbols that are never written: the start, and where any word can be spelled the unknown one.
  var excluded: Set<Int32> {
    if case .piece = unit { [start, unknown] } else { [start] }
  }

  /// The ids of a text's symbols.
  package func encode(_ text: AlignedText, lowercase: Bool) -> [Int32] {
    let text = lowercase ? text.lowercased(by: symbols.lowerCasing) : text
    switch unit {
    case .word: return text.words.map { symbols.id($0) ?? unknown }
    case .character: return text.text.unicodeScalars.map { symbols.id(String($0)) ?? unknown }
    case .piece(let bpe): return bpe.encode(text.text, tokens: text.tokensOrWords).map(\.id)
    }
  }

  /// The text that ids spell, and the byte range of each of them in it.
  ///
  /// - Parameters:
  ///   - ids: symbols.
  ///   - detokenizer: where spaces between words go; nil for one before every word.
  ///   - placed: whether the byte ranges are asked for; with characters and pieces they take time by the square.
  ///   - replacement: the word that is written for an unknown symbol at a place, nil for `<unk>`; not with pieces.
  /// - Returns: the text, and for each id the bytes that it wrote, none for a special symbol inside a spelling.
  package func spell(
    _ ids: [Int32], detokenizer: Detokenizer?, placed: Bool = true, replacement: (Int) -> String?
  ) -> (text: String, symbols: [Range<Int>]) {
    func string(_ index: Int) -> String {
      ids[index] == unknown ? replacement(index) ?? Vocabulary.unknown : symbols.word(ids[index])
    }
    switch unit {
    case .word:
      let words = ids.indices.map(string)
      // The words stand in the text in their order: each is found behind the one before.
      let text = detokenizer?.join(words) ?? words.joined(separator: " ")
      var ranges: [Range<Int>] = []
      var position = 0
      let bytes = Array(text.utf8)
      for word in words {
        while position < bytes.count, bytes[position] == 32 { position += 1 }
        ranges.append(position..<position + word.utf8.count)
        position += word.utf8.count
      }
      return (text, ranges)
    case .character: return Self.spell(ids, placed) { $0.indices.map(string).joined() }
    case .piece(let bpe): return Self.spell(ids, placed) { bpe.decode($0) }
    }
  }

  /// Spells ever longer beginnings, so that each id has the bytes by which the text grew.
  private static func spell(
    _ ids: [Int32], _ placed: Bool, _ decode: ([Int32]) -> String
  ) -> (text: String, symbols: [Range<Int>]) {
    guard placed else { return (decode(ids), []) }
    var ranges: [Range<Int>] = []
    var end = 0
    for count in ids.indices.map({ $0 + 1 }) {
      let next = max(end, decode(Array(ids.prefix(count))).utf8.count)
      ranges.append(end..<next)
      end = next
    }
    return (decode(ids), ranges)
  }
}
