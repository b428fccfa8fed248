import BraidFiles
import BraidText

/// What a format has a place for beside the layers of annotation: the text as it is spaced, what holds it together, and what a
/// model says about its predictions.
///
/// A class, so that a writer that asks for each document copies nothing.
final class PartPlaces {
  /// Which characters between words come back.
  private enum Spacing {
    case all
    /// Line breaks are written as spaces.
    case exceptLineBreaks
    /// Of several line breaks one is written.
    case exceptBlankLines
    /// White space between tokens, and other text where that is named, too, and all tokens are.
    case betweenTokens(areNamed: Bool)
    /// Spaces.
    case spaces
    /// Single spaces.
    case lone
    /// None: words are a space apart, and sentences what this says.
    case words(sentences: UInt8)
  }

  /// How sentences come back.
  private enum Sentences {
    case all
    /// The tokens of a document are one sentence.
    case one
    case none
  }

  /// Under which names spans come back.
  private enum SpanNames {
    case all
    case only(String)
    /// Names that UIMA allows.
    case uima
  }

  /// A set of parts; it is asked for every document.
  private struct Parts: ExpressibleByArrayLiteral {
    private var bits: UInt32

    init(_ parts: [DocumentContent.Part]) { bits = parts.reduce(0) { $0 | $1.bit } }

    init(arrayLiteral parts: DocumentContent.Part...) { self.init(parts) }

    func contains(_ part: DocumentContent.Part) -> Bool { bits & part.bit != 0 }

    mutating func insert(_ part: DocumentContent.Part) { bits |= part.bit }

    mutating func remove(_ part: DocumentContent.Part) { bits &= ~part.bit }

    mutating func formUnion(_ other: Parts) { bits |= other.bits }
  }

  /// Layers of one kind.
  private enum Kind { case labels, tags, spans, frames, translations }

  private let format: CorpusFormat
  private let labelLayer: String
  /// Whether the first cell of a table is a text.
  private let beginsWithCell: Bool
  private var parts: Parts = [.boundaries]
  private var spacing = Spacing.all
  private var sentences = Sentences.none
  private var spanNames = SpanNames.all
  /// The one label layer that comes back under its name; nil for all.
  private var labelName: String?
  /// Kinds of layers that have scores, and next best ones.
  private var scores: Set<Kind> = []
  private let hasProbabilities: Bool
  private var hasAlternatives = false
  private var hasTargetTokens = false
  private var hasExtents = true
  /// Whether a document without labels is told apart from one whose labels are not known.
  private var hasNoLabels: () -> Bool = { false }

