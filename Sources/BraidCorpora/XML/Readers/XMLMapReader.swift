import BraidFiles
import BraidText

/// Any XML by a declared map from elements and attributes to documents; see `XMLMap`.
package final class XMLMapReader: XMLDocumentHandler {
  /// An element that something is waiting for the end of.
  fileprivate struct Waiting {
    enum What {
      case document
      case text
      case sentence(start: Int, first: Int)
      case token(start: Int)
      case span(layer: String, label: String, start: Int)
      case value(XMLMap.Goal, XMLText)
      case tag(layer: String, XMLText)
    }
    var depth: Int
    var what: What
  }

  package let elementNames: [String] = []
  package let output = XMLOutput()

  private let map: XMLMap
  private let options: ReadOptions
  private var open: [String] = []
  private var keeps: [Bool] = []
  private var skipped = 0
  private var waiting: [Waiting] = []
  private var document: Document?
  private var depth = 0
  private var text: XMLText
  private var tokenTags: [String: String] = [:]
  private var tags: [String: [String?]] = [:]
  private var spans: [(layer: String, label: String, range: Range<Int>)] = []
  /// Bytes of sentences that are in no other.
  private var sentences: [Range<Int>] = []
  private var openSegmenter: TextSegmenter?
  private var inText = 0
  private var values = 0
  private var count = 0
  /// Paths of the map to which no document has led so far.
  private var unmet: Set<XMLPath>

  /// A reader of one file.
  ///
  /// - Parameter options: Their `fields` are the map.
  /// - Throws: `badOption` for a map that is none.
  package init(options: ReadOptions) throws(CorpusError) {
    let map = try XMLMap(options)
    self.map = map
    self.options = options
    var paths = map.text + map.sentence + map.token
    paths += map.values.map(\.path) + map.tags.map(\.path) + map.spans.map(\.path)
    unmet = Set(paths)
    text = XMLText(map.whitespace)
  }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    let attributes = element.attributes
    open.append(element.name)
    keeps.append(attributes[xml: "space"].map { $0 == "preserve" } ?? keeps.last ?? (map.whitespace == .keep))
    if skipped > 0 || map.skip.contains(where: { $0.matches(open) }) {
      skipped += 1
      return
    }
    if document == nil, map.document.isEmpty ? open.count == 1 : map.document.contains(where: { $0.matches(open) }) {
      startDocument()
      // A file that is one document as a whole may be as long as it is.
      if !map.document.isEmpty { output.beginRecord(at: location) }
    }
    guard document != nil else { return }
    for path in unmet where path.matches(open) {
      if path.attribute.map({ attributes.value(named: $0) != nil }) ?? true { unmet.remove(path) }
    }
    for (goal, path) in map.values where path.matches(open) {
      if let name = path.attribute {
        if let value = attributes.value(named: name) { set(goal, value, at: location) }
      } else {
        values += 1
        waiting.append(Waiting(depth: open.count, what: .value(goal, XMLText(.collapse))))
      }
    }
    text.whitespace = keeps.last == true ? .keep : map.whitespace == .keep ? .collapse : map.whitespace
    startText(attributes)
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    defer {
      open.removeLast()
      keeps.removeLast()
      text.whitespace = keeps.last == true ? .keep : map.whitespace == .keep ? .collapse : map.whitespace
    }
    if skipped > 0 {
      skipped -= 1
      return
    }
    while let last = waiting.last, last.depth == open.count {
      waiting.removeLast()
      try finish(last.what, at: location)
    }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {
    guard skipped == 0, document != nil else { return }
    if inText > 0 { text.append(bytes, from: location.source, isLiteral: !location.isReference) }
    guard values > 0 else { return }
    for index in waiting.indices {
      switch waiting[index].what {
      case .value(let goal, var value):
        value.append(bytes, from: nil)
        waiting[index].what = .value(goal, value)
      case .tag(let layer, var value):
        value.append(bytes, from: nil)
        waiting[index].what = .tag(layer: layer, value)
      default: break
      }
    }
  }

  package func finish(at location: XMLLocation) throws(CorpusError) {
    if count == 0, let first = map.document.first {
      throw .unexpected(
        location.place, found: "no document", expected: "an element <\(first.names.joined(separator: "/"))>")
    }
    let paths = unmet.map { "`\($0.description.prefix(40))`" }.sorted().joined(separator: ", ")
    output.ledger.note(
      .ignored, .values, "paths of the map that no document has: \(paths)", at: location.place,
      count: count * unmet.count)
  }

  private func startDocument() {
    document = Document(id: "", language: options.language, text: "")
    text = XMLText(map.whitespace)
    tags = [:]
    spans = []
    sentences = []
    inText = 0
    waiting.append(Waiting(depth: open.count, what: .document))
  }

  private func startText(_ attributes: XMLAttributes) {
    let isDocument =
      waiting.last?.depth == open.count && map.text.isEmpty && waiting.contains { $0.isDocument(open.count) }
    if isDocument || map.text.contains(where: { $0.matches(open) }) {
      if inText == 0, !text.isEmpty { text.breakParagraph() }
      inText += 1
      waiting.append(Waiting(depth: open.count, what: .text))
    }
    guard inText > 0 else { return }
    for (layer, path) in map.spans where path.matches(open) {
      let label = path.attribute.map { attributes.value(named: $0) } ?? open.last
      if let label {
        waiting.append(Waiting(depth: open.count, what: .span(layer: layer, label: label, start: text.position)))
      }
    }
    if map.sentence.contains(where: { $0.matches(open) }) {
      let first = document?.tokens.count ?? 0
      waiting.append(Waiting(depth: open.count, what: .sentence(start: text.position, first: first)))
    }
    if map.token.contains(where: { $0.matches(open) }) {
      tokenTags = [:]
      waiting.append(Waiting(depth: open.count, what: .token(start: text.position)))
    }
    for (layer, path) in map.tags where path.matches(open) {
      if let name = path.attribute {
        tokenTags[layer] = attributes.value(named: name)
      } else {
        values += 1
        waiting.append(Waiting(depth: open.count, what: .tag(layer: layer, XMLText(.collapse))))
      }
    }
  }

  private func finish(_ what: Waiting.What, at location: XMLLocation) throws(CorpusError) {
    switch what {
    case .document: try endDocument(at: location)
    case .text: inText -= 1
    case .sentence(let start, let first):
      let end = text.bytes.count
      if start < end, start >= sentences.last?.upperBound ?? 0 { sentences.append(start..<end) }
      let last = document?.sentences.last?.tokens.upperBound ?? 0
      if let count = document?.tokens.count, count > first, first >= last {
        document?.sentences.append(Sentence(tokens: first..<count))
      }
    case .token(let start): endToken(start, at: location)
    case .span(let layer, let label, let start):
      let end = text.bytes.count
      if start < end {
        spans.append((layer, label, start..<end))
      } else {
        output.ledger.note(.dropped, .spans, "span without characters", at: location.place)
      }
    case .value(let goal, let value):
      values -= 1
      set(goal, value.string, at: location)
    case .tag(let layer, let value):
      values -= 1
      tokenTags[layer] = value.string
    }
  }

  private func endToken(_ start: Int, at location: XMLLocation) {
    let end = text.bytes.count
    guard let count = document?.tokens.count, start < end, start >= Int(document?.tokens.last?.end ?? 0) else {
      output.ledger.note(.dropped, .tokens, "token without characters of its own", at: location.place)
      return
    }
    let kind = text.bytes[start..<end].withUnsafeBufferPointer { TokenKind(guessedFrom: $0) }
    document?.tokens.append(Token(start..<end, kind: kind))
    for (layer, value) in tokenTags {
      let missing = count - (tags[layer]?.count ?? 0)
      tags[layer, default: []].append(contentsOf: repeatElement(nil, count: missing))
      tags[layer]?.append(value)
    }
    tokenTags = [:]
  }

  private func set(_ goal: XMLMap.Goal, _ value: String, at location: XMLLocation) {
    switch goal {
    case .id: if document?.id.isEmpty == true { document?.id = value }
    case .language: document?.language = value
    case .label(let layer): document?.labels[layer, default: []].append(Label(value))
    case .translation(let name):
      if document?.translations[name] == nil {
        document?.translations[name] = AlignedText(value)
      } else {
        output.ledger.note(.dropped, .translations, "a second translation of the same name", at: location.place)
      }
    case .field(let name):
      if document?.fields[name] != nil { document?.fields[name]?.append(" ") }
      document?.fields[name, default: ""].append(value)
    }
  }

  /// Cuts a text into tokens by the rules of words, where the map names sentences and no tokens.
  private func segment(_ document: inout Document, at location: XMLLocation) throws(CorpusError) {
    if openSegmenter == nil { openSegmenter = try options.openSegmenter() }
    do throws(TextError) { try openSegmenter?.segment(&document) } catch {
      throw .unexpected(location.place, found: "a text of 2 GiB or more", expected: "a shorter one")
    }
  }

  private func endDocument(at location: XMLLocation) throws(CorpusError) {
    guard var document else { return }
    self.document = nil
    output.endRecord()
    count += 1
    document.text = text.string
    var source = XMLOutput.Source(runs: text.runs)
    if map.token.isEmpty, !map.spans.isEmpty {
      let cuts = Set(spans.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
      document.tokens = text.bytes.withUnsafeBufferPointer { AspectTokenizer.tokens($0, cuts: cuts) }
    } else if map.token.isEmpty, !sentences.isEmpty {
      try segment(&document, at: location)
      source.additions = .tokens
    }
    if map.token.isEmpty {
      func index(_ byte: Int) -> Int { document.tokens.partitioningIndex { Int($0.start) >= byte } }
      document.sentences = sentences.map { Sentence(tokens: index($0.lowerBound)..<index($0.upperBound)) }
        .filter { !$0.tokens.isEmpty }
    }
    for (layer, values) in tags {
      document.tags[layer] = values + Array(repeating: nil, count: document.tokens.count - values.count)
    }
    for (layer, _) in map.spans { document.spans[layer] = [] }
    for (layer, label, range) in spans.sorted(by: {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }) {
      let first = document.tokens.partitioningIndex { Int($0.end) > range.lowerBound }
      let end = document.tokens.partitioningIndex { Int($0.start) >= range.upperBound }
      if first < end {
        document.spans[layer]?.append(LabeledSpan(first..<end, label: label))
      } else {
        output.ledger.note(.dropped, .spans, "span without tokens", at: location.place)
      }
    }
    output.append(document, source, at: location)
  }
}

extension XMLMapReader.Waiting {
  /// Whether this is the document element at `depth`.
  fileprivate func isDocument(_ depth: Int) -> Bool {
    if case .document = what { return self.depth == depth }
    return false
  }
}
