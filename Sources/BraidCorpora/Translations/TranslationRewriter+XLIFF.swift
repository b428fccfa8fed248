import BraidText

extension TranslationRewriter {
  /// States of translations that need no further review.
  private static let finished = ["final", "signed-off"]

  /// Whether a segment may get a translation: it has none, or one that was not read as such, because it is not confirmed or lacks
  /// parts of its source.
  func isOpen(_ segment: XLIFFPlaces.Segment, _ document: Document) -> Bool {
    let state = segment.state ?? ""
    guard segment.source?.isProtected != true, !segment.isApproved, !Self.finished.contains(state) else { return false }
    return segment.target?.isBlank ?? true || document.translations.isEmpty
  }

  /// Puts translations into the segments of XLIFF.
  func insert(
    _ translated: [Document], into segments: [XLIFFPlaces.Segment], isOld: Bool, _ wanted: String?,
    _ edits: inout ByteEdits, _ result: inout RewrittenTranslations
  ) throws(CorpusError) {
    var named: Set<Int> = []
    // The ids of codes that the targets of a unit have.
    var unit = (number: 0, ids: Set<String>())
    var units: Set<Int> = []
    var sentences = SentenceTexts()
    for (index, document) in translated.enumerated() {
      let segment = segments[index]
      if unit.number != segment.unit {
        unit = (segment.unit, keptIDs(of: segment.unit, from: index, in: segments, isOld: isOld))
      }
      guard isOpen(index) else {
        if document.text.unlessBlank != nil { result.kept += 1 } else { result.leaveOut(newNames(of: index, document)) }
        continue
      }
      guard let source = segment.source,
        let translation = try translation(of: index, document, wanted, language: segment.language)
      else {
        result.missing += 1
        continue
      }
      guard !source.isTangled else {
        result.leaveOut(newNames(of: index, document))
        continue
      }
      // What people have translated in part gives way to a person's whole translation, not to a model's.
      let isPartial = segment.target?.isBlank == false && documents[index].isConfirmed
      guard !isStanding(translation, document, segment.text), !(translation.isPredicted && isPartial) else {
        result.kept += 1
        unit.ids.formUnion(segment.target?.ids ?? [])
        continue
      }
      if segment.language == nil, named.insert(segment.languageTag.lowerBound).inserted {
        try nameLanguage(translation.name, segment.languageTag, isOld: isOld, document, &edits)
      }
      var content: [UInt8]
      var ids = source.ids
      let codeName = isOld ? nil : self.named("cp", beside: source)
      let text = try escaped(translation.text, of: document, codeName: codeName)
      if let target = segment.target, segment.text?.utf8.elementsEqual(translation.text.utf8) == true {
        // The codes stand where they are in it.
        (content, ids) = (Array(bytes[target.inner]), target.ids)
      } else if !source.ids.isDisjoint(with: unit.ids), !isOld {
        content = text
        result.lostCodes += source.codes
      } else if translation.text.utf8.elementsEqual(document.text.utf8) {
        content = Array(bytes[segment.parts.isEmpty ? source.inner : segment.segmented])
      } else if let made = try segmented(translation, document, segment, source, &sentences) {
        content = made.bytes
        result.movedCodes += made.moved
        result.movedTexts += made.movedTexts
      } else {
        let (whole, codes, texts) = source.content(around: text, in: bytes, codeName: codeName)
        content = whole
        result.movedCodes += codes
        result.movedTexts += texts
      }
      unit.ids.formUnion(ids)
      put(content, Self.state(translation, document, isOld: isOld), segment, source, isOld: isOld, &edits)
      result.inserted += 1
      result.leaveOut(translation.others)
      if segment.target?.isBlank == false { result.replaced += 1 }
      units.insert(segment.unit)
    }
    if !isOld { copyCodes(of: segments, in: units, &edits) }
  }

