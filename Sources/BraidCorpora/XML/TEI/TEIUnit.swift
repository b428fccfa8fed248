import BraidFiles
import BraidText

/// A document in the making: one block of a TEI text.
struct TEIUnit {
  /// Depth of its element.
  let depth: Int
  /// Its place among the file's units, by where they start.
  let order: Int
  /// Whether its element holds blocks, and text stands between them.
  let isLoose: Bool
  var document: Document
  var text: XMLText
  /// Values of `lemma`, `pos` and `msd`, by layer.
  var tags: [String: [String?]] = [:]
  /// Where each open `w` or `pc` starts, and its start tag in the file, if known.
  var openTokens: [(start: Int, tags: [String: String], kind: TokenKind?, tag: Range<Int>?)] = []
  /// Words inside of the open token.
  var parts: [(range: Range<Int>, values: [String: String], kind: TokenKind?, tag: Range<Int>?)] = []
  /// The start tags of tokens in the file, where they are known.
  var tokenTags: [Int: Range<Int>] = [:]
  /// Tokens of several words.
  var multiwords: [MultiwordToken] = []
  /// Whether the last token touches the next one.
  var joinsNext = false
  /// Where each open `s` starts: in the text, and among the tokens.
  var openSentences: [(start: Int, first: Int)] = []
  /// The bytes of each `s` that is in no other.
  var sentences: [Range<Int>] = []
  /// The same of elements that are spans; nil for one that is none.
  var openSpans: [(layer: String, label: String, start: Int, first: Int, prediction: Prediction?)?] = []
  /// The bytes of each span, and where the tags of one stand that a model has made.
  var spans: [(layer: String, label: String, bytes: Range<Int>, prediction: Prediction?)] = []
  /// Spans that a model has made.
  var predictedSpans: [TEIPredictedSpan] = []
  /// Milestones of the rewriter whose end has not come, by the id of that.
  var milestones: [String: Milestone] = [:]
  /// Words without any character.
  var emptyTokens = 0
  /// Names and other spans without any character, or whose end stands in another block.
  var emptySpans = 0
  /// Elements of which only the text is kept.
  var plainElements = 0

  /// Spans that are open where the unit ends.
  var unclosedSpans: Int { openSpans.count { $0 != nil } + milestones.count }

  /// The score that a model has given an element of the file, and the tags of the element; none where they are not known or
  /// must stay.
  struct Prediction {
    var score: Double
    var tags: [Range<Int>]

    /// The score of an element that has it as its only attribute beside `others`.
    init?(_ attributes: XMLAttributes, others: Int, tag: Range<Int>?) {
      guard attributes.count == others + 1, let score = attributes["cert"].flatMap(Double.init) else { return nil }
      (self.score, tags) = (score, tag.map { [$0] } ?? [])
    }

    /// Takes the tag at the element's end.
    mutating func end(_ tag: Range<Int>?) {
      if let tag, !tags.isEmpty { tags.append(tag) }
    }
  }

  /// What begins at a milestone that the rewriter has put in: a span, a sentence or a token.
  struct Milestone {
    var unit: String
    var label: String?
    var start: Int
    var first: Int
    var values: [String: String]
    var tag: Range<Int>?
    var prediction: Prediction?
  }

  /// Begins what a milestone stands for.
  ///
  /// - Returns: Whether the rewriter has put it there.
  mutating func startMilestone(_ attributes: XMLAttributes, tag: Range<Int>?) -> Bool {
    guard let unit = attributes["unit"], let end = attributes["spanTo"], Self.isOwnEnd(end) else { return false }
    let label = attributes["n"]
    guard label != nil || ["s", "w"].contains(unit) else { return false }
    milestones[String(end.dropFirst())] = Milestone(
      unit: unit, label: label, start: text.position, first: document.tokens.count, values: Self.values(attributes),
      tag: tag, prediction: Prediction(attributes, others: 3, tag: tag))
    return true
  }

  /// Takes the label that an empty milestone before the text is, which a model has given.
  ///
  /// - Returns: Whether it is one.
  mutating func takeLabel(_ attributes: XMLAttributes) -> Bool {
    guard text.isEmpty, let layer = attributes["unit"], let name = attributes["n"],
      let prediction = Prediction(attributes, others: 2, tag: nil)
    else { return false }
    document.labels[layer, default: []].append(Label(name, score: prediction.score))
    return true
  }

