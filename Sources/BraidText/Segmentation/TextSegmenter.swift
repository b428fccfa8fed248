/// Cuts text into tokens and sentences: byte ranges of the original UTF-8.
///
/// Boundaries are those of ICU for the locale, dictionaries for Thai, Chinese and Japanese included; white space and
/// invisible controls between them are no tokens. Rules of a language or a user come on top: clitics, elisions, patterns and
/// words that stay one token, abbreviations that end no sentence.
///
/// ```swift
/// let segmenter = try TextSegmenter(SegmenterOptions(locale: "en", patterns: [.url]))
/// var document = Document(text: "See https://example.org. It works.")
/// try segmenter.segment(&document)
/// document.words(0..<3)  // ["See", "https://example.org", "."]
/// ```
///
/// A segmenter owns ICU handles and belongs to one thread at a time; opening one takes a few milliseconds.
public final class TextSegmenter {
  /// What the segmenter does.
  public let options: SegmenterOptions

  /// Longest text whose offsets fit a token, in bytes.
  static let longestText = Int(Int32.max)

  /// Tokens collected before they are appended.
  private static let batch = 512

  /// Ends of sentences whose memory is used for the next text.
  private static let keptEnds = 4096

  private let words: Boundaries
  private let sentences: Boundaries?
  private let scanner: PatternScanner?
  private let refiner: TokenRefiner?
  private let abbreviations: AbbreviationRules?
  private var matches: [Range<Int>] = []
  /// Ends of the sentences of the text at hand.
  private var ends: [Int] = []

  /// Whether words are found by Braid's own machine; otherwise ICU is asked for everything.
  package var usesFastPath: Bool { words.isFast && sentences?.isFast != false }

  /// Opens the rules of a locale.
  ///
  /// - Parameter options: What to do.
  /// - Throws: `TextError.invalidLocale`, `.invalidRule`, or `.icu` when ICU lacks rules.
  public init(_ options: SegmenterOptions = SegmenterOptions()) throws(TextError) {
    self.options = options
    words = try Boundaries(options.unit.boundaries, locale: options.locale, fastPath: options.fastPath)
    sentences =
      options.sentences == .icu
      ? try Boundaries(.sentence, locale: options.locale, fastPath: options.fastPath) : nil
    scanner =
      options.allPatterns.isEmpty && options.keptWords.isEmpty
      ? nil : try PatternScanner(options.allPatterns, keptWords: options.keptWords)
    refiner = options.unit == .word ? TokenRefiner(options.rules) : nil
    abbreviations =
      options.allAbbreviations.isEmpty
      ? nil : try AbbreviationRules(options.allAbbreviations, hasInitials: options.rules != .icu)
  }

  /// Fills the tokens and sentences of a document.
  ///
  /// Tokens that are there already stay as they are, also those with spaces inside; sentences likewise. A pre-tokenized
  /// document without sentences gets them: each token belongs to the sentence it starts in.
  ///
  /// - Parameter document: The document; its text is not changed.
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  /// - Complexity: O(n) in the bytes of the text, for dictionary scripts about O(n) too.
  public func segment(_ document: inout Document) throws(TextError) {
    if !document.tokens.isEmpty && !document.sentences.isEmpty { return }
    var tokens = document.tokens
    if ends.capacity > Self.keptEnds { ends = [] } else { ends.removeAll(keepingCapacity: true) }
    try withBytes(of: document.text) { bytes in
      if tokens.isEmpty { findTokens(bytes, into: &tokens) } else { findMatches(bytes) }
      findSentenceEnds(bytes, into: &ends)
    }
    document.tokens = tokens
    document.sentences = Self.group(tokens, by: ends)
  }

