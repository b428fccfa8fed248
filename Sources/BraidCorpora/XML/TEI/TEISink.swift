import BraidText

/// Writes documents as TEI P5, one `div` a document, with everything that Braid knows about them.
///
/// Tokens are `w` elements with their lemma and part of speech, sentences `s`; all other layers are `spanGrp` groups that
/// point at the words, with scores in `cert`. Multi-word tokens, empty nodes and a translation's attention are not written.
struct TEISink: DocumentSink {
  private let file: CorpusFile
  private var count = 0
  private var bytes: [UInt8] = []
  private var bad: Unicode.Scalar?
  /// Layers that are attributes of words.
  static let attributes = ["lemma", "pos", "msd"]

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) {
    if count == 0 { try file.append(Self.head) }
    count += 1
    bytes.removeAll(keepingCapacity: true)
    bad = nil
    raw("<div type=\"document\" subtype=\"braid\"")
    attribute("n", document.id.isEmpty ? nil : document.id)
    attribute("xml:lang", document.language)
    raw(">\n<ab xml:space=\"preserve\">")
    guard text(document) else {
      throw .cannotExpress(.tei, document: document.id, what: "tokens or sentences that overlap or leave the text")
    }
    raw("</ab>\n")
    try layers(document)
    raw("</div>\n")
    if let bad {
      let code = "U+" + String(repeating: "0", count: 4 - String(bad.value, radix: 16).count)
      throw .cannotExpress(
        .tei, document: document.id, what: "the character \(code)\(String(bad.value, radix: 16, uppercase: true))")
    }
    try file.append(bytes)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if count == 0 { try file.append(Self.head) }
    try file.append("</body></text>\n</TEI>\n")
    return [file]
  }

  private static let head = """
    <?xml version="1.0" encoding="UTF-8"?>
    <TEI xmlns="http://www.tei-c.org/ns/1.0">
    <teiHeader><fileDesc><titleStmt><title>Documents with annotations</title></titleStmt>
    <publicationStmt><p>Written by Braid.</p></publicationStmt>
    <sourceDesc><p>See the n of each division.</p></sourceDesc></fileDesc></teiHeader>
    <text><body>

    """

  private mutating func raw(_ text: String) { bytes += Array(text.utf8) }

  private mutating func escaped(_ text: String) {
    let unfit = XMLEscape.append(text, to: &bytes)
    bad = bad ?? unfit
  }

  private mutating func attribute(_ name: String, _ value: String?) {
    guard let value else { return }
    raw(" \(name)=\"")
    let unfit = XMLEscape.append(value, to: &bytes, quoted: true)
    bad = bad ?? unfit
    raw("\"")
  }

  private mutating func text(_ document: Document) -> Bool {
    var next = 0
    var position = 0
    let source = Array(document.text.utf8)
    for sentence in document.sentences {
      guard sentence.tokens.lowerBound >= next, sentence.tokens.upperBound <= document.tokens.count else {
        return false
      }
      guard tokens(document, next..<sentence.tokens.lowerBound, source, &position) else { return false }
      if let first = sentence.tokens.first {
        let start = Int(document.tokens[first].start)
        guard start >= position, start <= source.count else { return false }
        escaped(String(decoding: source[position..<start], as: UTF8.self))
        position = start
      }
      raw("<s>")
      guard tokens(document, sentence.tokens, source, &position) else { return false }
      raw("</s>")
      next = sentence.tokens.upperBound
    }
    guard tokens(document, next..<document.tokens.count, source, &position) else { return false }
    escaped(String(decoding: source[position...], as: UTF8.self))
    return true
  }

  private mutating func tokens(
    _ document: Document, _ range: Range<Int>, _ source: [UInt8], _ position: inout Int
  ) -> Bool {
    for index in range {
      let token = document.tokens[index]
      if document.sharesText(index) {
        raw("<w xml:id=\"d\(count).t\(index)\" sameAs=\"#d\(count).t\(index - 1)\"")
        wordAttributes(document, index)
        raw("/>")
        continue
      }
      guard Int(token.start) >= position, token.end >= token.start, Int(token.end) <= source.count else { return false }
      escaped(String(decoding: source[position..<Int(token.start)], as: UTF8.self))
      let name = token.kind == .punctuation ? "pc" : "w"
      raw("<\(name) xml:id=\"d\(count).t\(index)\"")
      wordAttributes(document, index)
      raw(">")
      escaped(String(decoding: source[token.range], as: UTF8.self))
      raw("</\(name)>")
      position = Int(token.end)
    }
    return true
  }

  private mutating func wordAttributes(_ document: Document, _ index: Int) {
    if document.tokens[index].kind != .word { attribute("type", document.tokens[index].kind.teiName) }
    for layer in Self.attributes {
      if let values = document.tags[layer], values.indices.contains(index) { attribute(layer, values[index]) }
    }
  }

  private mutating func layers(_ document: Document) throws(CorpusError) {
    for (layer, values) in document.tags.sorted(by: { $0.key < $1.key }) {
      group("tags", layer)
      let scores = document.tagScores[layer]
      if !Self.attributes.contains(layer) || scores != nil {
        for (index, value) in values.enumerated() {
          if let value { span(value, ["target": "#d\(count).t\(index)"], scores?[index]) }
        }
      }
      raw("</spanGrp>\n")
    }
    for (layer, spans) in document.spans.sorted(by: { $0.key < $1.key }) {
      group("spans", layer)
      for item in spans { span(item.label, try pointers(item.tokens, document), item.score) }
      raw("</spanGrp>\n")
    }
    for (type, layers) in [("labels", document.labels), ("probabilities", document.probabilities)] {
      for (layer, labels) in layers.sorted(by: { $0.key < $1.key }) {
        group(type, layer)
        for label in labels { span(label.name, [:], label.score) }
        raw("</spanGrp>\n")
      }
    }
    if let frames = document.frames {
      group("frames", nil)
      raw("</spanGrp>\n")
      for frame in frames {
        raw("<spanGrp type=\"frame\"")
        attribute("subtype", frame.sense)
        attribute("corresp", "#d\(count).t\(frame.predicate)")
        attribute("cert", frame.score.map { "\($0)" })
        raw(">")
        if let extent = frame.extent {
          // No pointers: the source marks no token as the predicate's own.
          let tokens = extent.isEmpty ? [:] : try pointers(extent, document)
          span("", tokens.merging(["type": "predicate"]) { $1 }, nil)
        }
        if let score = frame.senseScore { span(frame.sense ?? "", ["type": "sense"], score) }
        for argument in frame.arguments {
          span(argument.role, try pointers(argument.tokens, document), argument.score)
        }
        raw("</spanGrp>\n")
      }
    }
    if document.sentences.contains(where: { !$0.comments.isEmpty }) {
      group("comments", nil)
      for (index, sentence) in document.sentences.enumerated() {
        for comment in sentence.comments { span(comment, ["target": "#d\(count).s\(index)"], nil) }
      }
      raw("</spanGrp>\n")
    }
    texts(document)
  }

  private mutating func texts(_ document: Document) {
    for (name, translation) in document.translations.sorted(by: { $0.key < $1.key }) {
      raw("<ab type=\"translation\"")
      attribute("subtype", name)
      attribute("cert", translation.score.map { "\($0)" })
      raw(" xml:space=\"preserve\">")
      var position = 0
      let source = Array(translation.text.utf8)
      for token in translation.tokens where Int(token.start) >= position && Int(token.end) <= source.count {
        escaped(String(decoding: source[position..<Int(token.start)], as: UTF8.self))
        raw("<w")
        if token.kind != .word { attribute("type", token.kind.teiName) }
        raw(">")
        escaped(String(decoding: source[token.range], as: UTF8.self))
        raw("</w>")
        position = Int(token.end)
      }
      escaped(String(decoding: source[position...], as: UTF8.self))
      raw("</ab>\n")
      for alternative in translation.alternatives {
        raw("<ab type=\"alternative\"")
        attribute("subtype", name)
        attribute("cert", "\(alternative.score)")
        raw(" xml:space=\"preserve\">")
        escaped(alternative.text)
        raw("</ab>\n")
      }
    }
    for (name, value) in document.fields.sorted(by: { $0.key < $1.key }) {
      raw("<note type=\"field\"")
      attribute("subtype", name)
      raw(">")
      escaped(value)
      raw("</note>\n")
    }
  }

  private mutating func group(_ type: String, _ layer: String?) {
    raw("<spanGrp type=\"\(type)\"")
    attribute("subtype", layer)
    raw(">")
  }

  private mutating func span(_ text: String, _ pointers: [String: String], _ score: Double?) {
    raw("<span")
    for (name, value) in pointers.sorted(by: { $0.key < $1.key }) { attribute(name, value) }
    attribute("cert", score.map { "\($0)" })
    raw(">")
    escaped(text)
    raw("</span>")
  }

  private func pointers(_ tokens: Range<Int>, _ document: Document) throws(CorpusError) -> [String: String] {
    guard !tokens.isEmpty, tokens.upperBound <= document.tokens.count else {
      throw .cannotExpress(.tei, document: document.id, what: "a span without tokens")
    }
    return ["from": "#d\(count).t\(tokens.lowerBound)", "to": "#d\(count).t\(tokens.upperBound - 1)"]
  }
}