  /// Whether a pointer leads to an identifier such as `braid.1` or `braid2.7`.
  private static func isOwnEnd(_ pointer: String) -> Bool {
    let name = Array("#braid".utf8)
    func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }
    guard pointer.utf8.starts(with: name) else { return false }
    let rest = pointer.utf8.dropFirst(name.count).drop(while: isDigit)
    return rest.first == .dot && rest.count > 1 && rest.dropFirst().allSatisfy(isDigit)
  }

  /// Ends what a milestone stands for, if an anchor is the end of one.
  mutating func endMilestone(_ id: String, tag: Range<Int>?) {
    guard let open = milestones.removeValue(forKey: id) else { return }
    guard let bytes = bytes(from: open.start, first: open.first) else {
      emptySpans += 1
      return
    }
    if let label = open.label {
      var prediction = open.prediction
      prediction?.end(tag)
      spans.append((open.unit, label, bytes, prediction))
    } else if open.unit == "s" {
      sentences.append(bytes)
    } else if openTokens.isEmpty, bytes.lowerBound >= Int(document.tokens.last?.end ?? 0) {
      append(bytes, open.values, nil, open.tag)
    }
  }

  /// The tags of a token.
  private static func values(_ attributes: XMLAttributes) -> [String: String] {
    var values: [String: String] = [:]
    if let lemma = attributes["lemma"] { values["lemma"] = lemma }
    if let pos = attributes["pos"] { values["pos"] = pos }
    if let msd = attributes["msd"] { values["msd"] = msd }
    return values
  }

  mutating func startToken(_ attributes: XMLAttributes, isPunctuation: Bool, tag: Range<Int>? = nil) {
    var values = Self.values(attributes)
    if !openTokens.isEmpty, let norm = attributes["norm"] { values["form"] = norm }
    let join = attributes["join"]
    // White space between tokens that touch, or inside of one, is pretty printing.
    if let outer = openTokens.last {
      if text.bytes.count > outer.start { text.trim() }
    } else {
      if joinsNext || join == "left" || join == "both" { text.trim() }
      joinsNext = join == "right" || join == "both"
    }
    let kind = attributes["type"].flatMap(TokenKind.init(teiName:)) ?? (isPunctuation ? .punctuation : nil)
    openTokens.append((text.position, values, kind, tag))
  }

  mutating func endToken() {
    guard let (start, values, kind, tag) = openTokens.popLast() else { return }
    guard openTokens.isEmpty else {
      parts.append((start..<max(start, text.bytes.count), values, kind, tag))
      return
    }
    let parts = parts
    self.parts = []
    // White space before a word without characters is not in the text yet: its start lies behind what there is.
    guard start < text.bytes.count, start >= Int(document.tokens.last?.end ?? 0) else {
      emptyTokens += 1
      return
    }
    let surface = start..<text.bytes.count
    guard !parts.isEmpty else { return append(surface, values, kind, tag) }
    let first = document.tokens.count
    // Words without characters of their own share what is written around them.
    let areApart = parts.allSatisfy { !$0.range.isEmpty }
    for part in parts { append(areApart ? part.range : surface, part.values, part.kind, part.tag) }
    let form = String(decoding: text.bytes[surface], as: UTF8.self)
    multiwords.append(MultiwordToken(first..<document.tokens.count, form: form))
  }

  private mutating func append(
    _ range: Range<Int>, _ values: [String: String], _ kind: TokenKind?, _ tag: Range<Int>?
  ) {
    if let tag { tokenTags[document.tokens.count] = tag }
    let guess = text.bytes[range].withUnsafeBufferPointer { TokenKind(guessedFrom: $0) }
    add(Token(range, kind: kind ?? guess), values)
  }

  /// Adds a token with its tags.
  mutating func add(_ token: Token, _ values: [String: String]) {
    for (layer, value) in values {
      let missing = document.tokens.count - (tags[layer]?.count ?? 0)
      tags[layer, default: []].append(contentsOf: repeatElement(nil, count: missing))
      tags[layer]?.append(value)
    }
    document.tokens.append(token)
  }

  mutating func startSentence() { openSentences.append((text.position, document.tokens.count)) }

  mutating func endSentence() {
    guard let open = openSentences.popLast(), openSentences.isEmpty else { return }
    if let bytes = bytes(from: open.start, first: open.first) { sentences.append(bytes) }
  }

  /// Begins a span; nil for an element that is none.
  mutating func startSpan(_ span: (layer: String, label: String)?, _ prediction: Prediction? = nil) {
    openSpans.append(span.map { ($0.layer, $0.label, text.position, document.tokens.count, prediction) })
  }

  mutating func endSpan(tag: Range<Int>?) {
    guard let open = openSpans.popLast(), let span = open else { return }
    if let bytes = bytes(from: span.start, first: span.first) {
      var prediction = span.prediction
      prediction?.end(tag)
      spans.append((span.layer, span.label, bytes, prediction))
    } else {
      emptySpans += 1
    }
  }

  /// The bytes since an element began; nil for none. White space before a word may have been taken out since.
  private func bytes(from start: Int, first: Int) -> Range<Int>? {
    let start = first < document.tokens.count ? min(start, Int(document.tokens[first].start)) : start
    return start < text.bytes.count ? start..<text.bytes.count : nil
  }
}

extension TokenKind {
  /// The kind with a name that `teiName` gives.
  init?(teiName: String) {
    guard let kind = Self.allCases.first(where: { $0.teiName == teiName }) else { return nil }
    self = kind
  }

  /// The name as the value of an attribute.
  var teiName: String {
    switch self {
    case .word: return "word"
    case .number: return "number"
    case .ideographic: return "ideographic"
    case .kana: return "kana"
    case .punctuation: return "punctuation"
    case .symbol: return "symbol"
    }
  }
}
