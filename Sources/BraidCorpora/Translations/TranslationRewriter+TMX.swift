import BraidText

extension TranslationRewriter {
  /// Puts translations into the units of a memory.
  func insert(
    _ translated: [Document], into units: [TMXPlaces.Unit], _ wanted: String?, _ edits: inout ByteEdits,
    _ result: inout RewrittenTranslations
  ) throws(CorpusError) {
    for (index, document) in translated.enumerated() {
      guard document.text.unlessBlank != nil else {
        result.leaveOut(newNames(of: index, document))
        continue
      }
      let unit = units[index]
      let languages = unit.variants.map(\.language)
      if let wanted, let old = LanguageMatch.index(of: wanted, in: languages), unit.variants[old].isTranslated {
        result.kept += 1
        continue
      }
      guard let translation = try translation(of: index, document, wanted),
        let source = unit.variants[unit.source].segment
      else {
        let isThere = document.translations.keys.contains { documents[index].translations[$0] != nil }
        if isThere { result.kept += 1 } else { result.missing += 1 }
        continue
      }
      let name = wanted ?? translation.name
      guard LanguageMatch.isTag(name) else {
        throw .badOption(name: "targetLanguage", found: name, expected: "the language of the translations, such as de")
      }
      let old = LanguageMatch.index(of: name, in: languages).map { unit.variants[$0] }
      if let old, old.isTranslated {
        result.kept += 1
        continue
      }
      var content = Array(bytes[source.inner])
      if !translation.text.utf8.elementsEqual(document.text.utf8) {
        let placed = source.content(around: try escaped(translation.text, of: document), in: bytes)
        content = placed.bytes
        result.movedCodes += placed.moved
      }
      put(content, name, translation.isPredicted, unit, old, &edits)
      result.inserted += 1
      if old?.isBlank == false { result.replaced += 1 }
      result.leaveOut(translation.others)
    }
  }

  /// Fills a segment, or adds a variant behind the last one.
  private func put(
    _ content: [UInt8], _ language: String, _ isPredicted: Bool, _ unit: TMXPlaces.Unit, _ old: TMXPlaces.Variant?,
    _ edits: inout ByteEdits
  ) {
    if let old, let segment = old.segment {
      var variant = XMLTagText(bytes, old.tag)
      if isPredicted {
        mark(&variant)
        // Who changed what stood there, and when, says nothing of this.
        for attribute in ["changeid", "changedate"] { variant.set(attribute, nil) }
      } else if !old.counts {
        variant.set("\(TMXReader.mark.attribute)", nil)
      }
      if variant.bytes != Array(bytes[old.tag]) { edits.replace(old.tag, with: variant.bytes) }
      var tag = XMLTagText(bytes, segment.startTag)
      tag.open()
      let end = segment.endTag.map { Array(bytes[$0]) } ?? Array("</\(tag.name)>".utf8)
      edits.replace(segment.outer, with: tag.bytes + content + end)
      return
    }
    let source = unit.variants[unit.source]
    guard let last = unit.variants.last, let segment = source.segment else { return }
    let names = (variant: XMLTagText(bytes, source.tag).name, segment: XMLTagText(bytes, segment.startTag).name)
    var tag = XMLTagText(Array("<\(names.variant)>".utf8), nil)
    // Memories before 1.4 say `lang`.
    tag.set(XMLTagText(bytes, source.tag).has("xml:lang") ? "xml:lang" : "lang", language)
    if isPredicted { mark(&tag) }
    let element = "<\(names.segment)>", end = "</\(names.segment)></\(names.variant)>"
    edits.insert(
      layout(before: last.tag.lowerBound) + tag.bytes + Array(element.utf8) + content + Array(end.utf8), at: last.end)
  }
  /// Says that a model wrote a variant.
  private func mark(_ variant: inout XMLTagText) {
    variant.set("\(TMXReader.mark.attribute)", TMXReader.mark.value)
  }
}
