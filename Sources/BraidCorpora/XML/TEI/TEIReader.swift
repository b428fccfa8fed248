import BraidFiles
import BraidText

/// TEI P5: one document a block of the text, such as a paragraph, a line of verse, a heading or a stage direction.
///
/// White space is collapsed unless `xml:space` says otherwise. A block inside another one (a note, a stage direction in a
/// speech) is a document of its own and leaves a space where it stood. Words (`w`, `pc`) are tokens with tag layers `lemma`,
/// `pos` and `msd`, `s` is a sentence, `seg` with type and subtype a span, a name one of layer `entity`. Where a block has any of
/// these, text outside of its words is cut into tokens by rules. A `w` in a `w` is a word of a multiword token; `join` says which
/// tokens touch. Deletions (`del`, and what stands between a `delSpan` and its end), variants and the like are passed over and counted. Fields: `element`, `speaker` (from `who` of `sp` and `u`)
/// and `n`. `fields["document"]` names the elements that are documents instead, `p l` for example, or `sp` for speeches,
/// whose blocks are then joined by line feeds; `fields["skip"]` names elements that are passed over. With
/// `DocumentBoundary.marker` each `text` is one document. What the TEI writer wrote comes back as it was.
///
/// Source: TEI P5 guidelines, chapters 3, 7 and 17, <https://tei-c.org/release/doc/tei-p5-doc/en/html/>.
package final class TEIReader: XMLDocumentHandler {
  private struct Open {
    var keeps: Bool
    var language: String?
    var speaker: String?
    var tag: TEITag?
    var name: String
    /// Whether it begins in what a `delSpan` deletes.
    var isDeleted = false
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = TEITag.allCases
  package let elementNames = TEIReader.tags.map(\.rawValue)
  package let output = XMLOutput()

  private let language: String?
  private let chosen: Set<String>
  private let skippedNames: Set<String>
  // Events come one after the other, and none of these is in use while another function has its turn.
  @exclusivity(unchecked) private var open: [Open] = []
  @exclusivity(unchecked) private var skipped = 0
  @exclusivity(unchecked) private var inText = 0
  @exclusivity(unchecked) private var units: [TEIUnit] = []
  @exclusivity(unchecked) private var finished: [(order: Int, document: Document, source: XMLOutput.Source)] = []
  @exclusivity(unchecked) private var order = 0
  @exclusivity(unchecked) private var counts: [String: Int] = [:]
  /// Where headers stand that have not been counted: those before documents that the TEI writer wrote say nothing.
  @exclusivity(unchecked) private var headers: [SourceLocation] = []
  /// The `delSpan` whose end has not come: the id of that, and where it stands.
  @exclusivity(unchecked) private var deletion: (end: String, place: SourceLocation)?
  private let options: ReadOptions
  private var openSegmenter: TextSegmenter?
  /// Reads a document that the TEI writer wrote.
  @exclusivity(unchecked) private var own: TEIDocumentReader?

  /// A reader of one file.
  package init(options: ReadOptions) {
    self.options = options
    language = options.language
    func names(_ key: String) -> Set<String> {
      Set((options.fields[key] ?? "").split { $0 == " " || $0 == "," }.map(String.init))
    }
    let units = names("document")
    chosen = units.isEmpty && options.documents == .marker ? ["text"] : units
    skippedNames = names("skip")
  }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    if let own { return try own.start(element, at: location) }
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if open.isEmpty, tag != .TEI, tag != .teiCorpus, tag != .tei2 {
      throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<TEI>")
    }
    let attributes = element.attributes
    if deletion != nil, let id = attributes[xml: "id"], let end = deletion?.end, end.isExactly(id) { deletion = nil }
    if skipped > 0 {
      skipped += 1
      return
    }
    var entry = Open(
      keeps: open.last?.keeps ?? false, language: open.last?.language ?? language, speaker: open.last?.speaker,
      tag: tag,
      name: tag?.rawValue ?? element.name)
    if passes(over: entry) {
      skipped = 1
      if !skippedNames.contains(entry.name) { noteSkipped(entry, at: location.place) }
      return
    }
    if let space = attributes[xml: "space"] { entry.keeps = space == "preserve" }
    if let language = attributes[xml: "lang"] { entry.language = language }
    if tag == .sp || tag == .u { entry.speaker = attributes["who"] }
    if tag == .text { inText += 1 }
    if inText > 0, tag == .div, attributes["type"] == "document", attributes["subtype"] == "braid" {
      own = TEIDocumentReader(attributes, language: attributes[xml: "lang"])
      output.beginRecord(at: location)
      return
    }
    entry.isDeleted = deletion != nil
    open.append(entry)
    guard inText > 0 else { return }
    if tag == .delSpan { startDeletion(attributes, at: location.place) }
    try openUnit(entry, attributes, at: location)
    if output.record == nil, !units.isEmpty { output.beginRecord(at: location) }
    if deletion == nil { startInline(tag, attributes, location.source) }
  }

  /// What follows is deleted, up to the element that is named.
  private func startDeletion(_ attributes: XMLAttributes, at place: SourceLocation) {
    guard let end = attributes["spanTo"], end.utf8.first == .hash else {
      output.ledger.note(.ignored, .values, "<delSpan> that does not say where it ends", at: place)
      return
    }
    guard deletion == nil else { return }
    output.ledger.note(.ignored, .values, "<delSpan>, up to its end, which is passed over", at: place)
    deletion = (String(end.dropFirst()), place)
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    if let own {
      if var document = try own.end(at: location) {
        if options.readsPredictions { ScoredPredictions.take(from: &document) }
        output.append(document, at: location)
        self.own = nil
        output.endRecord()
      }
      return
    }
    if skipped > 0 {
      skipped -= 1
      return
    }
    let depth = open.count
    let ended = open.popLast()
    let tag = ended?.tag
    guard inText > 0 else { return }
    if ended?.isDeleted == false { endInline(tag, location.source) }
    // A unit is large: it is looked at where it lies.
    if !units.isEmpty, units[units.count - 1].depth == depth { try closeUnit(at: location) }
    if tag == .text {
      inText -= 1
      if inText == 0, let deletion {
        throw .unexpected(
          deletion.place, found: "<delSpan spanTo=\"#\(deletion.end)\"> without its end",
          expected: "an element with this xml:id behind it in the text")
      }
    }
    guard !chosen.isEmpty, !units.isEmpty, let role = tag?.role, role == .block || role == .holder else { return }
    units[units.count - 1].text.breakParagraph()
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) throws(CorpusError) {
    if let own { return own.text(bytes) }
    guard inText > 0, skipped == 0, deletion == nil else { return }
    if units.isEmpty {
      guard chosen.isEmpty, bytes.contains(where: { !XMLText.isSpace($0) }), let last = open.last else { return }
      push(last, depth: open.count, id: nil, number: nil)
    }
    units[units.count - 1].text.append(bytes, from: location.source, isLiteral: !location.isReference)
  }

  private func passes(over entry: Open) -> Bool {
    // What is deleted and restored again is text.
    if entry.tag == .del, open.contains(where: { $0.name == "restore" }) { return skippedNames.contains(entry.name) }
    if entry.tag?.role == .skipped || skippedNames.contains(entry.name) { return true }
    guard open.last?.tag == .choice else { return false }
    return entry.tag == .sic || entry.tag == .orig || entry.tag == .abbr
  }

  /// Counts an element that is passed over.
  private func noteSkipped(_ entry: Open, at place: SourceLocation) {
    guard entry.tag != .teiHeader else { return headers.append(place) }
    output.ledger.note(.ignored, .values, "<\(entry.name)>, which is passed over", at: place)
  }

  private func openUnit(
    _ entry: Open, _ attributes: XMLAttributes, at location: XMLLocation
  ) throws(CorpusError) {
    let id = attributes[xml: "id"]
    let number = attributes["n"]
    guard chosen.isEmpty else {
      if chosen.contains(entry.name) {
        if !units.isEmpty { units[units.count - 1].text.breakParagraph() }
        push(entry, depth: open.count, id: id, number: number)
      } else if !units.isEmpty, let role = entry.tag?.role, role == .block || role == .holder {
        units[units.count - 1].text.breakParagraph()
      }
      return
    }
    switch entry.tag?.role {
    case .holder:
      // A list in a paragraph splits it; a quotation is part of it.
      if isLoose { try close(at: location) } else if entry.tag == .q || entry.tag == .quote { return }
      if !units.isEmpty { units[units.count - 1].text.breakLine() }
    case .block:
      if isLoose { try close(at: location) }
      if !units.isEmpty { units[units.count - 1].text.breakLine() }
      push(entry, depth: open.count, id: id, number: number)
    default:
      guard units.isEmpty, open.count > 1, !Self.isEmpty(entry.tag), deletion == nil else { return }
      push(open[open.count - 2], depth: open.count - 1, id: nil, number: nil)
    }
  }

  /// Whether the innermost unit is text between blocks.
  private var isLoose: Bool { !units.isEmpty && units[units.count - 1].isLoose }

  private static func isEmpty(_ tag: TEITag?) -> Bool {
    tag == .lb || tag == .cb || tag == .space || tag == .delSpan || tag == .anchor
  }

  private func push(_ entry: Open, depth: Int, id: String?, number: String?) {
    for place in headers { output.ledger.note(.ignored, .values, "<teiHeader>, which is no text", at: place) }
    headers = []
    let count = (counts[entry.name] ?? 0) + 1
    counts[entry.name] = count
    var document = Document(id: id ?? entry.name + String(count), language: entry.language, text: "")
    var fields = [String: String](minimumCapacity: 3)
    fields["element"] = entry.name
    if let speaker = entry.speaker { fields["speaker"] = speaker }
    if let number { fields["n"] = number }
    document.fields = fields
    order += 1
    units.append(
      TEIUnit(
        depth: depth, order: order, isLoose: chosen.isEmpty && entry.tag?.role == .holder, document: document,
        text: XMLText(entry.keeps ? .keep : .collapse)))
  }

  private func startInline(_ tag: TEITag?, _ attributes: XMLAttributes, _ source: Range<Int>?) {
    guard !units.isEmpty else { return }
    let last = units.count - 1
    guard let tag else {
      units[last].plainElements += 1
      return
    }
    guard tag.role == .inline else { return }
    switch tag {
    case .lb, .cb, .space: if attributes["break"] != "no" { units[last].text.breakLine() }
    case .w, .pc: units[last].startToken(attributes, isPunctuation: tag == .pc, tag: source)
    case .s: units[last].startSentence()
    case .name, .persName, .placeName, .orgName, .geogName:
      units[last].startSpan(("entity", attributes["type"] ?? tag.rawValue))
    case .seg:
      if let layer = attributes["type"], let label = attributes["subtype"] {
        // An element that is a document stays.
        let place = chosen.contains(tag.rawValue) ? nil : source
        units[last].startSpan((layer, label), TEIUnit.Prediction(attributes, others: 2, tag: place))
      } else {
        units[last].startSpan(nil)
        units[last].plainElements += 1
      }
    case .milestone:
      let place = chosen.contains(tag.rawValue) ? nil : source
      let isOwn =
        units[last].startMilestone(attributes, tag: place)
        || (options.readsPredictions && units[last].takeLabel(attributes))
      if !isOwn { units[last].plainElements += 1 }
    case .anchor: if let id = attributes[xml: "id"] { units[last].endMilestone(id, tag: source) }
    default: break
    }
  }

  private func endInline(_ tag: TEITag?, _ source: Range<Int>?) {
    guard !units.isEmpty, let tag else { return }
    let last = units.count - 1
    switch tag {
    case .w, .pc: units[last].endToken()
    case .s: units[last].endSentence()
    case .seg, .name, .persName, .placeName, .orgName, .geogName: units[last].endSpan(tag: source)
    default: break
    }
  }

  /// Ends the innermost unit; documents come out in the order of their starts, when no unit is open.
  private func close(at location: XMLLocation) throws(CorpusError) {
    var unit = units.removeLast()
    if units.isEmpty { output.endRecord() }
    if unit.plainElements > 0 {
      output.ledger.note(
        .ignored, .values, "other elements, of which only the text is kept", at: location.place,
        count: unit.plainElements)
    }
    if units.isEmpty, finished.isEmpty, unit.text.isEmpty { return }
    var source = XMLOutput.Source()
    if !unit.text.isEmpty {
      source.additions = try unit.finish(
        at: location.place, into: &output.ledger, readsPredictions: options.readsPredictions
      ) { () throws(CorpusError) in try segmenter() }
      (source.runs, source.tokenTags) = (unit.text.runs, unit.tokenTags)
      source.predictedSpans = unit.predictedSpans
    }
    if units.isEmpty, finished.isEmpty { return output.append(unit.document, source, at: location) }
    if !unit.text.isEmpty { finished.append((unit.order, unit.document, source)) }
    guard units.isEmpty else { return }
    for item in finished.sorted(by: { $0.order < $1.order }) { output.append(item.document, item.source, at: location) }
    finished = []
  }

  private func segmenter() throws(CorpusError) -> TextSegmenter {
    if let openSegmenter { return openSegmenter }
    let segmenter = try options.openSegmenter()
    openSegmenter = segmenter
    return segmenter
  }

  private func closeUnit(at location: XMLLocation) throws(CorpusError) {
    let empty = units[units.count - 1].emptyTokens
    if empty > 0 {
      output.ledger.note(.dropped, .tokens, "word without characters", at: location.place, count: empty)
    }
    try close(at: location)
    if !units.isEmpty, chosen.isEmpty { units[units.count - 1].text.breakLine() }
  }
}
