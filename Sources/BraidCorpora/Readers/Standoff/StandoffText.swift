import BraidFiles
import BraidText

/// A text with tokens, sentences and annotations by offsets, as tools that keep annotations apart from the text have them.
struct StandoffText {
  /// The text.
  var text: String
  /// The tokens by offsets, in order; none when the file has none.
  var tokens: [Range<Int>] = []
  /// The end of each sentence by offsets.
  var sentenceEnds: [Int] = []
  /// The spans of each layer.
  var layers: [SpanPlacer.Layer] = []
  /// The tags by layer and token.
  var tags: [String: [Int: String]] = [:]

  /// The document.
  ///
  /// - Parameters:
  ///   - id: Its id.
  ///   - options: How it is read; the unit of the offsets is named there.
  ///   - placer: Puts the spans on tokens, with the same options.
  ///   - place: Where it stands in the file.
  ///   - ledger: Where what does not fit is counted.
  /// - Returns: The document with tokens, sentences and annotations.
  /// - Throws: As the placer.
  func document(
    id: String, _ options: ReadOptions, _ placer: SpanPlacer, at place: SourceLocation, into ledger: inout Ledger
  ) throws(CorpusError) -> Document {
    var document = Document(id: id, language: options.language, text: text)
    try placer.place(layers, tokens: tokens, in: &document, at: place, into: &ledger)
    if !sentenceEnds.isEmpty {
      let map = OffsetMap(document.text, options.spanOffsets ?? .characters)
      let ends = sentenceEnds.map { map.bytes($0..<$0)?.lowerBound ?? document.text.utf8.count }
      document.sentences = Self.sentences(document.tokens, ends)
    }
    guard document.tokens.count == tokens.count else {
      ledger.note(
        .ignored, .tags, "tags of tokens that were cut", at: place, count: tags.reduce(0) { $0 + $1.value.count })
      return document
    }
    for (layer, tags) in tags { document.tags[layer] = (0..<document.tokens.count).map { tags[$0] } }
    return document
  }

  private static func sentences(_ tokens: [Token], _ ends: [Int]) -> [Sentence] {
    var sentences: [Sentence] = []
    var first = 0
    for end in ends {
      let next = tokens.partitioningIndex { Int($0.start) >= end }
      if next > first { sentences.append(Sentence(tokens: first..<next)) }
      first = max(first, next)
    }
    if first < tokens.count { sentences.append(Sentence(tokens: first..<tokens.count)) }
    return sentences
  }
}