  /// The places of a format; of a table or of aligned files those of their columns.
  init(_ options: WriteOptions, columns: [DocumentPart] = []) {
    format = options.format
    hasProbabilities = format.holdsProbabilities
    labelLayer = options.labelLayer
    let table = options.layout?.table.flatMap { $0.format.isTable || options.keepsColumns ? $0 : nil }
    beginsWithCell = columns.first == .text && !(options.header ?? table?.hasHeader ?? options.keepsColumns)
    switch format {
    case .jsonl: parts = Parts(DocumentContent.Part.allCases)
    case .text: parts = []
    case .lines, .parallel, .fasttext: spacing = .exceptLineBreaks
    case .paragraphs: spacing = .exceptBlankLines
    case .tsv, .csv, .parallelTSV:
      if columns.contains(.id) { parts.insert(.id) }
      if columns.contains(.language) { parts.insert(.language) }
      // A cell of a separator alone says so.
      hasNoLabels = { options.labelSeparator != nil || options.layout?.table?.labelSeparator != nil }
    case .aligned:
      if columns.haveTokens { words(.one) } else { spacing = .exceptLineBreaks }
      if columns.contains(.id) { parts.insert(.id) }
      if columns.contains(.language) { parts.insert(.language) }
      hasNoLabels = { options.labelSeparator != nil }
    case .trec:
      words(.one)
      spacing = .lone
    case .trees: words(.one)
    case .propbankFrames:
      words(.one, .id)
      (spacing, hasExtents) = (.spaces, false)
    case .columns, .conll2000, .conll2003: words(.all)
    case .conll2005:
      words(.all)
      parts.remove(.boundaries)
    case .conll2008, .conll2009:
      words(.all)
      parts.remove(.boundaries)
      hasExtents = false
    case .ptb:
      words(.all)
      parts.remove(.boundaries)
    case .tiger:
      words(.all, .id)
      parts.remove(.boundaries)
    case .conll2012: words(.all, .id, .comments)
    case .conllu, .conllup:
      words(.all, .id, .comments, .multiwords, .emptyNodes)
      spacing = .betweenTokens(areNamed: format == .conllu || CoNLLUSink.names(options).contains("MISC"))
    case .tmx, .xliff: parts.formUnion([.id, .language])
    case .po: parts.insert(.id)
    case .semeval:
      parts.insert(.id)
      hasNoLabels = { true }
    case .doccano:
      parts.insert(.id)
      (spanNames, labelName) = (.only(ToolReader.spanLayer), options.labelLayer)
    case .prodigy:
      parts.formUnion([.id, .tokens])
      (spanNames, labelName, scores) = (.only(ToolReader.spanLayer), options.labelLayer, [.labels, .spans])
    case .labelStudio:
      parts.insert(.id)
      scores = [.labels, .spans]
      hasNoLabels = { true }
    case .brat:
      parts.insert(.id)
      (spanNames, scores) = (.only(ToolReader.spanLayer), [.spans])
    case .webanno:
      parts.formUnion([.id, .tokens])
      (sentences, spanNames) = (.all, .uima)
    case .xmi:
      parts.formUnion([.id, .language, .tokens])
      (sentences, spanNames, scores) = (.all, .uima, [.spans])
    case .html:
      parts.formUnion([.id, .language])
      scores = [.labels, .spans, .translations]
    case .tei:
      parts.formUnion([.id, .language, .tokens, .comments, .multiwords])
      sentences = .all
      scores = [.labels, .tags, .spans, .frames, .translations]
      (hasAlternatives, hasTargetTokens) = (true, true)
      hasNoLabels = { true }
    case .xml: break
    }
  }

  /// The places that annotations have in a file as elements.
  static var elements: PartPlaces {
    let places = PartPlaces(WriteOptions(format: .xml))
    places.scores = [.labels, .spans]
    return places
  }

  /// Makes it a format of words.
  private func words(_ sentences: Sentences, _ others: DocumentContent.Part...) {
    parts.formUnion(Parts([.tokens] + others))
    self.sentences = sentences
    if case .one = sentences { spacing = .words(sentences: .space) } else { spacing = .words(sentences: .lineFeed) }
  }

  /// What a document has that has no place, its layers aside.
  func without(_ document: Document, into missing: inout [DocumentContent]) {
    guard format != .jsonl else { return }
    func add(_ part: DocumentContent.Part, if isThere: Bool) {
      if isThere { missing.append(.part(part)) }
    }
    let isSeveral = document.sentences.count > 1 && document.sentences.count { !$0.tokens.isEmpty } > 1
    // Without boundaries sentences are documents.
    if format != .text { add(.boundaries, if: !parts.contains(.boundaries) && isSeveral) }
    add(.id, if: !document.id.isEmpty && !holds(id: document, isSeveral: isSeveral))
    add(.language, if: document.language != nil && !parts.contains(.language))
    add(.tokens, if: !document.tokens.isEmpty && !holdsTokens(of: document))
    switch sentences {
    case .all: break
    case .one: add(.sentences, if: isSeveral)
    case .none: add(.sentences, if: !document.sentences.isEmpty)
    }
    if !document.sentences.isEmpty {
      for part in Self.ofSentences where !parts.contains(part) {
        add(part, if: document.sentences.contains { $0.has(part) })
      }
    }
    for part in lost(of: document) { missing.append(.part(part)) }
  }

  private static let ofSentences = [DocumentContent.Part.comments, .multiwords, .emptyNodes]

