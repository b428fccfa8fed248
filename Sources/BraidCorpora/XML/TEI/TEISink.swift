import BraidText

/// Writes documents as TEI P5, one `div` a document, with everything that Braid knows about them.
///
/// Tokens are `w` elements with their lemma and part of speech, sentences `s`; all other layers are `spanGrp` groups that
/// point at the words, with scores in `cert`, log-probabilities in `n`. A multiword token is a `w` around its words. Empty nodes and a translation's
/// attention are not written.
struct TEISink: DocumentSink {
  private let file: CorpusFile
  private var count = 0
  private var xml = XMLBuffer()
  /// Layers that are attributes of words.
  static let attributes = ["lemma", "pos", "msd"]

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) {
    if count == 0 { try file.append(Self.head) }
    count += 1
    xml = XMLBuffer()
    xml.markup("<div type=\"document\" subtype=\"braid\"")
    xml.attribute("n", document.id.isEmpty ? nil : document.id)
    xml.attribute("xml:lang", document.language)
    xml.markup(">\n<ab xml:space=\"preserve\">")
    guard text(document) else {
      throw .cannotExpress(.tei, document: document.id, what: "tokens or sentences that overlap or leave the text")
    }
    xml.markup("</ab>\n")
    try layers(document)
    xml.markup("</div>\n")
    try file.append(try xml.take(.tei, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if count == 0 { try file.append(Self.head + "<ab/>\n") }
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

  private mutating func text(_ document: Document) -> Bool {
    var next = 0
    var position = 0
    let source = Array(document.text.utf8)
    for (number, sentence) in document.sentences.enumerated() {
      guard sentence.tokens.lowerBound >= next, sentence.tokens.upperBound <= document.tokens.count else {
        return false
      }
      guard tokens(document, next..<sentence.tokens.lowerBound, source, &position) else { return false }
      if let first = sentence.tokens.first {
        let start = Int(document.tokens[first].start)
        guard start >= position, start <= source.count else { return false }
        xml.text(String(decoding: source[position..<start], as: UTF8.self))
        position = start
      }
      xml.markup(sentence.comments.isEmpty ? "<s>" : "<s xml:id=\"d\(count).s\(number)\">")
      var first = sentence.tokens.lowerBound
      for multiword in sentence.multiwords where !multiword.tokens.isEmpty {
        guard multiword.tokens.lowerBound >= first, multiword.tokens.upperBound <= sentence.tokens.upperBound,
          tokens(document, first..<multiword.tokens.lowerBound, source, &position),
          space(before: multiword.tokens.lowerBound, document, source, &position)
        else { return false }
        start(multiword, document)
        guard tokens(document, multiword.tokens, source, &position) else { return false }
        xml.markup("</w>")
        first = multiword.tokens.upperBound
      }
      guard tokens(document, first..<sentence.tokens.upperBound, source, &position) else { return false }
      xml.markup("</s>")
      next = sentence.tokens.upperBound
    }
    guard tokens(document, next..<document.tokens.count, source, &position) else { return false }
    xml.text(String(decoding: source[position...], as: UTF8.self))
    return true
  }

  /// Writes what stands before a token.
  private mutating func space(
    before token: Int, _ document: Document, _ source: [UInt8], _ position: inout Int
  ) -> Bool {
    let start = Int(document.tokens[token].start)
    guard start >= position, start <= source.count else { return false }
    xml.text(String(decoding: source[position..<start], as: UTF8.self))
    position = start
    return true
  }

  /// Begins a token of several words; its form is an attribute where the words don't have it.
  private mutating func start(_ multiword: MultiwordToken, _ document: Document) {
    xml.markup("<w type=\"multiword\"")
    let words = multiword.tokens
    let text = document.string(
      document.tokens[words.lowerBound].range.lowerBound..<document.tokens[words.upperBound - 1].range.upperBound)
    if !text.utf8.elementsEqual(multiword.form.utf8) { xml.attribute("norm", multiword.form) }
    for layer in Self.attributes { xml.attribute(layer, multiword.tags[layer]) }
    xml.markup(">")
  }

  private mutating func tokens(
    _ document: Document, _ range: Range<Int>, _ source: [UInt8], _ position: inout Int
  ) -> Bool {
    for index in range {
      let token = document.tokens[index]
      if document.sharesText(index) {
        xml.markup("<w xml:id=\"d\(count).t\(index)\" sameAs=\"#d\(count).t\(index - 1)\"")
        wordAttributes(document, index)
        xml.markup("/>")
        continue
      }
      guard Int(token.start) >= position, token.end >= token.start, Int(token.end) <= source.count else { return false }
      xml.text(String(decoding: source[position..<Int(token.start)], as: UTF8.self))
      let name = token.kind == .punctuation ? "pc" : "w"
      xml.markup("<\(name) xml:id=\"d\(count).t\(index)\"")
      wordAttributes(document, index)
      xml.markup(">")
      xml.text(String(decoding: source[token.range], as: UTF8.self))
      xml.markup("</\(name)>")
      position = Int(token.end)
    }
    return true
  }

  private mutating func wordAttributes(_ document: Document, _ index: Int) {
    if document.tokens[index].kind != .word { xml.attribute("type", document.tokens[index].kind.teiName) }
    for layer in Self.attributes {
      if let values = document.tags[layer], values.indices.contains(index) { xml.attribute(layer, values[index]) }
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
      xml.markup("</spanGrp>\n")
    }
    for (layer, spans) in document.spans.sorted(by: { $0.key < $1.key }) {
      group("spans", layer)
      for item in spans { span(item.label, try pointers(item.tokens, document), item.score) }
      xml.markup("</spanGrp>\n")
    }
    for (type, layers) in [("labels", document.labels), ("probabilities", document.probabilities)] {
      for (layer, labels) in layers.sorted(by: { $0.key < $1.key }) {
        group(type, layer)
        for label in labels { span(label.name, [:], label.score) }
        xml.markup("</spanGrp>\n")
      }
    }
    if let frames = document.frames {
      group("frames", nil)
      xml.markup("</spanGrp>\n")
      for frame in frames {
        xml.markup("<spanGrp type=\"frame\"")
        xml.attribute("subtype", frame.sense.map(TEIName.encoded))
        xml.attribute("corresp", "#d\(count).t\(frame.predicate)")
        xml.attribute("cert", Self.certainty(frame.score))
        xml.markup(">")
        if let extent = frame.extent {
          // No pointers: the source marks no token as the predicate's own.
          let tokens = extent.isEmpty ? [:] : try pointers(extent, document)
          span("", tokens.merging(["type": "predicate"]) { $1 }, nil)
        }
        if let score = frame.senseScore { span(frame.sense ?? "", ["type": "sense"], score) }
        for argument in frame.arguments {
          span(argument.role, try pointers(argument.tokens, document), argument.score)
        }
        xml.markup("</spanGrp>\n")
      }
    }
    if document.sentences.contains(where: { !$0.comments.isEmpty }) {
      group("comments", nil)
      for (index, sentence) in document.sentences.enumerated() {
        for comment in sentence.comments { span(comment, ["target": "#d\(count).s\(index)"], nil) }
      }
      xml.markup("</spanGrp>\n")
    }
    for (layer, items) in multiwordTags(document) {
      group("multiwords", layer)
      for (words, value) in items { span(value, try pointers(words, document), nil) }
      xml.markup("</spanGrp>\n")
    }
    texts(document)
  }

  /// The tags of multiword tokens that are no attributes, by layer.
  private func multiwordTags(_ document: Document) -> [(layer: String, items: [(Range<Int>, String)])] {
    var layers: [String: [(Range<Int>, String)]] = [:]
    for multiword in document.sentences.flatMap(\.multiwords) {
      for (layer, value) in multiword.tags where !Self.attributes.contains(layer) {
        layers[layer, default: []].append((multiword.tokens, value))
      }
    }
    return layers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private mutating func texts(_ document: Document) {
    for (name, translation) in document.translations.sorted(by: { $0.key < $1.key }) {
      xml.markup("<ab type=\"translation\"")
      xml.attribute("subtype", TEIName.encoded(name))
      // A log-probability is no degree of certainty.
      xml.attribute("n", translation.score.map { "\($0)" })
      xml.markup(" xml:space=\"preserve\">")
      var position = 0
      let source = Array(translation.text.utf8)
      for token in translation.tokens where Int(token.start) >= position && Int(token.end) <= source.count {
        xml.text(String(decoding: source[position..<Int(token.start)], as: UTF8.self))
        xml.markup("<w")
        if token.kind != .word { xml.attribute("type", token.kind.teiName) }
        xml.markup(">")
        xml.text(String(decoding: source[token.range], as: UTF8.self))
        xml.markup("</w>")
        position = Int(token.end)
      }
      xml.text(String(decoding: source[position...], as: UTF8.self))
      xml.markup("</ab>\n")
      for alternative in translation.alternatives {
        xml.markup("<ab type=\"alternative\"")
        xml.attribute("subtype", TEIName.encoded(name))
        xml.attribute("n", "\(alternative.score)")
        xml.markup(" xml:space=\"preserve\">")
        xml.text(alternative.text)
        xml.markup("</ab>\n")
      }
    }
    for (name, value) in document.fields.sorted(by: { $0.key < $1.key }) {
      xml.markup("<note type=\"field\"")
      xml.attribute("subtype", TEIName.encoded(name))
      xml.markup(">")
      xml.text(value)
      xml.markup("</note>\n")
    }
  }

  private mutating func group(_ type: String, _ layer: String?) {
    xml.markup("<spanGrp type=\"\(type)\"")
    xml.attribute("subtype", layer.map(TEIName.encoded))
    xml.markup(">")
  }

  /// A probability as TEI has it, which is never above 1.
  private static func certainty(_ score: Double?) -> String? { score.map { "\(min($0, 1))" } }

  private mutating func span(_ text: String, _ pointers: [String: String], _ score: Double?) {
    xml.markup("<span")
    for (name, value) in pointers.sorted(by: { $0.key < $1.key }) { xml.attribute(name, value) }
    xml.attribute("cert", Self.certainty(score))
    xml.markup(">")
    xml.text(text)
    xml.markup("</span>")
  }

  private func pointers(_ tokens: Range<Int>, _ document: Document) throws(CorpusError) -> [String: String] {
    guard !tokens.isEmpty, tokens.upperBound <= document.tokens.count else {
      throw .cannotExpress(.tei, document: document.id, what: "a span without tokens")
    }
    return ["from": "#d\(count).t\(tokens.lowerBound)", "to": "#d\(count).t\(tokens.upperBound - 1)"]
  }
}
