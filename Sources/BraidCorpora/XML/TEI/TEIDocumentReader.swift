import BraidFiles
import BraidText

/// Reads back one document that the TEI writer wrote: a `div` of type `document`, subtype `braid`.
final class TEIDocumentReader {
  private enum Target {
    case text, translation(String), alternative(String), spans(type: String, subtype: String), field(String), none
  }

  private var document: Document
  private var depth = 1
  private var target = Target.none
  private var unit: TEIUnit
  /// The first token of each open `s`.
  private var openSentences: [Int] = []
  private var frame: Frame?
  private var span: (first: Int?, last: Int?, score: Double?, type: String)?
  private var value = XMLText(.keep)
  /// The multiword token whose words are read, and where it starts in the text.
  private var multiword: (token: MultiwordToken, start: Int)?

  init(_ attributes: XMLAttributes, language: String?) {
    document = Document(id: attributes["n"] ?? "", language: language, text: "")
    unit = Self.unit(Document(text: ""))
  }

  private static func unit(_ document: Document) -> TEIUnit {
    TEIUnit(depth: 0, order: 0, isLoose: false, document: document, text: XMLText(.keep))
  }

  func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    let attributes = element.attributes
    let type = attributes["type"] ?? ""
    let subtype = TEIName.decoded(attributes["subtype"] ?? "")
    switch element.name {
    case "ab":
      unit = Self.unit(Document(text: ""))
      span = (nil, nil, try Self.score(attributes["n"], isProbability: false, at: location), type)
      switch type {
      case "translation": target = .translation(subtype)
      case "alternative": target = .alternative(subtype)
      default: target = .text
      }
    case "w" where type == "multiword":
      var token = MultiwordToken(
        unit.document.tokens.count..<unit.document.tokens.count, form: attributes["norm"] ?? "")
      token.tags["lemma"] = attributes["lemma"]
      token.tags["pos"] = attributes["pos"]
      token.tags["msd"] = attributes["msd"]
      multiword = (token, unit.text.position)
      ends.append("multiword")
      return
    case "w", "pc": unit.startOwnToken(attributes)
    case "s": openSentences.append(unit.document.tokens.count)
    case "spanGrp":
      target = .spans(type: type, subtype: subtype)
      try startGroup(type, subtype, attributes, at: location)
    case "span":
      value.removeAll()
      span = (
        try Self.index(attributes["from"] ?? attributes["target"], at: location),
        try Self.index(attributes["to"] ?? attributes["target"], at: location),
        try Self.score(attributes["cert"], at: location),
        type
      )
    case "note":
      value.removeAll()
      target = .field(subtype)
    default: break
    }
    ends.append(element.name)
  }

  /// Names of the open elements.
  private var ends: [String] = []

  /// The document, when its `div` ends.
  func end(at location: XMLLocation) throws(CorpusError) -> Document? {
    depth -= 1
    guard depth > 0, let name = ends.popLast() else { return document }
    switch name {
    case "ab": endText()
    case "multiword":
      guard let (begun, start) = multiword else { break }
      multiword = nil
      var token = begun
      token.tokens = token.tokens.lowerBound..<unit.document.tokens.count
      if token.form.isEmpty {
        token.form = String(decoding: unit.text.bytes[min(start, unit.text.bytes.count)...], as: UTF8.self)
      }
      if !token.tokens.isEmpty { unit.multiwords.append(token) }
    case "w", "pc": unit.endOwnToken()
    case "s":
      if let first = openSentences.popLast() {
        unit.document.sentences.append(
          Sentence(tokens: first..<max(first, unit.document.tokens.count), multiwords: unit.multiwords))
        unit.multiwords = []
      }
    case "span": try endSpan(at: location)
    case "spanGrp":
      if let frame { document.frames?.append(frame) }
      frame = nil
      target = .none
    case "note":
      if case .field(let key) = target { document.fields[key] = value.string }
      target = .none
    default: break
    }
    return nil
  }

  func text(_ bytes: Bytes) {
    switch target {
    case .text, .translation, .alternative: unit.text.append(bytes, from: nil)
    case .spans where span != nil: value.append(bytes, from: nil)
    case .field: value.append(bytes, from: nil)
    default: break
    }
  }

  private func endText() {
    switch target {
    case .text:
      document.text = unit.text.string
      document.tokens = unit.document.tokens
      document.sentences = unit.document.sentences
      for (layer, values) in unit.tags { document.tags[layer] = padded(values) }
    case .translation(let name):
      document.translations[name] = AlignedText(
        unit.text.string, tokens: unit.document.tokens, score: span?.score)
    case .alternative(let name):
      document.translations[name]?.alternatives.append(AlternativeText(unit.text.string, score: span?.score ?? 0))
    default: break
    }
    span = nil
    target = .none
  }

  private func padded(_ values: [String?]) -> [String?] {
    values + Array(repeating: nil, count: max(0, document.tokens.count - values.count))
  }

  private func startGroup(
    _ type: String, _ subtype: String, _ attributes: XMLAttributes, at location: XMLLocation
  ) throws(CorpusError) {
    switch type {
    case "tags": document.tags[subtype] = padded(document.tags[subtype] ?? [])
    case "spans": document.spans[subtype] = []
    case "labels": document.labels[subtype] = []
    case "probabilities": document.probabilities[subtype] = []
    case "frames": document.frames = document.frames ?? []
    case "frame":
      document.frames = document.frames ?? []
      guard let predicate = try Self.index(attributes["corresp"], at: location) else {
        throw .unexpected(location.place, found: "frame without a predicate", expected: "an attribute corresp")
      }
      frame = Frame(
        predicate: try token(predicate, at: location), sense: attributes["subtype"].map(TEIName.decoded),
        score: try Self.score(attributes["cert"], at: location))
    default: break
    }
  }

  private func endSpan(at location: XMLLocation) throws(CorpusError) {
    guard case .spans(let type, let layer) = target, let span else { return }
    self.span = nil
    let name = value.string
    switch type {
    case "labels": document.labels[layer, default: []].append(Label(name, score: span.score))
    case "probabilities": document.probabilities[layer, default: []].append(Label(name, score: span.score))
    case "tags":
      let index = try token(span.first, at: location)
      document.tags[layer]?[index] = name
      if let score = span.score {
        let missing = [Double?](repeating: nil, count: document.tokens.count)
        document.tagScores[layer, default: missing][index] = score
      }
    case "spans":
      document.spans[layer, default: []].append(
        LabeledSpan(try tokens(span.first, span.last, at: location), label: name, score: span.score))
    case "frame" where span.type == "predicate":
      frame?.extent = span.first == nil ? 0..<0 : try tokens(span.first, span.last, at: location)
    case "frame" where span.type == "sense": frame?.senseScore = span.score
    case "frame":
      frame?.arguments.append(
        Argument(role: name, tokens: try tokens(span.first, span.last, at: location), score: span.score))
    case "multiwords":
      let words = try tokens(span.first, span.last, at: location)
      for index in document.sentences.indices {
        guard let place = document.sentences[index].multiwords.firstIndex(where: { $0.tokens == words }) else {
          continue
        }
        document.sentences[index].multiwords[place].tags[layer] = name
      }
    case "comments":
      guard let index = span.first, document.sentences.indices.contains(index) else {
        throw .unexpected(location.place, found: "comment on no sentence", expected: "a pointer to a sentence")
      }
      document.sentences[index].comments.append(name)
    default: break
    }
  }

  private func token(_ index: Int?, at location: XMLLocation) throws(CorpusError) -> Int {
    guard let index, document.tokens.indices.contains(index) else {
      throw .unexpected(location.place, found: "pointer to no token", expected: "the id of a word of this document")
    }
    return index
  }

  private func tokens(_ first: Int?, _ last: Int?, at location: XMLLocation) throws(CorpusError) -> Range<Int> {
    let start = try token(first, at: location)
    let end = try token(last, at: location)
    guard start <= end else {
      throw .unexpected(location.place, found: "span that ends before it starts", expected: "two words in order")
    }
    return start..<end + 1
  }

  /// A probability, or a log-probability.
  ///
  /// - Throws: `unexpected` for what is none.
  private static func score(
    _ text: String?, isProbability: Bool = true, at location: XMLLocation
  ) throws(CorpusError) -> Double? {
    guard let text else { return nil }
    guard let score = Double(text), isProbability ? score.isProbability : score.isFinite else {
      throw .unexpected(
        location.place, found: "score \"\(text)\"", expected: isProbability ? "a probability in 0...1" : "a number")
    }
    return score
  }

  /// The number at the end of a pointer such as `#d1.t7`.
  private static func index(_ pointer: String?, at location: XMLLocation) throws(CorpusError) -> Int? {
    guard let pointer else { return nil }
    var digits = Substring(pointer)
    while let first = digits.first, !first.isNumber || digits.contains(".") { digits = digits.dropFirst() }
    guard let index = Int(digits) else {
      throw .unexpected(location.place, found: "pointer \"\(pointer)\"", expected: "the id of a word")
    }
    return index
  }
}

extension TEIUnit {
  /// As `startToken`, for tokens that may be empty and have their kind written out.
  fileprivate mutating func startOwnToken(_ attributes: XMLAttributes) {
    startToken(attributes, isPunctuation: false)
    if attributes["sameAs"] != nil { openTokens[openTokens.count - 1].start = Int(document.tokens.last?.start ?? 0) }
  }

  fileprivate mutating func endOwnToken() {
    guard let (start, values, kind, _) = openTokens.popLast() else { return }
    add(Token(start..<max(start, text.bytes.count), kind: kind ?? .word), values)
  }
}
