import BraidFiles
import BraidText

/// Puts spans that are given by offsets on the tokens of a document, and cuts the text into tokens where there are none.
///
/// A span that cuts tokens takes in the whole of them, unless the options say to cut the tokens. What does not fit is
/// counted.
final class SpanPlacer {
  /// Spans of one layer.
  typealias Layer = (name: String, spans: [CharacterSpan])

  private let options: ReadOptions
  private var openSegmenter: TextSegmenter?

  init(_ options: ReadOptions) { self.options = options }

  /// Fills tokens, sentences and span layers of a document.
  ///
  /// - Parameters:
  ///   - layers: The spans of each layer; the layer is there, and empty, when it has none.
  ///   - tokens: Tokens by offsets, where the file has them: text that they leave out is cut by the rules.
  ///   - document: The document; tokens that it has are kept.
  ///   - place: Where it stands in the file.
  ///   - ledger: Where spans that do not fit are counted.
  /// - Throws: `wrongField` for a text that is too long, `badOption` for rules that ICU does not know.
  func place(
    _ layers: [Layer], tokens: [Range<Int>] = [], in document: inout Document, at place: SourceLocation,
    into ledger: inout Ledger
  ) throws(CorpusError) {
    let map = offsets(layers, document.text, at: place, into: &ledger)
    if document.tokens.isEmpty, !tokens.isEmpty { try set(tokens, map, in: &document, at: place, into: &ledger) }
    try segment(&document, at: place)
    var found: [(layer: String, bytes: Range<Int>, span: CharacterSpan)] = []
    for (layer, spans) in layers {
      document.spans[layer] = document.spans[layer] ?? []
      for span in spans {
        let place = span.place ?? place
        guard let bytes = map.bytes(span.offsets) else {
          ledger.note(.dropped, .spans, "span outside of the text, or within a character", at: place)
          continue
        }
        found.append((layer, bytes, span))
      }
    }
    if options.cutTokens {
      let cut = SpanAligner(document.tokens).cut(
        at: found.flatMap { [$0.bytes.lowerBound, $0.bytes.upperBound] }, in: document.text)
      if cut.count != document.tokens.count {
        ledger.note(
          .repaired, .tokens, "cut where a span begins or ends", at: place, count: cut.count - document.tokens.count)
        document.tokens = cut
        document.sentences = []
        try segment(&document, at: place)
      }
    }
    let aligner = SpanAligner(document.tokens)
    for (layer, bytes, span) in found {
      let place = span.place ?? place
      guard let (tokens, isWhole) = aligner.tokens(of: bytes) else {
        ledger.note(.dropped, .spans, "span without tokens", at: place)
        continue
      }
      let (first, last) = (document.tokens[tokens.lowerBound], document.tokens[tokens.upperBound - 1])
      if !isWhole {
        ledger.note(.repaired, .spans, "span that cuts tokens, widened to the whole of them", at: place)
      } else if Int(first.start) != bytes.lowerBound || Int(last.end) != bytes.upperBound {
        ledger.note(.repaired, .spans, "span with white space at its ends, which is left out", at: place)
      }
      let score = ledger.probability(span.score, at: place)
      document.spans[layer]?.append(LabeledSpan(tokens, label: span.label, score: score))
    }
  }

  /// The offsets of a text, in the unit of the options; without one code points, unless the spans' own texts stand
  /// elsewhere.
  private func offsets(
    _ layers: [Layer], _ text: String, at place: SourceLocation, into ledger: inout Ledger
  ) -> OffsetMap {
    let spans = layers.flatMap(\.spans).filter { $0.text != nil }
    func misses(_ map: OffsetMap) -> Int {
      let bytes = text.utf8
      return spans.count { span in
        guard let range = map.bytes(span.offsets) else { return true }
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        return !bytes[start..<bytes.index(start, offsetBy: range.count)].elementsEqual((span.text ?? "").utf8)
      }
    }
    let map = OffsetMap(text, options.spanOffsets ?? .characters)
    let missed = spans.isEmpty ? 0 : misses(map)
    guard missed > 0 else { return map }
    for unit in options.spanOffsets == nil ? [OffsetUnit.utf16, .bytes] : [] {
      let other = OffsetMap(text, unit)
      guard misses(other) == 0 else { continue }
      ledger.note(.recognized, .spans, "offsets in \(unit.rawValue), by the spans' own texts", at: place, count: missed)
      return other
    }
    ledger.note(.ignored, .values, CharacterSpan.misquoted, at: place, count: missed)
    return map
  }

  /// Takes the tokens of the file, and cuts the text that they leave out; white space that spaCy has tokens for is between tokens.
  private func set(
    _ tokens: [Range<Int>], _ map: OffsetMap, in document: inout Document, at place: SourceLocation,
    into ledger: inout Ledger
  ) throws(CorpusError) {
    let text = Array(document.text.utf8)
    var ranges: [Range<Int>] = []
    var end = 0
    for token in tokens {
      guard let bytes = map.bytes(token), bytes.lowerBound >= end else {
        ledger.note(
          .dropped, .tokens, "tokens that do not fit the text, tokenized again", at: place, count: tokens.count)
        return
      }
      if !text.withUnsafeBufferPointer({ $0[bytes].isWhiteSpace }) { ranges.append(bytes) }
      end = bytes.upperBound
    }
    var gap = 0
    for range in ranges + [text.count..<text.count] {
      if range.lowerBound > gap {
        document.tokens += try cut(text[gap..<range.lowerBound], at: place).map { token in
          Token(token.range.lowerBound + gap..<token.range.upperBound + gap, kind: token.kind)
        }
      }
      gap = range.upperBound
      guard !range.isEmpty else { continue }
      let kind = text.withUnsafeBufferPointer { TokenKind(guessedFrom: $0.slice(range)) }
      document.tokens.append(Token(range, kind: kind))
    }
  }

  private func cut(_ text: ArraySlice<UInt8>, at place: SourceLocation) throws(CorpusError) -> [Token] {
    if text.allSatisfy({ $0 == .space || 9...13 ~= $0 }) { return [] }
    do { return try segmenter().tokens(of: String(decoding: text, as: UTF8.self)) } catch {
      throw Self.tooLong(place)
    }
  }

  private func segment(_ document: inout Document, at place: SourceLocation) throws(CorpusError) {
    let segmenter = try segmenter()
    do { try segmenter.segment(&document) } catch { throw Self.tooLong(place) }
  }

  private func segmenter() throws(CorpusError) -> TextSegmenter {
    if let openSegmenter { return openSegmenter }
    let segmenter = try options.openSegmenter()
    openSegmenter = segmenter
    return segmenter
  }

  private static func tooLong(_ place: SourceLocation) -> CorpusError {
    .wrongField(place, field: "text", found: "2 GiB or more", expected: "a shorter text")
  }
}
