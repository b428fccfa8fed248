import BraidFiles
public import BraidText

/// An XML file with annotations in it, and how they got there.
public struct RewrittenXML: Sendable, Equatable {
  /// The bytes to write: the file with insertions, or standoff as a file of its own.
  public var bytes: [UInt8]
  /// Annotations that became elements.
  public var elements: Int
  /// Tags of words of the file that became attributes of these.
  public var attributes = 0
  /// Annotations that became pairs of milestones, because mark-up or another annotation crosses them.
  public var milestones: Int
  /// Annotations that point at the text from outside.
  public var standoff: Int
  /// Annotations with scores, as an earlier run writes them, that gave way.
  public var replaced = 0
  /// Annotations that have no place of their own in the bytes, such as two words out of one entity, by layer, such as
  /// `spans:entity` or `frames`; they are left out.
  public var unplacedLayers: [String: Int]
  /// How many those are.
  public var unplaced: Int { unplacedLayers.values.reduce(0, +) }
}

extension XMLRewriter {
  /// The file with annotations in it.
  ///
  /// - Parameters:
  ///   - annotated: The documents with annotations, as many and with the same texts as `documents`. What they have that
  ///     `documents` has as well is left out, since the file holds it already; not so spans of TEI with scores where those of
  ///     the file have none.
  ///   - options: Which layers, and where they stand.
  /// - Returns: The new bytes, and how the annotations got in.
  /// - Throws: `CorpusError.cannotExpress` for other documents than the file's, and for annotations that leave the text.
  public func rewritten(
    with annotated: [Document], options: RewriteOptions = RewriteOptions()
  ) throws(CorpusError) -> RewrittenXML {
    guard annotated.count == documents.count else {
      throw .cannotExpress(
        format, document: file, what: "\(annotated.count.counted("document")) for \(documents.count)")
    }
    for (index, document) in annotated.enumerated() {
      guard let shared = document.sharedPrediction() else { continue }
      throw CorpusError.cannotExpress(
        format, document: document.id,
        what: "the predictions of both `\(shared.first)` and `\(shared.second)` as \(shared.layer.description)"
      ).numbered(index + 1)
    }
    if options.style == .inline, let current = try withoutOldPredictions(annotated.map(\.withPredictions), options) {
      var result = try current.rewriter.rewritten(with: annotated, options: options)
      result.replaced += current.count
      return result
    }
    let annotated = annotated.map(\.withPredictions)
    var unplaced: [String: Int] = [:]
    var annotations: [XMLAnnotation] = []
    var points: [(Int, String)] = []
    var attributes: [(tag: Range<Int>, name: String, value: String)] = []
    var standoff = XMLStandoff()
    let earlier = options.style == .inline && format == .xml ? earlierMilestones : [:]
    for (index, document) in annotated.enumerated() {
      try check(document, index)
      let original = documents[index]
      let map = SourceMap(runs: sources[index].runs)
      func leaveOut(_ code: String, _ count: Int) { if count > 0 { unplaced[code, default: 0] += count } }
      let new = NewContent(document, beside: original)
      for (code, count) in new.unplaced { leaveOut(code, count) }
      guard let start = map.start else {
        for (code, count) in new.annotations(options) { leaveOut(code, count) }
        for (code, count) in new.segmentation { leaveOut(code, count) }
        continue
      }
      let prefix = prefix(at: start)
      let said = document.labels.isEmpty ? [] : Set(emptyElements(before: start).map { Array(bytes[$0.range]) })
      for (layer, labels) in chosen(document.labels, options.labels) where original.labels[layer] != labels {
        // What the file says already is not said twice.
        guard original.labels[layer] == nil else {
          leaveOut(AnnotationLayer.labels(layer).code, labels.count)
          continue
        }
        for label in labels {
          let point = point(layer, label, prefix)
          // An earlier run has put it there.
          if !said.contains(Array(point.utf8)) { points.append((outside(start, options), point)) }
          standoff.add(layer, label.name, start..<(map.end ?? start), label.score)
        }
      }
      let found = self.annotations(document, index, prefix, options, &unplaced)
      for (var annotation, range) in found {
        guard let source = map.source(of: range) else {
          unplaced[annotation.layerCode, default: 0] += 1
          continue
        }
        annotation.source = source
        if options.style == .inline, format == .xml { try refuse(annotation, of: index, options, earlier) }
        annotations.append(annotation)
      }
      if !original.tokens.isEmpty, !(sources[index].tokenTags.isEmpty && sources[index].additions.contains(.tokens)) {
        let tags = self.attributes(document, index, options)
        attributes += tags.attributes
        for (code, count) in tags.unplaced { leaveOut(code, count) }
      }
      if options.style == .standoff {
        leaveOut(AnnotationLayer.frames.code, standoff.addFrames(document, original, map))
      } else if let frames = document.frames, frames != original.frames {
        leaveOut(AnnotationLayer.frames.code, frames.count)
      }
    }
    switch options.style {
    case .inline:
      var placer = XMLPlacer(
        marks: marks, sections: sections, tokenTags: Set(sources.flatMap { $0.tokenTags.values }),
        identifierPrefix: freeIdentifier, options: options)
      placer.place(annotations)
      for (offset, text) in points { placer.addPoint(text, at: offset) }
      for (tag, name, value) in attributes { placer.addAttribute(name, value, to: tag, of: bytes) }
      return RewrittenXML(
        bytes: moved(placer.edits(of: bytes)).bytes, elements: placer.elements, attributes: placer.attributes,
        milestones: placer.milestones, standoff: 0, unplacedLayers: unplaced)
    case .standoff:
      for annotation in annotations { standoff.add(annotation, options) }
      for (tag, name, value) in attributes { standoff.add(options.tokenElement, "\(name)=\(value)", tag, nil) }
      return RewrittenXML(
        bytes: format == .tei ? embedded(standoff, annotated, options) : Array(standoff.file(about: file).utf8),
        elements: 0,
        milestones: 0, standoff: standoff.count, unplacedLayers: unplaced)
    }
  }

