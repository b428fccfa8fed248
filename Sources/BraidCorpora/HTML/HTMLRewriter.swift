import BraidFiles
public import BraidText

/// A page with annotations or translations in it, and how they got there.
public struct RewrittenHTML: Sendable, Equatable {
  /// The bytes to write.
  public var bytes: [UInt8] = []
  /// Spans and labels that are elements of the page.
  public var elements = 0
  /// Spans and labels of an earlier run that gave way.
  public var replaced = 0
  /// Annotations that have no place, by layer, such as `tags:pos`; they are left out.
  public var unplacedLayers: [String: Int] = [:]
  /// Texts whose translation took their place.
  public var inserted = 0
  /// Texts that must not be translated, and have a translation.
  public var kept = 0
  /// Texts that have no translation, where others have one.
  public var missing = 0
  /// Inline elements that stand behind the translation of their text, because nothing says where they belong.
  public var movedCodes = 0
  /// Elements that must not be translated and whose text their translation has not; they stand behind it.
  public var movedTexts = 0
}

/// Reads the documents of an HTML page, and writes the page back with spans and labels in it, or with translations in the
/// place of its texts; all other bytes stay as they were.
///
/// Spans become `mark` elements with `data-layer`, `data-label` and `data-score`, also where the page has the same one without
/// a score; one that other mark-up crosses is several with one
/// `data-span`. Labels are empty `data` elements before the text. A translation stands where the text stood; inline elements
/// around the whole text are around it, too, those within stand behind it, those that are no text, such as scripts, with all that is
/// in them. An element with `translate="no"` stands where its text stands in the translation, or behind it. A page in another
/// encoding becomes UTF-8, with a byte order mark where it names no encoding.
///
/// The page is held in memory whole.
public struct HTMLRewriter: Sendable {
  /// The documents of the page, in order; give annotated copies of them to `rewritten(with:options:)`.
  public let documents: [Document]
  /// What was recognized and repaired while reading.
  public let ledger: Ledger

  let bytes: [UInt8]
  let runs: [[XMLText.Run]]
  private let areProtected: [Bool]
  private let ancestors: [[HTMLReader.Ancestor]]
  let file: String
  let readOptions: ReadOptions
  /// Where the page names an encoding that it no longer has.
  let encodingName: Range<Int>?
  /// Whether a byte order mark stands before the page.
  let isMarked: Bool

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - file: Its name for ids and errors.
  ///   - options: Whether blocks or the page are documents, and the encoding if the page should be wrong about it.
  /// - Throws: `CorpusError` for bytes in no known encoding and for a page beyond the limits.
  public init(bytes: [UInt8], file: String, options: ReadOptions) throws(CorpusError) {
    var ledger = Ledger()
    bytes.withUnsafeBufferPointer { ledger.count(bytes: $0) }
    let page = try HTMLPage(bytes, file: file, options: options, isKept: true, into: &ledger)
    self.bytes = page.encoding.bytes
    encodingName = page.encoding.isConverted ? page.encoding.declared : nil
    isMarked = page.encoding.isMarked
    if page.encoding.isConverted {
      ledger.note(
        .recognized, .lines, "in another encoding than UTF-8, which the page is written in, and is said to be",
        at: SourceLocation(file: file))
    }
    self.file = file
    readOptions = options
    var documents = page.documents
    for index in documents.indices {
      documents[index].dropBlankValues()
      ledger.count(documents[index])
    }
    self.documents = documents
    self.ledger = ledger
    runs = page.runs
    areProtected = page.areProtected
    ancestors = page.ancestors
  }

