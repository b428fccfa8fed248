/// Where the segments of an XLIFF file stand in it, in the order of the documents that they become.
final class XLIFFPlaces {
  /// A segment of a source that is listed once more.
  struct Part: Sendable {
    var content: InlineContent
    var text: String
  }

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
    /// The source text.
    var source: InlineContent?
    /// What stands in the element that lists the segments of the source once more, in 1.2.
    var segmented = 0..<0
    /// The segments in it.
    var parts: [Part] = []
    /// The ids of codes in it that are in no segment.
    var idsBetween: Set<String> = []
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
  /// Whether the text at hand may be translated where no marker says so.
  private var isTranslatable = true

  /// Whether a value of `translate` says that something may be translated; nil when it says nothing.
  static func translates(_ value: String?) -> Bool? { value.flatMap { ["yes": true, "no": false][$0] } }

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
      tag: tag ?? 0..<0, isApproved: isApproved, languageTag: languageTag, language: language, unit: unit)
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
  ///
  /// - Parameters:
  ///   - tag: Its start tag.
  ///   - space: Its attribute `xml:space`.
  ///   - isTranslatable: Whether it may be translated where no marker in it says otherwise.
  func beginText(_ tag: Range<Int>?, space: String?, isTranslatable: Bool) {
    content = InlineContent(tag ?? 0..<0, space: space)
    self.isTranslatable = isTranslatable
  }

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
  func beginSegmentedSource(_ tag: Range<Int>?) {
    let start = tag?.upperBound ?? 0
    segment?.segmented = start..<start
  }

  /// An element there that is in no segment.
  func passInline(id: String?) { if let id { segment?.idsBetween.insert(id) } }

  /// A segment there ends.
  func endPart(_ tag: Range<Int>?, text: String) {
    guard var content else { return }
    content.end(tag ?? 0..<0)
    segment?.parts.append(Part(content: content, text: text))
    self.content = nil
  }

  /// The list ends.
  func endSegmentedSource(_ tag: Range<Int>?) {
    guard let tag, let start = segment?.segmented.lowerBound else { return }
    segment?.sourceEnd = tag.upperBound
    segment?.segmented = start..<max(start, tag.lowerBound)
  }

  /// An inline element starts.
  func startInline(
    _ kind: InlineContent.Kind, _ tag: Range<Int>?, id: String?, standIn: StandIn = .nothing, pair: String? = nil,
    at position: Range<Int>? = nil
  ) {
    content?.start(kind, tag ?? 0..<0, id: id, standIn: standIn, pair: pair, at: position)
  }

  /// An inline element ends.
  func endInline(_ tag: Range<Int>?, standIn: StandIn = .nothing, at position: Range<Int>? = nil) {
    content?.end(tag ?? 0..<0, standIn: standIn, at: position)
  }

  /// What follows must not be translated, or may be.
  ///
  /// - Parameters:
  ///   - isProtected: What the innermost marker says; nil where none says anything.
  ///   - byte: Where it begins to hold; nil with the text.
  ///   - position: Where that is in the document's text.
  func setProtected(_ isProtected: Bool?, at byte: Int?, position: Int) {
    guard let content else { return }
    self.content?.setProtected(
      isProtected ?? !isTranslatable, at: byte ?? content.startTag.upperBound, position: position)
  }

  /// The text of a source is complete, before a tag.
  func endProtection(of text: [UInt8], before tag: Range<Int>?) {
    content?.endProtection(of: text, before: tag?.lowerBound ?? 0)
  }

  /// A piece of text or code.
  func text(_ bytes: Bytes) { content?.text(bytes) }
}