  /// Writes the file with annotations in it, or the standoff about it, as a whole.
  ///
  /// - Parameters:
  ///   - annotated: The documents with annotations, as `rewritten(with:options:)` takes them.
  ///   - path: Where to; `-` is standard output.
  ///   - options: Which layers, and where they stand.
  /// - Returns: What was written, and how the annotations got in.
  /// - Throws: As `rewritten(with:options:)`, and `CorpusError.file`; an older file is as it was then.
  @discardableResult
  public func write(
    _ annotated: [Document], to path: String, options: RewriteOptions = RewriteOptions()
  ) throws(CorpusError) -> RewrittenXML {
    let result = try rewritten(with: annotated, options: options)
    let file = try CorpusFile(path)
    try file.append(result.bytes)
    try file.commit()
    return result
  }

  private func check(_ document: Document, _ index: Int) throws(CorpusError) {
    guard document.text.utf8.elementsEqual(documents[index].text.utf8) else {
      throw CorpusError.cannotExpress(format, document: document.id, what: "a text that differs from the file's")
        .numbered(index + 1)
    }
    guard document.isConsistent else {
      throw CorpusError.cannotExpress(format, document: document.id, what: "annotations that leave its text or tokens")
        .numbered(index + 1)
    }
  }

  func chosen<T>(_ layers: [String: T], _ names: [String]?) -> [(key: String, value: T)] {
    layers.filter { names?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
  }

  /// The place before the words, sentences and spans that begin with a text.
  private func outside(_ start: Int, _ options: RewriteOptions) -> Int {
    let names = [options.tokenElement, options.sentenceElement, options.spanElement, "pc"]
    var (place, next) = (start, start)
    var index = marks.partitioningIndex { $0.range.lowerBound >= start } - 1
    while index >= 0, marks[index].range.upperBound == next, marks[index].kind != .end {
      next = marks[index].range.lowerBound
      if marks[index].kind == .start {
        let name = XMLTagText(bytes, marks[index].range).name.utf8
        let local = name.lastIndex(of: .colon).map { name[name.index(after: $0)...] } ?? name[...]
        guard names.contains(where: { $0.utf8.elementsEqual(local) }) else { break }
        place = next
      }
      index -= 1
    }
    return place
  }

  /// The milestone of a label.
  func point(_ layer: String, _ label: Label, _ prefix: String) -> String {
    XMLPlacer.tag("\(prefix)milestone", [("unit", layer), ("n", label.name)] + score(label.score)) + "/>"
  }

  /// The text of a mark.
  func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func score(_ score: Double?) -> [(String, String)] { score.map { [("cert", "\($0)")] } ?? [] }

  /// What `document` has that `original` has not, with byte ranges of the text.
  private func annotations(
    _ document: Document, _ index: Int, _ prefix: String, _ options: RewriteOptions,
    _ unplaced: inout [String: Int]
  ) -> [(XMLAnnotation, Range<Int>)] {
    let original = documents[index]
    let additions = sources[index].additions
    var found: [(XMLAnnotation, Range<Int>)] = []
    func add(
      _ kind: XMLAnnotation.Kind, _ layer: String, _ label: String, _ tokens: Range<Int>,
      _ attributes: [(String, String)]
    ) {
      let range = document.bytes(of: tokens)
      guard !range.isEmpty else { return }
      found.append(
        (
          XMLAnnotation(kind: kind, source: 0..<0, layer: layer, label: label, attributes: attributes, prefix: prefix),
          range
        ))
    }
    let new = NewContent(document, beside: original)
    func leaveOut(_ part: DocumentContent.Part, _ count: Int) {
      if count > 0 { unplaced[part.rawValue, default: 0] += count }
    }
    if options.sentences, original.sentences.isEmpty || additions.contains(.sentences) {
      for sentence in document.sentences { add(.sentence, "", "", sentence.tokens, []) }
    } else if options.sentences {
      leaveOut(.sentences, new.sentences)
    }
    for (layer, spans) in chosen(document.spans, options.spans) where original.spans[layer] != spans {
      // By bytes: both may have tokens of their own.
      let known = NamedRange.all(original.spans[layer], of: original)
      let scored = Set(
        sources[index].predictedSpans.filter { $0.layer.isExactly(layer) }
          .map { NamedRange(bytes: $0.bytes, label: $0.label) })
      for span in spans {
        // What a model says as the file says it is an element beside that of the file, where both are told apart.
        let same = span.score == nil || format != .tei ? known : scored
        if same.contains(NamedRange(span, of: document)) { continue }
        add(.span, layer, span.label, span.tokens, score(span.score))
      }
    }
    let layers = chosen(document.tags, options.tags).filter { original.tags[$0.key] != $0.value }
    let words = ownWords(of: index)
    if options.tags?.isEmpty != true, original.tokens.isEmpty || words != nil {
      for index in document.tokens.indices where words?.tokens(of: document.tokens[index].range) == nil {
        var attributes: [(name: String, value: String)] = []
        for (layer, values) in layers {
          guard values.indices.contains(index), let value = values[index] else { continue }
          let name = Self.attribute(layer)
          // Two layers may have one attribute.
          if attributes.contains(where: { $0.name == name }) {
            unplaced[AnnotationLayer.tags(layer).code, default: 0] += 1
          } else {
            attributes.append((name, value))
          }
        }
        add(.token, "", "", index..<index + 1, attributes)
      }
    } else if options.tags?.isEmpty != true {
      leaveOut(.tokens, new.tokens)
    }
    return found
  }

  /// The words that the file's mark-up has, where rules have found others beside them; nil where the mark-up has all or none.
  private func ownWords(of index: Int) -> SpanAligner? {
    guard sources[index].additions.contains(.tokens) else { return nil }
    return SpanAligner(sources[index].tokenTags.keys.sorted().map { documents[index].tokens[$0] })
  }

  /// The tags that go into words of the file as attributes, and how many have no place there: the word has the attribute, and it
  /// says something else, or the file's words are not the document's.
  private func attributes(
    _ document: Document, _ index: Int, _ options: RewriteOptions
  ) -> (attributes: [(tag: Range<Int>, name: String, value: String)], unplaced: [String: Int]) {
    let original = documents[index]
    let tokenTags = sources[index].tokenTags
    let areSame = document.tokens == original.tokens
    let words = ownWords(of: index)
    var found: [(tag: Range<Int>, name: String, value: String)] = []
    var unplaced: [String: Int] = [:]
    var used: [Range<Int>: Set<String>] = [:]
    for (layer, values) in chosen(document.tags, options.tags) where original.tags[layer] != values {
      // The tags of spans say nothing more.
      if document.spans[layer] != nil { continue }
      let name = Self.attribute(layer)
      var lost = 0
      for (token, value) in values.enumerated() {
        guard let value, original.tags[layer]?[token] != value || !areSame else { continue }
        guard areSame, let tag = tokenTags[token] else {
          // A word beside those of the file becomes an element, with its tags.
          if words?.tokens(of: document.tokens[token].range) != nil || words == nil { lost += 1 }
          continue
        }
        if let isSaid = XMLTagText(bytes, tag).holds(value, as: name) {
          if !isSaid { lost += 1 }
        } else if used[tag, default: []].insert(name).inserted {
          found.append((tag, name, value))
        } else {
          lost += 1
        }
      }
      if lost > 0 { unplaced[AnnotationLayer.tags(layer).code] = lost }
    }
    return (found, unplaced)
  }

  /// The attribute name that a tag layer has on a word.
  static func attribute(_ layer: String) -> String {
    switch layer {
    case "upos", "pos": return "pos"
    case "feats", "msd": return "msd"
    default:
      let name = String(decoding: layer.utf8.map { isName($0) ? $0 : 0x5F }, as: UTF8.self)
      return name.utf8.first.map { (48...57).contains($0) || $0 == .hyphen || $0 == .dot } ?? true ? "_" + name : name
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 0x80 || byte == .hyphen
      || byte == .dot || byte == .underscore
  }

  /// The prefix of the element that is open at `offset`, colon included.
  func prefix(at offset: Int) -> String {
    var index = marks.partitioningIndex { $0.range.upperBound > offset } - 1
    while index >= 0, marks[index].kind == .other { index -= 1 }
    guard index >= 0 else { return "" }
    let start = marks[index].range.lowerBound + (marks[index].kind == .end ? 2 : 1)
    let name = bytes[start..<marks[index].range.upperBound].prefix {
      !XMLText.isSpace($0) && $0 != .greater && $0 != .slash
    }
    return name.firstIndex(of: .colon).map { String(decoding: name[...$0], as: UTF8.self) } ?? ""
  }

  /// A prefix of identifiers that the file does not use.
  private var freeIdentifier: String {
    let text = bytes
    var number = 0
    while true {
      let prefix = number == 0 ? "braid." : "braid\(number)."
      let wanted = Array("\"\(prefix)".utf8)
      let other = Array("'\(prefix)".utf8)
      if !Self.contains(text, wanted), !Self.contains(text, other) { return prefix }
      number += 1
    }
  }

  private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
      if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// The empty elements right before a text, among other tags, as they stand there.
  func emptyElements(before offset: Int) -> [XMLMark] {
    var found: [XMLMark] = []
    var end = offset
    var index = marks.partitioningIndex { $0.range.upperBound > offset } - 1
    while index >= 0, marks[index].range.upperBound == end, marks[index].kind != .end {
      if marks[index].kind == .other { found.append(marks[index]) }
      end = marks[index].range.lowerBound
      index -= 1
    }
    return found
  }
}
