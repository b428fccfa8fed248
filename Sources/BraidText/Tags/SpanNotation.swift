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

  /// Whether a tag says that its token is in no span.
  static func isOutside(_ tag: String) -> Bool { tag.utf8.count == 1 && tag.utf8.first == 0x4F }
}
