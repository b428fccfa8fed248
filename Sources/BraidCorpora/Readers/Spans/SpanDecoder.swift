import BraidFiles
import BraidText

/// Reads tags as spans, in the notation and encoding of the first sentence of its file that has a span.
///
/// An encoding that the options name is taken as named, with its marks: labels alone are then no tags.
final class SpanDecoder {
  private let encoding: SpanEncoding?
  private let isStrict: Bool
  private var found: [String: (notation: SpanNotation, encoding: SpanEncoding)] = [:]
  /// Tags taken apart, of the notation of the layer read last: files have few, so that looking at each is fast.
  private var known: [(text: String, tag: SpanTag?)] = []
  private var knownNotation = SpanNotation.usual
  private static let mostKnown = 64

  init(_ options: ReadOptions) {
    encoding = options.spanEncoding
    isStrict = options.strictTags
  }

  /// The spans of a sentence. Tags that are none become missing, and are counted as dropped.
  ///
  /// - Parameters:
  ///   - tags: One tag a token.
  ///   - layer: The layer of the spans; it is the label of those that have none.
  ///   - ledger: Where tags that do not fit are counted.
  ///   - place: The place of a tag.
  /// - Returns: The spans, in order.
  /// - Throws: `brokenTags` for a tag that does not fit, where none may be repaired; `unexpected` for starred brackets.
  func spans(
    _ tags: inout [String?], layer: String, into ledger: inout Ledger, place: (Int) -> SourceLocation
  ) throws(CorpusError) -> [LabeledSpan] {
    if found[layer] == nil { try detect(tags, layer: layer, place: place) }
    let (notation, encoding) = found[layer] ?? (.usual, self.encoding ?? .iob2)
    if notation != knownNotation {
      known = []
      knownNotation = notation
    }
    let decoded = encoding.spans(of: tags) { tag($0) }
    if isStrict, let row = (decoded.broken + decoded.unknown).min() {
      throw .brokenTags(
        place(row), tag: tags[row] ?? "_", previous: row > 0 ? tags[row - 1] ?? "_" : "the start", encoding: encoding)
    }
    for row in decoded.broken {
      ledger.note(.repaired, .tags, "\(layer) tag that \(encoding.rawValue) does not allow here", at: place(row))
    }
    for row in decoded.unknown {
      tags[row] = nil
      ledger.note(.dropped, .tags, "\(layer) tag that is none of \(encoding.rawValue)", at: place(row))
    }
    guard notation == .markOnly else { return decoded.spans }
    return decoded.spans.map { LabeledSpan($0.tokens, label: $0.label.isEmpty ? layer : $0.label) }
  }

  /// A tag of `knownNotation` taken apart; nil for one that is none.
  private func tag(_ text: String) -> SpanTag? {
    // Equal strings may have different bytes, and a label keeps its own.
    for (known, tag) in known where known == text && known.utf8.elementsEqual(text.utf8) { return tag }
    let tag = SpanTag(text, knownNotation)
    if known.count < Self.mostKnown { known.append((text, tag)) }
    return tag
  }

  private func detect(_ tags: [String?], layer: String, place: (Int) -> SourceLocation) throws(CorpusError) {
    guard var notation = SpanNotation.detected(in: tags) else { return }
    if notation == .labelOnly {
      if let star = tags.firstIndex(where: { $0?.utf8.contains(.star) ?? false }) {
        throw .unexpected(
          place(star), found: tags[star] ?? "*",
          expected: "a tag such as B-PER; starred brackets are read as conll2005 or conll2012")
      }
      if let number = tags.firstIndex(where: { $0.flatMap { Int($0) } != nil }) {
        throw .unexpected(place(number), found: "tag \(tags[number] ?? "")", expected: "the tag's name, such as B-PER")
      }
      if encoding != nil { notation = .usual }
    }
    let encoding = encoding ?? SpanEncoding.detected(in: tags, notation: notation) ?? .iob2
    found[layer] = (notation, encoding)
  }
}