  /// The page with annotations or translations in it.
  ///
  /// - Parameters:
  ///   - annotated: The documents with what was found out, as many and with the same texts as `documents`. What `documents`
  ///     have as well is in the page already.
  ///   - options: Which layers, and which translation.
  /// - Returns: The new bytes, and how things got in.
  /// - Throws: `cannotExpress` for other documents than the page's; `badOption` when it is not clear which translation.
  public func rewritten(
    with annotated: [Document], options: RewriteOptions = RewriteOptions()
  ) throws(CorpusError) -> RewrittenHTML {
    guard annotated.count == documents.count else {
      throw .cannotExpress(.html, document: file, what: "\(annotated.count.counted("document")) for \(documents.count)")
    }
    if let current = try withoutOldPredictions(annotated.map(\.withPredictions), options) {
      var result = try current.rewriter.rewritten(with: annotated, options: options)
      result.replaced += current.count
      return result
    }
    let annotated = annotated.map(\.withPredictions)
    var result = RewrittenHTML()
    var edits = ByteEdits()
    if let encodingName { edits.replace(encodingName, with: Array("utf-8".utf8)) }
    let language = try translation(annotated, options.targetLanguage)
    for (index, document) in annotated.enumerated() {
      guard document.text.utf8.elementsEqual(documents[index].text.utf8), document.isConsistent else {
        throw CorpusError.cannotExpress(.html, document: document.id, what: "a text that differs from the page's")
          .numbered(index + 1)
      }
      var placed: String?
      if let language, documents[index].translations[language] == nil {
        if areProtected[index], !runs[index].isEmpty {
          result.kept += 1
          placed = language
        } else if let translation = document.translations[language]?.text.unlessBlank {
          if !runs[index].isEmpty { placed = language }
          try replace(index, by: translation, &edits, &result)
        } else if !runs[index].isEmpty {
          result.missing += 1
        }
      }
      for (name, text) in document.translations
      where name != placed && text.text.unlessBlank != nil && documents[index].translations[name] != text {
        result.unplacedLayers[AnnotationLayer.translation(name).code, default: 0] += 1
      }
      let isTranslated = !areProtected[index] && (language.map { document.translations[$0] != nil } ?? false)
      annotate(document, index, isTranslated: isTranslated, options, &edits, &result)
    }
    result.bytes = (isMarked ? TextEncoding.utf8Mark : []) + edits.applied(to: bytes)
    return result
  }

  /// The name of the translations that go in; nil when there are none.
  private func translation(_ annotated: [Document], _ wanted: String?) throws(CorpusError) -> String? {
    var names: Set<String> = []
    for (document, original) in zip(annotated, documents) {
      names.formUnion(document.translations.keys.filter { original.translations[$0] == nil })
    }
    if let wanted { return names.contains(wanted) ? wanted : nil }
    guard names.count < 2 else {
      throw .badOption(
        name: "targetLanguage", found: "none",
        expected: "one of the translations: \(names.sorted().joined(separator: ", "))")
    }
    return names.first
  }

  /// Puts marks and labels in.
  private func annotate(
    _ document: Document, _ index: Int, isTranslated: Bool, _ options: RewriteOptions, _ edits: inout ByteEdits,
    _ result: inout RewrittenHTML
  ) {
    func unplaced(_ layer: AnnotationLayer, _ count: Int) {
      if count > 0 { result.unplacedLayers[layer.code, default: 0] += count }
    }
    let original = documents[index]
    let new = NewContent(document, beside: original)
    for (code, count) in new.details { result.unplacedLayers[code, default: 0] += count }
    for (code, count) in new.segmentation { result.unplacedLayers[code, default: 0] += count }
    let start = runs[index].first?.source.lowerBound
    for (layer, labels) in document.labels.sorted(by: { $0.key < $1.key })
    where original.labels[layer] != labels && options.labels?.contains(layer) ?? true {
      guard let start, !isTranslated, original.labels[layer] == nil else {
        unplaced(.labels(layer), labels.count)
        continue
      }
      for label in labels {
        let attributes =
          [("data-braid", "label"), ("data-layer", layer), ("value", label.name)]
          + (label.score.map { [("data-score", "\($0)")] } ?? [])
        edits.insert(Array((XMLPlacer.tag("data", attributes) + "></data>").utf8), at: start)
        result.elements += 1
      }
    }
    var spans = document.spans.filter { layer, spans in
      original.spans[layer] != spans && options.spans?.contains(layer) ?? true
    }
    for layer in spans.keys {
      // By bytes: both may have tokens of their own.
      let known = NamedRange.all(original.spans[layer], of: original)
      let scored = NamedRange.all(original.spans[layer]?.filter { $0.score != nil }, of: original)
      // What a model says as the page says it is a mark beside that of the page.
      spans[layer]?.removeAll { ($0.score == nil ? known : scored).contains(NamedRange($0, of: document)) }
    }
    if isTranslated {
      for (layer, spans) in spans { unplaced(.spans(layer), spans.count) }
    } else if !spans.isEmpty {
      let map = SourceMap(runs: runs[index])
      var marks = HTMLMarks()
      let lost = marks.add(document, to: spans) { map.source(of: $0) }
      result.unplacedLayers.merge(lost, uniquingKeysWith: +)
      result.elements += marks.count
      for (offset, tag) in marks.insertions(pieces: pieces(index)) { edits.insert(Array(tag.utf8), at: offset) }
    }
    for (layer, tags) in document.tags where original.tags[layer] != tags && options.tags?.contains(layer) ?? true {
      // The tags of spans say nothing more.
      if document.spans[layer] == nil { unplaced(.tags(layer), tags.count { $0 != nil }) }
    }
    if let frames = document.frames, original.frames != frames { unplaced(.frames, frames.count) }
  }