  /// A text of words between spaces has tokens that are such words.
  private func holdsTokens(of document: Document) -> Bool {
    guard format == .trec else { return parts.contains(.tokens) }
    return document.isSpaced { place, gap in
      place == .end ? gap.isEmpty : gap.count == 1 && (gap.first == .space || gap.first == .lineFeed)
    }
  }

  private func holds(id document: Document, isSeveral: Bool) -> Bool {
    guard parts.contains(.id) else { return false }
    let id = document.id
    switch format {
    case .tiger: return !isSeveral && XMLEscape.isPlainName(id)
    case .brat: return DocumentNames.isPath(id)
    case .webanno: return DocumentNames.isName(id)
    case .propbankFrames:
      return id.utf8.starts(with: "\(document.fields["roleset"] ?? document.frames?.first?.sense ?? "")/".utf8)
    default: return true
    }
  }

  /// What is lost of the characters of a text.
  private func lost(of document: Document) -> [DocumentContent.Part] {
    switch spacing {
    case .all: []
    case .exceptLineBreaks:
      document.text.hasLineBreak
        ? [.lineBreaks] : format == .fasttext && document.text.hasBlankEnd ? [.spaces] : []
    case .lone: document.text.hasBlankEnd || document.text.hasWideSpace ? [.spaces] : []
    case .exceptBlankLines: document.text.hasBlankLine ? [.blankLines] : []
    case .betweenTokens(let areNamed):
      lost(of: document) { _, gap in gap.isWhiteSpace || areNamed && document.hasOnlySentences }
    case .spaces:
      lost(of: document) { place, gap in
        place == .end ? gap.isEmpty : !gap.isEmpty && gap.allSatisfy { $0 == .space }
      }
    case .words(let sentences):
      lost(of: document) { place, gap in
        switch place {
        case .end: gap.isEmpty
        case .sentence: gap.count == 1 && gap.first == sentences
        case .word: gap.count == 1 && gap.first == .space
        }
      }
    }
  }

  /// What is lost of what stands around and between words.
  private func lost(of document: Document, unless isRight: IsRight) -> [DocumentContent.Part] {
    if document.isSpaced(isRight) { return [] }
    guard !document.isSpaced({ _, gap in !gap.hasZeroWidthSpace }) else { return [.spaces] }
    let isRest = document.isSpaced { place, gap in gap.hasZeroWidthSpace || isRight(place, gap) }
    return isRest ? [.zeroWidthSpaces] : [.spaces, .zeroWidthSpaces]
  }

  /// Whether what stands between words is as it is written.
  private typealias IsRight = (_ place: WordGap, _ gap: Slice<UnsafeBufferPointer<UInt8>>) -> Bool

  /// What is said of the layers of a document that are written, and has no place.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - kinds: what it has, where that is known.
  ///   - isLeft: whether a layer is not.
  ///   - missing: what is left out.
  func details(
    _ document: Document, _ kinds: AnnotationKinds? = nil, except isLeft: (AnnotationLayer) -> Bool,
    into missing: inout [DocumentContent]
  ) {
    guard document.isAnnotated, format != .jsonl else { return }
    let kinds = kinds ?? document.annotationKinds
    if kinds.labels { labelDetails(document, except: isLeft, into: &missing) }
    if kinds.details { tagDetails(document, except: isLeft, into: &missing) }
    if kinds.spans { spanDetails(document, except: isLeft, into: &missing) }
    if kinds.frames, !isLeft(.frames), let frames = document.frames { missing += details(frames) }
    guard kinds.translations else { return }
    for (name, text) in document.translations where !isLeft(.translation(name)) {
      let layer = AnnotationLayer.translation(name)
      if text.score != nil, !scores.contains(.translations) { missing.append(.scores(layer)) }
      if !text.alternatives.isEmpty, !hasAlternatives { missing.append(.alternatives(layer)) }
      if !text.tokens.isEmpty, !hasTargetTokens { missing.append(.targetTokens(name)) }
      if !text.attention.isEmpty { missing.append(.attention(name)) }
    }
  }

