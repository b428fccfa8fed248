import BraidFiles

/// How a tag joins the mark of a span encoding with the span's label.
package enum SpanNotation: Hashable, Sendable {
  /// `B-PER`, `B_PER`: the mark, this byte, the label.
  case markFirst(UInt8)
  /// `PER-B`, `PER_B`: the label, this byte, the mark.
  case markLast(UInt8)
  /// `B`: spans have no label.
  case markOnly
  /// `PER`: no marks; a run of one label is a span.
  case labelOnly

  /// `B-PER`.
  package static var usual: SpanNotation { .markFirst(.hyphen) }

  private static let all: [SpanNotation] =
    [UInt8.hyphen, .underscore, .colon, .slash, .bar].map { .markFirst($0) }
    + [UInt8.hyphen, .underscore, .colon, .slash, .bar].map { .markLast($0) } + [.markOnly]

  /// The notation of a sentence's tags: the one that fits most of them; `labelOnly` when none with marks fits any. Nil when
  /// all tags are missing or outside.
  package static func detected(in tags: [String?]) -> SpanNotation? {
    let tags = tags.compactMap { $0 }.filter { !isOutside($0) }
    guard !tags.isEmpty else { return nil }
    var best = (notation: SpanNotation.labelOnly, fits: 0)
    for notation in all {
      let fits = tags.count { SpanTag($0, notation) != nil }
      if fits > best.fits { best = (notation, fits) }
    }
    return best.notation
  }

  /// The notation of tags of which each is `O` or has a mark and a label, and one at least has; nil for others. Missing tags
  /// count for none.
  package static func marked(in tags: some Sequence<String?>) -> SpanNotation? {
    let tags = tags.compactMap { $0 }.filter { !isOutside($0) }
    guard !tags.isEmpty else { return nil }
    return all.first { notation in notation != .markOnly && tags.allSatisfy { SpanTag($0, notation) != nil } }
  }

  /// Whether tags without marks may be the labels of spans: there is an `O` among them, and the others are few and have more
  /// than a letter, as those of parts of speech that have an `O` have not.
  package static func areLabels(_ tags: some Sequence<String>) -> Bool {
    let names = Set(tags.map(ExactString.init))
    let labels = names.filter { !isOutside($0.string) }
    return labels.count < names.count && (1...mostLabels).contains(labels.count)
      && labels.allSatisfy { label in
        label.string.utf8.count > 1 && label.string.unicodeScalars.first?.properties.isAlphabetic == true
          && Double(label.string) == nil
      }
  }

  private static let mostLabels = 30

  /// Whether a tag says that its token is in no span.
  static func isOutside(_ tag: String) -> Bool { tag.utf8.count == 1 && tag.utf8.first == 0x4F }
}
