public import BraidFiles
public import BraidText

/// How a vocabulary is built from documents.
///
/// ```swift
/// var options = VocabularyOptions()
/// options.kind = .characters
/// var counter = WordCounter()
/// for document in documents { try options.count(document, into: &counter) }
/// let vocabulary = try options.build(counter)
/// ```
public struct VocabularyOptions: Configurable, Sendable, Equatable {
  /// What an entry is.
  public enum Kind: String, CaseIterable, Sendable {
    case words, characters, bpe, labels
  }

  /// What an entry is.
  public var kind = Kind.words
  /// `source` for the documents' own text, else the name of the aligned text that is counted.
  public var side = "source"
  /// The layer counted for labels: document labels, tags or spans of that name, or `roles`.
  public var layer = "label"
  /// File of pretrained vectors whose words are added after those counted.
  public var vectors: String?
  /// Whether words are lower-cased before they are counted, and before they are cut into characters.
  public var lowercase = false
  /// Most entries, special symbols included; nil: 30,000, for BPE 8,000, for labels no limit.
  public var size: Int?
  /// Entries seen less often are left out.
  public var minimumCount = 1
  /// Special symbols, in the order of their ids; empty: `<unk>`, for aligned texts `<s>` and `</s>` too, for labels none.
  public var specials: [String] = []
  /// Whether BPE spells characters outside the vocabulary by their bytes, which takes 256 pieces.
  public var byteFallback = false