  /// The parts of the page that hold the text of a document, without tags or comments.
  private func pieces(_ index: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for run in runs[index] {
      // White space with a tag in it belongs to nothing.
      if run.text.count != run.source.count, bytes[run.source].contains(.less) { continue }
      if let last = pieces.last, last.upperBound == run.source.lowerBound {
        pieces[pieces.count - 1] = last.lowerBound..<run.source.upperBound
      } else {
        pieces.append(run.source)
      }
    }
    return pieces
  }

  /// Puts a translation in the place of a text.
  private func replace(
    _ index: Int, by translation: String, _ edits: inout ByteEdits, _ result: inout RewrittenHTML
  ) throws(CorpusError) {
    guard let first = runs[index].first?.source, let last = runs[index].last?.source else { return }
    var range = first.lowerBound..<last.upperBound
    var ancestors = ancestors[index]
    var tags = HTMLTags(bytes, in: range)
    // Elements that begin before the text and end in it are taken in; an end of none that is open says nothing.
    while !tags.ended.isEmpty, let tag = HTMLTags.startTag(bytes, endingAt: range.lowerBound),
      tags.ended.contains(HTMLMarkup.name(bytes, at: tag))
    {
      range = tag..<range.upperBound
      tags = HTMLTags(bytes, in: range)
      ancestors.removeLast(min(1, ancestors.count))
    }
    if let (range, mixed) = mixedContent(of: range, index, in: ancestors) {
      let (content, moved, movedTexts) = try mixed.content(around: markup(translation, index), in: bytes) {
        text throws(CorpusError) in try markup(text, index)
      }
      result.movedCodes += moved
      result.movedTexts += movedTexts
      result.inserted += 1
      edits.replace(range, with: content)
      return
    }
    // So are the ends of elements that must not be translated.
    while let name = tags.unclosed, let end = HTMLTags.endTag(bytes, of: name, at: range.upperBound) {
      range = range.lowerBound..<end
      tags = HTMLTags(bytes, in: range)
    }
    var text = try markup(translation, index)
    // Line breaks of the text are those of the translation, which has its own.
    let kept = tags.all.filter { !$0.isLineBreak }
    var places: [(range: Range<Int>, element: Range<Int>)] = []
    var behind: [UInt8] = []
    for tag in kept {
      if tag.isProtected, let words = self.text(of: tag.range, index).unlessBlank {
        let place = try InlineContent.place(of: words, in: text, beside: places.map(\.range)) {
          text throws(CorpusError) in try markup(text, index)
        }
        if let place {
          places.append((place.range, tag.range))
          continue
        }
        if let last = behind.last ?? text.last, !XMLText.isSpace(last) { behind.append(.space) }
        result.movedTexts += 1
      } else if tag.isStart {
        result.movedCodes += 1
      }
      behind += bytes[tag.range]
    }
    for (place, element) in places.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      text.replaceSubrange(place, with: bytes[element])
    }
    result.inserted += 1
    edits.replace(range, with: text + behind)
  }

  /// A text as a page has it.
  func markup(_ text: String, _ index: Int) throws(CorpusError) -> [UInt8] {
    var buffer = XMLBuffer()
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if number > 0 { buffer.markup("<br>") }
      buffer.text(String(line))
    }
    return try buffer.take(.html, of: documents[index])
  }

  /// What a document has of a part of the page.
  private func text(of range: Range<Int>, _ index: Int) -> String {
    let inside = runs[index].filter { range.contains($0.source.lowerBound) }
    guard let first = inside.first, let last = inside.last else { return "" }
    let text = documents[index].text.utf8
    let count = last.text.upperBound - first.text.lowerBound
    return String(decoding: text.dropFirst(first.text.lowerBound).prefix(count), as: UTF8.self)
  }
}
