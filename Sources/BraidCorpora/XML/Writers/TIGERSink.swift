import BraidText

/// TIGER-XML: a graph for each sentence, each tag layer an attribute of the words.
///
/// Constituents are those of layer `parse`; a sentence without them is flat, below `VROOT`. A missing tag is `--`. The head
/// declares the layers of the first document. Ids are those of the documents where XML allows them.
struct TIGERSink: DocumentSink {
  private let file: CorpusFile
  private var count = 0
  private var ids: Set<String> = []
  /// Documents with constituents that are none, as their brackets don't match.
  private var unbalanced = 0

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) {
    var xml = XMLBuffer()
    let layers = document.tags.keys.filter(Self.holds(tags:)).filter { $0 != "form" && $0 != "parse" }.sorted()
    if count == 0 {
      head(layers, hasConstituents: document.tags["parse"] != nil, &xml)
      try file.append(try xml.take(.tiger, of: document))
    }
    var isBalanced = true
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      count += 1
      let id = unusedID(document.sentences.count > 1 ? "\(document.id)-\(number + 1)" : document.id)
      let parse = document.tags["parse"]?[sentence.tokens]
      let tree = parse.flatMap { Constituents($0) }
      isBalanced = isBalanced && (tree != nil || parse?.allSatisfy { $0 == nil } != false)
      try graph(sentence, id, tree, layers, of: document, &xml)
    }
    try file.append(try xml.take(.tiger, of: document))
    if !isBalanced { unbalanced += 1 }
  }

  var lost: [DocumentContent: Int] { unbalanced > 0 ? [.layer(.tags("parse")): unbalanced] : [:] }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if count == 0 {
      var xml = XMLBuffer()
      head([], hasConstituents: false, &xml)
      try file.append(try xml.take(.tiger, of: Document(text: "")))
    }
    try file.append("</body>\n</corpus>\n")
    return [file]
  }

  /// Whether a tag layer may be an attribute of words.
  static func holds(tags layer: String) -> Bool { layer != "word" && layer != "id" && XMLEscape.isPlainName(layer) }

  private func head(_ layers: [String], hasConstituents: Bool, _ xml: inout XMLBuffer) {
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<corpus id=\"braid\">\n<head>\n<annotation>\n")
    for layer in ["word"] + layers {
      xml.markup("<feature domain=\"T\"")
      xml.attribute("name", layer)
      xml.markup("/>\n")
    }
    xml.markup("<feature domain=\"NT\" name=\"cat\"/>\n<edgelabel/>\n</annotation>\n</head>\n<body>\n")
  }

  private func graph(
    _ sentence: Sentence, _ id: String, _ tree: Constituents?, _ layers: [String], of document: Document,
    _ xml: inout XMLBuffer
  ) throws(CorpusError) {
    let root: Int?
    if let tree, tree.roots.count == 1, case .node(let top) = tree.roots[0] { root = top } else { root = nil }
    func node(_ index: Int?) -> String { index.map { "\(id)_\(500 + $0)" } ?? "\(id)_VROOT" }
    xml.markup("<s")
    xml.attribute("id", id)
    xml.markup(">\n<graph")
    xml.attribute("root", node(root))
    xml.markup(">\n<terminals>\n")
    for (number, token) in sentence.tokens.enumerated() {
      xml.markup("<t")
      xml.attribute("id", "\(id)_\(number + 1)")
      xml.attribute("word", document.form(token))
      for layer in layers {
        let tag = document.tags[layer]?[token]
        guard tag?.utf8.elementsEqual("--".utf8) != true else {
          throw .cannotExpress(.tiger, document: document.id, what: "the tag --, which stands for a missing one")
        }
        xml.attribute(layer, tag ?? "--")
      }
      xml.markup("/>\n")
    }
    xml.markup("</terminals>\n<nonterminals>\n")
    func constituent(_ name: String, _ label: String, _ parts: [Constituents.Part]) {
      xml.markup("<nt")
      xml.attribute("id", name)
      xml.attribute("cat", label.isEmpty ? "--" : label)
      xml.markup(">")
      for part in parts {
        xml.markup("<edge")
        switch part {
        case .node(let index): xml.attribute("idref", node(index))
        case .token(let index): xml.attribute("idref", "\(id)_\(index + 1)")
        }
        xml.markup(" label=\"--\"/>")
      }
      xml.markup("</nt>\n")
    }
    for (index, item) in (tree?.nodes ?? []).enumerated() { constituent(node(index), item.label, item.parts) }
    if root == nil {
      constituent(node(nil), "VROOT", tree?.roots ?? (0..<sentence.tokens.count).map { .token($0) })
    }
    xml.markup("</nonterminals>\n</graph>\n</s>\n")
  }

  /// The id where it may be one and is not taken, else a number.
  private mutating func unusedID(_ id: String) -> String {
    var name = XMLEscape.isPlainName(id) ? id : "s\(count)"
    while !ids.insert(name).inserted { name += "-\(count)" }
    return name
  }
}