  /// The words of the documents' own text.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("kind", &kind, "kind of entries")
    try visitor.field("side", &side, required: false, "`source` (both texts of a pair), or the name of an aligned text")
    try visitor.field(
      "layer", &layer, required: false, "layer to count with kind labels: of labels, tags or spans, or roles")
    try visitor.field("vectors", &vectors, "file of pretrained vectors whose words are added after those counted")
    try visitor.field("lowercase", &lowercase, "lower-case words before counting")
    try visitor.field(
      "size", &size, 1...10_000_000,
      "maximum number of entries, special symbols included (default: 30000; bpe: 8000; labels: all)")
    try visitor.field("minimumCount", &minimumCount, 1...1_000_000, "minimum count of an entry")
    try visitor.field(
      "specials", &specials, required: false,
      "special symbol (default: <unk>; aligned texts: also <s> and </s>; labels: none)")
    try visitor.field("byteFallback", &byteFallback, "encode unknown characters as bytes, with 256 more pieces (bpe)")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if vectors != nil, kind != .words {
      return OptionProblem("vectors", found: "`kind: \(kind.rawValue)`", expected: "none, or `kind: words`")
    }
    if layer != VocabularyOptions().layer, kind != .labels {
      return OptionProblem(
        "layer", found: "`\(layer)` for `kind: \(kind.rawValue)`", expected: "none, or `kind: labels`")
    }
    if side != VocabularyOptions().side, kind == .labels {
      return OptionProblem("side", found: "`\(side)` for `kind: labels`", expected: "none, or another kind")
    }
    if specials.contains(where: { $0.utf8.allSatisfy { $0 <= 32 } }) {
      return OptionProblem("specials", found: "a symbol without characters", expected: "symbols such as `<unk>`")
    }
    if byteFallback, kind != .bpe {
      return OptionProblem("byteFallback", found: "`kind: \(kind.rawValue)`", expected: "false, or `kind: bpe`")
    }
    return nil
  }

  /// The special symbols, those that stand for none given included.
  public var specialSymbols: [String] {
    if !specials.isEmpty { return specials }
    if kind == .labels { return [] }
    return side == "source" ? [Vocabulary.unknown] : [Vocabulary.unknown, Vocabulary.start, Vocabulary.end]
  }

  /// Counts what a document has of the kind; an aligned text that it lacks counts nothing.
  ///
  /// - Parameters:
  ///   - document: A tokenized document. Aligned texts may lack tokens: what stands between spaces is counted then.
  ///   - counter: The counts.
  ///   - locale: BCP 47 language by whose rules words become lower case before they are cut into characters; nil for most
  ///     languages' way. Whole words are lower-cased when the vocabulary is built.
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public func count(
    _ document: Document, into counter: inout WordCounter, locale: String? = nil
  ) throws(VocabularyError) {
    guard kind != .labels else { return try counter.add(labelsOf: document, layer: layer) }
    if kind == .characters, lowercase {
      return try count(charactersOf: document, into: &counter, LowerCasing(locale: locale))
    }
    let unit: CountedUnit = kind == .bpe ? .subwords : kind == .characters ? .characters : .words
    guard side != "source" else {
      try counter.add(
        tokensOf: lowercase && kind == .words ? document.withFormsForLowerCase ?? document : document, unit: unit)
      // The encoder reads both texts of a pair.
      if let second = document.second { try counter.add(second.tokensOrWords, in: second.text, unit: unit) }
      return
    }
    guard let text = document.translations[side] else { return }
    // A decoder writes every character of its text, spaces too.
    let tokens = kind == .characters ? [Token(0..<text.text.utf8.count)] : text.tokensOrWords
    try counter.add(tokens, in: text.text, unit: unit)
  }

  /// Counts characters in lower case, which the word that they stand in decides: a sigma at its end is a final one.
  private func count(
    charactersOf document: Document, into counter: inout WordCounter, _ lower: LowerCasing
  ) throws(VocabularyError) {
    func add(_ text: String, into counter: inout WordCounter) throws(VocabularyError) {
      try counter.add([Token(0..<text.utf8.count)], in: text, unit: .characters)
    }
    guard side == "source" else {
      guard let text = document.translations[side] else { return }
      return try add(text.lowercased(by: lower).text, into: &counter)
    }
    let forms = document.tags["form"]
    for token in document.tokens.indices {
      try add(lower(forms?[token] ?? document.word(token)), into: &counter)
    }
    for word in document.second?.words ?? [] { try add(lower(word), into: &counter) }
  }

  /// The vocabulary of what was counted.
  ///
  /// - Parameters:
  ///   - counter: the counts.
  ///   - locale: BCP 47 language by whose rules words become lower case, where they do; nil for most languages' way.
  /// - Returns: the vocabulary.
  /// - Throws: `VocabularyError.badOption` for a size without room for the special symbols, `empty` when nothing was
  ///   counted often enough, `file` when vectors or a temporary file can't be read.
  public func build(_ counter: WordCounter, locale: String? = nil) throws(VocabularyError) -> SymbolVocabulary {
    let counter = try lowered(counter, locale: locale)
    if kind == .bpe {
      let options = BPEOptions(
        size: size ?? 8_000, specials: specialSymbols, minimumCount: minimumCount, byteFallback: byteFallback)
      let bpe = try BPE(training: counter, options: options)
      return .pieces(lowercase ? bpe.lowerCased(as: LowerCasing(locale: locale)) : bpe)
    }
    var vocabulary = try VocabularyBuilder(
      kind: kind.rawValue, specials: specialSymbols, minimumCount: minimumCount,
      maximumSize: size ?? (kind == .labels ? nil : 30_000)
    ).build(counter)
    if lowercase { vocabulary.lowerCasing = LowerCasing(locale: locale) }
    guard let vectors else { return .symbols(vocabulary) }
    let known = (Int32(vocabulary.specials)..<Int32(vocabulary.count)).map { vocabulary.word($0) }
    let others = try PretrainedVectors.words(contentsOf: vectors)
    return .symbols(
      Vocabulary(
        words: known + others,
        counts: vocabulary.counts.dropFirst(vocabulary.specials) + [Int](repeating: 0, count: others.count),
        specials: specialSymbols, kind: vocabulary.kind, options: vocabulary.options))
  }

  /// What was counted, in lower case; characters are so since they were counted.
  ///
  /// - Throws: `VocabularyError.file` for temporary files.
  package func lowered(_ counter: WordCounter, locale: String?) throws(VocabularyError) -> WordCounter {
    lowercase && kind != .characters ? try counter.lowercased(locale: locale) : counter
  }
}
