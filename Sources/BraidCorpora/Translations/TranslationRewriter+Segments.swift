import BraidFiles
import BraidText

/// The sentences of texts, by the rules of their languages.
struct SentenceTexts {
  private var segmenters: [String: TextSegmenter] = [:]

  /// The sentences of a text without white space around them; nil where there are no rules.
  mutating func callAsFunction(_ text: String, language: String?) -> [String]? {
    let locale = language.flatMap { LanguageMatch.isTag($0) ? $0 : nil } ?? SegmenterOptions().locale
    if segmenters[locale] == nil { segmenters[locale] = try? TextSegmenter(SegmenterOptions(locale: locale)) }
    var document = Document(text: text)
    guard let segmenter = segmenters[locale], (try? segmenter.segment(&document)) != nil else { return nil }
    let starts = document.sentences.dropFirst().compactMap { document.tokens[$0.tokens].first.map { Int($0.start) } }
    let bytes = Array(text.utf8)
    return zip([0] + starts, starts + [bytes.count]).map { Self.trimmed(bytes[$0..<$1]) }
  }

  /// A text without white space at its ends.
  static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let end = bytes.lastIndex { !XMLText.isSpace($0) }.map { bytes.index(after: $0) } ?? bytes.startIndex
    return String(decoding: bytes[..<end].drop(while: XMLText.isSpace), as: UTF8.self)
  }
}

extension TranslationRewriter {
  /// The content of a target with the marks of segments that its unit has in `seg-source`, which tools pair by their `mid`.
  ///
  /// Of several segments, each is a sentence of the source by the rules of its language, and the translation has as many.
  ///
  /// - Parameters:
  ///   - translation: The translation.
  ///   - document: Whose it is.
  ///   - segment: Where the unit stands in the file.
  ///   - source: Its source.
  ///   - sentences: Finds sentences.
  /// - Returns: The content, and how many codes and protected texts have lost their place; nil where there are no marks, where
  ///   nothing says which part of the translation is of which segment, or where they lack codes of the source.
  /// - Throws: `cannotExpress` for a character that XML cannot hold.
  func segmented(
    _ translation: NewTranslation, _ document: Document, _ segment: XLIFFPlaces.Segment, _ source: InlineContent,
    _ sentences: inout SentenceTexts
  ) throws(CorpusError) -> (bytes: [UInt8], moved: Int, movedTexts: Int)? {
    let parts = segment.parts.filter { $0.text.unlessBlank != nil }
    let ids = segment.parts.reduce(segment.idsBetween) { $0.union($1.content.ids) }
    guard !parts.isEmpty, source.ids.isSubset(of: ids), !parts.contains(where: \.content.isTangled) else { return nil }
    var texts = [translation.text]
    if parts.count > 1 {
      let wanted = parts.map { SentenceTexts.trimmed($0.text.utf8) }
      guard let own = sentences(document.text, language: document.language), own.isExactly(wanted),
        let found = sentences(translation.text, language: translation.name), found.count == parts.count
      else { return nil }
      texts = found
    }
    var result: (bytes: [UInt8], moved: Int, movedTexts: Int) = ([], 0, 0)
    var position = segment.segmented.lowerBound
    for (part, text) in zip(parts, texts) where !part.content.isProtected {
      let inner = part.content.inner
      let (content, moved, movedTexts) = part.content.content(around: try escaped(text, of: document), in: bytes)
      result.bytes += bytes[position..<inner.lowerBound] + content
      result.moved += moved
      result.movedTexts += movedTexts
      position = inner.upperBound
    }
    result.bytes += bytes[position..<segment.segmented.upperBound]
    return result
  }
}