  /// Gives segments of nothing but codes and text that must not be translated a target in units that got translations: a code
  /// may start in one segment and end in another.
  private func copyCodes(of segments: [XLIFFPlaces.Segment], in units: Set<Int>, _ edits: inout ByteEdits) {
    for (segment, document) in zip(segments, documents)
    where units.contains(segment.unit) && segment.target == nil {
      guard let source = segment.source,
        source.isProtected || (source.codes > 0 && document.text.unlessBlank == nil)
      else { continue }
      put(Array(bytes[source.inner]), State(name: "translated"), segment, source, isOld: false, &edits)
    }
  }

  /// The ids of codes in the targets of a unit that stay.
  private func keptIDs(
    of unit: Int, from first: Int, in segments: [XLIFFPlaces.Segment], isOld: Bool
  ) -> Set<String> {
    var ids: Set<String> = []
    var index = first
    while index < segments.count, segments[index].unit == unit {
      if !isOpen(index) { ids.formUnion(segments[index].target?.ids ?? []) }
      index += 1
    }
    return ids
  }

  /// Says in the file which language its targets are in.
  private func nameLanguage(
    _ name: String, _ tag: Range<Int>, isOld: Bool, _ document: Document, _ edits: inout ByteEdits
  ) throws(CorpusError) {
    guard LanguageMatch.isTag(name) else {
      if isOld { return }
      throw .badOption(
        name: "targetLanguage", found: name, expected: "the language of the translations, such as de, for trgLang")
    }
    var text = XMLTagText(bytes, tag)
    text.set(isOld ? "target-language" : "trgLang", name)
    edits.replace(tag, with: text.bytes)
  }

  /// What a file says of a translation: the state, and in 2.x its sub-state, in 1.2 who says so.
  private struct State {
    var name: String
    var detail: String?
  }

  /// What is said of a translation that goes in.
  private static func state(_ translation: NewTranslation, _ document: Document, isOld: Bool) -> State {
    guard !translation.isConfirmed else { return State(name: "translated") }
    let known = translation.isPredicted ? nil : document.fields["state"]
    guard isOld else {
      let state = XLIFFStates.new(known ?? "initial", isApproved: false)
      return State(name: state?.state ?? "initial", detail: state?.subState)
    }
    if translation.isPredicted { return State(name: "needs-review-translation", detail: "mt-suggestion") }
    return State(name: known.flatMap { XLIFFStates.isOld($0) ? $0 : nil } ?? "needs-review-translation")
  }

  /// The name of an element with the prefix of a source.
  private func named(_ name: String, beside source: InlineContent) -> String {
    String(XMLTagText(bytes, source.startTag).name.dropLast("source".utf8.count)) + name
  }

  /// Puts the content of a target and its state in.
  private func put(
    _ content: [UInt8], _ state: State, _ segment: XLIFFPlaces.Segment, _ source: InlineContent, isOld: Bool,
    _ edits: inout ByteEdits
  ) {
    var tag = XMLTagText(bytes, segment.tag)
    if !isOld {
      tag.set("state", state.name)
      tag.set("subState", state.detail)
      edits.replace(segment.tag, with: tag.bytes)
    } else if !XLIFFStates.needsWork(state.name), tag.holds("no", as: XLIFFStates.approved) == true {
      // That was said of another translation.
      tag.set(XLIFFStates.approved, nil)
      edits.replace(segment.tag, with: tag.bytes)
    }
    let target = named("target", beside: source)
    var start = segment.target.map { XMLTagText(bytes, $0.startTag) } ?? XMLTagText(Array("<\(target)>".utf8), nil)
    start.open()
    start.set("xml:space", source.space)
    if isOld {
      start.set("state", state.name)
      start.set("state-qualifier", state.detail)
    }
    if let old = segment.target {
      let end = old.endTag.map { Array(bytes[$0]) } ?? Array("</\(start.name)>".utf8)
      edits.replace(old.outer, with: start.bytes + content + end)
    } else {
      let element = layout(before: source.startTag.lowerBound) + start.bytes + content + Array("</\(target)>".utf8)
      edits.insert(element, at: segment.sourceEnd)
    }
  }
}
