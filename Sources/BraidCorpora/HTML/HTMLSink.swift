import BraidFiles
import BraidText

/// Documents as one readable page: spans are `mark` elements, labels, translations and fields stand beside the text.
///
/// What the elements mean is in their `data-` attributes, by which the page is read back; tokens, tags and frames have no place.
struct HTMLSink: DocumentSink {
  private let file: CorpusFile
  private var isOpen = false

  init(_ path: String) throws(CorpusError) { file = try CorpusFile(path) }

  mutating func write(_ document: Document) throws(CorpusError) {
    if !isOpen { try file.append(Self.head(document.language)) }
    isOpen = true
    var xml = XMLBuffer()
    xml.markup("<article data-braid=\"document\"")
    xml.attribute("data-id", document.id)
    xml.attribute("lang", document.language)
    xml.markup(">\n")
    if !document.id.isEmpty {
      xml.markup("<h2>")
      xml.text(document.id)
      xml.markup("</h2>\n")
    }
    for layer in document.spans.keys.sorted() {
      xml.markup("<data data-braid=\"layer\"")
      xml.attribute("data-layer", layer)
      xml.markup("></data>")
    }
    // A line feed right behind the tag would not count.
    xml.markup("<div data-braid=\"text\">")
    var marks = HTMLMarks()
    marks.add(document, to: document.spans) { $0 }
    let text = Array(document.text.utf8)
    marks.write(text, pieces: [0..<text.count], to: &xml)
    xml.markup("</div>\n")
    for (layer, labels) in document.labels.sorted(by: { $0.key < $1.key }) {
      part("p", "label", layer, of: labels.map { ($0.name, $0.score) }, attribute: "data-layer", &xml)
    }
    for (name, translation) in document.translations.sorted(by: { $0.key < $1.key }) {
      part("div", "translation", name, of: [(translation.text, translation.score)], attribute: "data-name", &xml)
    }
    for (name, value) in document.fields.sorted(by: { $0.key < $1.key }) where !name.isExactly(KeptMembers.field) {
      part("p", "field", name, of: [(value, nil)], attribute: "data-name", &xml)
    }
    xml.markup("</article>\n")
    try file.append(try xml.take(.html, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if !isOpen { try file.append(Self.head(nil)) }
    try file.append("</body>\n</html>\n")
    return [file]
  }

  private func part(
    _ element: String, _ kind: String, _ name: String, of values: [(text: String, score: Double?)], attribute: String,
    _ xml: inout XMLBuffer
  ) {
    xml.markup("<\(element) class=\"\(kind)\">")
    xml.text("\(name): ")
    for (index, value) in values.enumerated() {
      if index > 0 { xml.markup(", ") }
      xml.markup("<span data-braid=\"\(kind)\"")
      xml.attribute(attribute, name)
      xml.attribute("data-score", value.score.map { "\($0)" })
      xml.markup(">")
      xml.text(value.text)
      xml.markup("</span>")
    }
    xml.markup("</\(element)>\n")
  }

  private static func head(_ language: String?) -> String {
    var xml = XMLBuffer()
    xml.attribute("lang", language)
    let lang = (try? xml.take(.html, of: Document(text: ""))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return """
      <!DOCTYPE html>
      <html\(lang)>
      <head>
      <meta charset="utf-8">
      <title>Documents with annotations</title>
      <style>
      body { font: 16px/1.6 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em }
      h2 { font-size: 0.9em; color: #666 }
      article { border-top: 1px solid #ccc }
      [data-braid=text], [data-braid=translation] { white-space: pre-wrap }
      mark { background: #fdeab5; border-radius: 3px; padding: 0 2px }
      mark::after { content: " " attr(data-label); font-size: 0.65em; color: #7a4a00 }
      .label, .field, .translation { color: #444; font-size: 0.9em }
      </style>
      </head>
      <body>

      """
  }
}
