/// Where the segments of a translation memory stand in the file, in the order of the documents that their units become.
final class TMXPlaces {
  /// One `tuv`.
  struct Variant: Sendable {
    /// Its start tag.
    var tag: Range<Int>
    /// Where it ends.
    var end = 0
    var language: String
    /// Its text; nil when it has none.
    var segment: InlineContent?
    var isBlank = true
    /// Whether its text counts as a translation: not when a model wrote it and nobody has confirmed it.
    var counts = true
    /// Whether it has a translation that stays.
    var isTranslated: Bool { counts && !isBlank }
  }

  /// One `tu`.
  struct Unit: Sendable {
    var variants: [Variant]
    /// The variant whose text is the document's.
    var source: Int
  }

  private(set) var units: [Unit] = []
  private var variants: [Variant] = []
  private var content: InlineContent?

  /// A unit starts.
  func beginUnit() { variants = [] }

  /// A unit became a document, whose text is in the first variant of a language.
  func endUnit(source language: String) {
    guard let source = variants.firstIndex(where: { $0.language.utf8.elementsEqual(language.utf8) }) else { return }
    units.append(Unit(variants: variants, source: source))
  }

  /// A variant starts.
  func beginVariant(_ tag: Range<Int>?, language: String, counts: Bool) {
    variants.append(Variant(tag: tag ?? 0..<0, language: language, counts: counts))
  }

  /// A variant ends.
  func endVariant(_ tag: Range<Int>?) {
    guard !variants.isEmpty else { return }
    variants[variants.count - 1].end = tag?.upperBound ?? 0
  }

  /// A segment starts.
  func beginSegment(_ tag: Range<Int>?) { content = InlineContent(tag ?? 0..<0, space: nil) }

  /// It ends.
  func endSegment(_ tag: Range<Int>?, text: String) {
    guard var content, !variants.isEmpty else { return }
    content.end(tag ?? 0..<0)
    variants[variants.count - 1].segment = content
    variants[variants.count - 1].isBlank = text.unlessBlank == nil
    self.content = nil
  }

  /// An inline element starts.
  func startInline(_ kind: InlineContent.Kind, _ tag: Range<Int>?, standIn: StandIn) {
    content?.start(kind, tag ?? 0..<0, id: nil, standIn: standIn)
  }

  /// An inline element ends.
  func endInline(_ tag: Range<Int>?, standIn: StandIn) { content?.end(tag ?? 0..<0, standIn: standIn) }

  /// A piece of text or code.
  func text(_ bytes: Bytes) { content?.text(bytes) }
}
