/// Where the segments of an XLIFF file stand in it, in the order of the documents that they become.
final class XLIFFPlaces {
  /// One `trans-unit` of 1.2 or `segment` of 2.x.
  struct Segment: Sendable {
    /// Its start tag, which in 2.x says its state.
    var tag: Range<Int>
    /// The state of its translation.
    var state: String?
    /// The translation's text.
    var text: String?
    /// Whether `approved` says that the translation is final.
    var isApproved: Bool
    /// Whether it may be translated.
    var isTranslatable: Bool
    /// The source text.
    var source: InlineContent?
    /// Where a target goes that is not there yet.
    var sourceEnd = 0
    /// The translation; nil when there is no element for it.
    var target: InlineContent?
    /// The start tag of `xliff` or `file` that names the target language, and the name; nil when it does not.
    var languageTag: Range<Int>
    var language: String?
    /// Number of its unit.
    var unit: Int
  }

  private(set) var segments: [Segment] = []
  private var segment: Segment?
  private var content: InlineContent?
  private var languageTag = 0..<0
  private var language: String?
  private var unit = 0
  /// For each open element, whether its content may be translated.
  private var translates: [Bool] = []

  /// An element starts.
  func start(translate: String?) { translates.append(translate.map { $0 == "yes" } ?? translates.last ?? true) }

  /// An element ends.
  func end() { translates.removeLast() }

  /// The element that names the target language of what is in it.
  func setLanguage(_ language: String?, _ tag: Range<Int>?) {
    self.language = language
    languageTag = tag ?? 0..<0
  }

  /// A unit starts.
  func beginUnit() { unit += 1 }

  /// A segment starts.
  func beginSegment(_ tag: Range<Int>?, isApproved: Bool) {
    segment = Segment(
      tag: tag ?? 0..<0, isApproved: isApproved, isTranslatable: translates.last ?? true, languageTag: languageTag,
      language: language, unit: unit)
  }

  /// A segment that became a document ends.
  func endSegment(state: String?, text: String?) {
    guard var segment else { return }
    segment.state = state
    segment.text = text
    segments.append(segment)
    self.segment = nil
  }

  /// A `source` or `target` starts.
  func beginText(_ tag: Range<Int>?, space: String?) { content = InlineContent(tag ?? 0..<0, space: space) }

  /// It ends.
  func endText(_ tag: Range<Int>?, isTarget: Bool) {
    guard var content else { return }
    content.end(tag ?? 0..<0)
    if isTarget {
      segment?.target = content
    } else {
      segment?.source = content
      segment?.sourceEnd = content.outer.upperBound
    }
    self.content = nil
  }

  /// The segments of the source are listed once more, after it.
  func endSegmentedSource(_ tag: Range<Int>?) { segment?.sourceEnd = tag?.upperBound ?? segment?.sourceEnd ?? 0 }

  /// An inline element starts.
  func startInline(_ kind: InlineContent.Kind, _ tag: Range<Int>?, id: String?, standIn: StandIn = .nothing) {
    content?.start(kind, tag ?? 0..<0, id: id, standIn: standIn)
  }

  /// An inline element ends.
  func endInline(_ tag: Range<Int>?, standIn: StandIn = .nothing) { content?.end(tag ?? 0..<0, standIn: standIn) }

  /// A part that must not be translated starts at a tag, or with the text.
  func startProtected(_ name: String, _ tag: Range<Int>? = nil) {
    guard let content else { return }
    self.content?.startProtected(name, at: tag?.lowerBound ?? content.startTag.upperBound)
  }

  /// It ends behind a tag, or with the text, before the tag.
  func endProtected(_ name: String, text: String, behind tag: Range<Int>? = nil, before end: Range<Int>? = nil) {
    content?.endProtected(name, at: tag?.upperBound ?? end?.lowerBound ?? 0, text: text)
  }

  /// A piece of text or code.
  func text(_ bytes: Bytes) { content?.text(bytes) }
}