  /// The tokens and sentences of a text that is aligned with a document's own.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  public func segment(_ text: inout AlignedText) throws(TextError) {
    guard text.tokens.isEmpty else { return }
    text.tokens = try tokens(of: text.text)
  }

  /// The tokens of a text alone.
  ///
  /// - Throws: `TextError.textTooLong` for more than 2 GiB.
  public func tokens(of text: String) throws(TextError) -> [Token] {
    var tokens: [Token] = []
    try withBytes(of: text) { bytes in findTokens(bytes, into: &tokens) }
    return tokens
  }

  /// Tokens and sentences of UTF-8 bytes, with what `lastCut` needs to know.
  ///
  /// - Precondition: `bytes` is well-formed UTF-8 of at most 2 GiB.
  func analyze(_ bytes: UnsafeBufferPointer<UInt8>) -> Analysis {
    var analysis = Analysis()
    analysis.settledTokens = findTokens(bytes, into: &analysis.tokens)
    analysis.settledSentences = findSentenceEnds(bytes, into: &analysis.sentenceEnds)
    return analysis
  }

  /// What `analyze` finds.
  struct Analysis {
    /// All tokens.
    var tokens: [Token] = []
    /// Ends of the sentences in bytes, the end of the text last.
    var sentenceEnds: [Int] = []
    /// Bytes whose tokens no text behind the end could change.
    var settledTokens = 0
    /// Bytes whose sentence boundaries no text behind the end could change.
    var settledSentences = 0
  }

  /// Groups tokens into sentences by the ends of the sentences; sentences without tokens are left out.
  static func group(_ tokens: [Token], by ends: [Int]) -> [Sentence] {
    var groups: [Sentence] = []
    groups.reserveCapacity(ends.count)
    var first = 0
    for end in ends {
      var next = first
      while next < tokens.count, tokens[next].start < end { next += 1 }
      if next > first { groups.append(Sentence(tokens: first..<next)) }
      first = next
    }
    if first < tokens.count { groups.append(Sentence(tokens: first..<tokens.count)) }
    return groups
  }

  private func withBytes(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(TextError) {
    var text = text
    let count = text.utf8.count
    guard count <= Self.longestText else { throw .textTooLong(bytes: count, limit: Self.longestText) }
    text.withUTF8(body)
  }

  private func findMatches(_ bytes: UnsafeBufferPointer<UInt8>) {
    matches.removeAll(keepingCapacity: true)
    scanner?.scan(bytes, into: &matches)
  }

  /// Appends the tokens of `bytes`; returns the offset up to which they are settled whatever follows.
  @discardableResult
  private func findTokens(_ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [Token]) -> Int {
    tokens.reserveCapacity(bytes.count / 4)
    var settled = bytes.count
    // Tokens go through a small buffer: one append for many is what makes this loop fast.
    withUnsafeTemporaryAllocation(of: Token.self, capacity: Self.batch) { batch in
      var filled = 0
      words.forEachSegment(bytes) { range, status, reachedEnd in
        if reachedEnd { settled = min(settled, range.lowerBound) }
        guard let kind = TokenKind(bytes, range, status: status) else { return }
        batch.initializeElement(at: filled, to: Token(range, kind: kind))
        filled &+= 1
        if filled == Self.batch {
          tokens.append(contentsOf: UnsafeBufferPointer(batch))
          filled = 0
        }
      }
      tokens.append(contentsOf: UnsafeBufferPointer(rebasing: batch[..<filled]))
    }
    if let refiner { tokens = refiner.refine(tokens, bytes) }
    findMatches(bytes)
    if !matches.isEmpty { tokens = TokenMerging.merge(tokens, matches, bytes) }
    return settled
  }

  /// Appends the ends of sentences; returns the offset up to which they are settled whatever follows.
  @discardableResult
  private func findSentenceEnds(_ bytes: UnsafeBufferPointer<UInt8>, into ends: inout [Int]) -> Int {
    switch options.sentences {
    case .none:
      ends = [bytes.count]
      return bytes.count
    case .newline:
      for index in bytes.indices where bytes[index] == 0x0A { ends.append(index + 1) }
      if ends.last != bytes.count { ends.append(bytes.count) }
      return bytes.count
    case .icu:
      var settled = bytes.count
      var match = 0
      sentences?.forEachSegment(bytes) { range, _, reachedEnd in
        let end = range.upperBound
        if reachedEnd { settled = min(settled, range.lowerBound) }
        if end < bytes.count {
          while match < matches.count, matches[match].upperBound <= end { match += 1 }
          if match < matches.count, matches[match].lowerBound < end { return }
          if let abbreviations, abbreviations.forbid(boundary: end, after: ends.last ?? 0, in: bytes) { return }
          if options.rules != .icu {
            // Where marks were taken along, ICU's next boundary may lie before their end.
            if end <= ends.last ?? 0 { return }
            let (boundary, seen) = ClosingMarks.boundary(at: end, in: bytes)
            if seen >= bytes.count { settled = min(settled, range.lowerBound) }
            switch boundary {
            case .kept: break
            case .moved(let end):
              ends.append(end)
              return
            case .none: return
            }
          }
        }
        ends.append(end)
      }
      return settled
    }
  }
}
