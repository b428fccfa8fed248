import BraidFiles
import BraidText

/// Reads tags as spans, in the notation and encoding of the first sentence of its file that has a span.
///
/// An encoding that the options name is taken as named, with its marks: labels alone are then no tags.
final class SpanDecoder {
  private let encoding: SpanEncoding?
  private let isStrict: Bool
  private var found: [String: (notation: SpanNotation, encoding: SpanEncoding)] = [:]
  /// Tags taken apart, of the notation of the layer read last. Nothing else is called while one is looked up.
  private let known = ValueCache<SpanTag?>(bits: 8, none: nil)
  @exclusivity(unchecked) private var knownNotation = SpanNotation.usual

  init(_ options: ReadOptions) {
    encoding = options.spanEncoding
    isStrict = options.strictTags
  }

  /// The spans of a sentence. Tags that are none become missing, and are counted as dropped; other marks of what is outside of
  /// spans become `O`, and are told.
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
    for (row, tag) in tags.enumerated() {
      guard let tag, Self.isOtherOutside(tag) else { continue }
      ledger.note(.recognized, .tags, "\(layer) tag `\(tag)`, read as O", at: place(row))
      tags[row] = "O"
    }
    if found[layer] == nil { try detect(tags, layer: layer, place: place) }
    let (notation, encoding) = found[layer] ?? (.usual, self.encoding ?? .iob2)
    take(notation)
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

  /// The spans of a sentence of a layer whose notation is known, as `spans` gives them.
  ///
  /// - Parameters:
  ///   - layer: The layer of the spans.
  ///   - count: How many tokens the sentence has.
  ///   - cell: The tag of a token, `_` where it is missing.
  /// - Returns: nil when the notation is not known yet or a tag does not fit.
  func fittingSpans(layer: String, count: Int, _ cell: (Int) -> Bytes) -> [LabeledSpan]? {
    guard let (notation, encoding) = found[layer] else { return nil }
    take(notation)
    let spans = encoding.fittingSpans(count: count) { token in
      let cell = cell(token)
      if cell.isOnly(.underscore) { return .outside }
      if cell.isEmpty { return nil }
      return known.value(cell) { Self.isOtherOutside($0.string) ? nil : SpanTag($0.string, notation) }
    }
    guard notation == .markOnly else { return spans }
    return spans?.map { LabeledSpan($0.tokens, label: $0.label.isEmpty ? layer : $0.label) }
  }

  /// Forgets tags of another notation.
  private func take(_ notation: SpanNotation) {
    guard notation != knownNotation else { return }
    known.removeAll()
    knownNotation = notation
  }

  /// A tag of `knownNotation` taken apart; nil for one that is none.
  private func tag(_ text: String) -> SpanTag? {
    var text = text
    let notation = knownNotation
    return text.withUTF8 { bytes in
      bytes.isEmpty ? SpanTag("", notation) : known.value(bytes) { SpanTag($0.string, notation) }
    }
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
      if let index = tags.firstIndex(where: { $0.map(Self.isMistaken) ?? false }) {
        throw .unexpected(
          place(index), found: "tag \(tags[index] ?? "")",
          expected: "a tag such as B-PER, and O outside of spans, with marks in capital letters and a label")
      }
      if encoding != nil { notation = .usual }
    }
    let encoding = encoding ?? SpanEncoding.detected(in: tags, notation: notation) ?? .iob2
    found[layer] = (notation, encoding)
  }

  /// Whether a tag says in another way than `O` that its token is in no span.
  private static func isOtherOutside(_ tag: String) -> Bool {
    guard tag.utf8.count <= 7, let first = tag.utf8.first, "-onON".utf8.contains(first) else { return false }
    return ["-", "out", "outside", "none", "null"].contains { tag.lowercased().isExactly($0) }
  }

  /// Whether a tag without a mark and a label would be no label alone either: `o`, `b-per`, `B-`.
  private static func isMistaken(_ tag: String) -> Bool {
    let bytes = Array(tag.utf8)
    guard bytes.count > 1 else { return bytes == Array("o".utf8) }
    guard bytes[1] == .hyphen || bytes[1] == .underscore else { return false }
    return bytes.count == 2 ? "BIELMSUW".utf8.contains(bytes[0]) : "bi".utf8.contains(bytes[0])
  }
}