  private func labelDetails(
    _ document: Document, except isLeft: (AnnotationLayer) -> Bool, into missing: inout [DocumentContent]
  ) {
    for (name, labels) in document.labels {
      if labels.isEmpty, !isLeft(.labels(name)), !hasNoLabels(), !ToolTask.holdsNoLabels(document, format) {
        missing.append(.noLabels(.labels(name)))
      }
      let isScored = labels.contains { $0.deviation != nil || $0.score != nil && !scores.contains(.labels) }
      guard isScored || labelName != nil, !isLeft(.labels(name)) else { continue }
      if isScored { missing.append(.scores(.labels(name))) }
      if let labelName, name != labelName { missing.append(.name(.labels(name))) }
    }
  }

  private func tagDetails(
    _ document: Document, except isLeft: (AnnotationLayer) -> Bool, into missing: inout [DocumentContent]
  ) {
    if !hasProbabilities {
      missing += document.probabilities.keys.filter { !isLeft(.labels($0)) }.map { .probabilities($0) }
    }
    func isWritten(_ name: String) -> Bool { !isLeft(.tags(name)) && !isLeft(.spans(name)) }
    if !scores.contains(.tags) {
      missing += document.tagScores.filter { isWritten($0.key) && $0.value.contains { $0 != nil } }
        .map { .scores(.tags($0.key)) }
    }
    missing += document.tagAlternatives.keys.filter(isWritten).map { .alternatives(.tags($0)) }
  }

  private func spanDetails(
    _ document: Document, except isLeft: (AnnotationLayer) -> Bool, into missing: inout [DocumentContent]
  ) {
    for (name, spans) in document.spans where !isLeft(.spans(name)) {
      if !scores.contains(.spans), spans.contains(where: { $0.score != nil }) { missing.append(.scores(.spans(name))) }
      guard !spans.isEmpty else { continue }
      if !holds(spans: name, of: document) { missing.append(.name(.spans(name))) }
      if format == .brat, spans.contains(where: { !BratStandoff.name($0.label).isExactly($0.label) }) {
        missing.append(.spelling(.spans(name)))
      }
    }
  }

  private func details(_ frames: [Frame]) -> [DocumentContent] {
    var missing: [DocumentContent] = []
    let areScored = frames.contains { frame in
      frame.score != nil || frame.senseScore != nil || frame.arguments.contains { $0.score != nil }
    }
    if areScored, !scores.contains(.frames) { missing.append(.scores(.frames)) }
    if !hasExtents, frames.contains(where: { $0.extent != nil }) { missing.append(.extents) }
    if format == .brat, frames.contains(where: BratStandoff.respells) { missing.append(.spelling(.frames)) }
    return missing
  }

  private func holds(spans name: String, of document: Document) -> Bool {
    switch spanNames {
    case .all: true
    case .only(let only): name == only
    case .uima:
      UIMAName.of(name) == name
        || FeatureType.types(document.spans, format).contains { $0.isSeveral(with: name) }
    }
  }

  /// What has a place beside the text, as a list shows it.
  var list: [String] {
    var parts = parts
    if case .all = sentences { parts.insert(.sentences) }
    return DocumentContent.Part.allCases.filter { $0.isListed && parts.contains($0) }.map(\.rawValue)
  }

  /// Whether a file begins with the text of a document, so that a byte order mark there is none of the text.
  func beginsWithText(_ document: Document) -> Bool {
    switch format {
    case .text, .lines, .paragraphs, .parallel, .aligned, .brat: true
    case .tsv, .csv, .parallelTSV: beginsWithCell
    case .fasttext: document.labels[labelLayer]?.isEmpty ?? true
    default: false
    }
  }

  /// Whether documents are told apart.
  var holdsBoundaries: Bool { parts.contains(.boundaries) }
}

extension Sentence {
  /// Whether there are such parts.
  fileprivate func has(_ part: DocumentContent.Part) -> Bool {
    switch part {
    // Where a document starts, one does.
    case .comments: !comments.isEmpty && !onlyStartsDocument
    case .multiwords: !multiwords.isEmpty
    case .emptyNodes: !emptyNodes.isEmpty
    default: false
    }
  }
}
