import BraidText

/// CoNLL-U, one block a sentence.
///
/// Comments are written as they were read. A document without comments gets a `# sent_id` when it has an id, and a
/// `# text` when its text is more than its words joined by single spaces. CoNLL-U Plus has the ten columns of CoNLL-U and
/// `UP:PRED`, `UP:ARGSPANS` for the frames.
struct CoNLLUSink: DocumentSink {
  private let file: CorpusFile
  private let isPlus: Bool
  private var needsHeader: Bool

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    isPlus = options.format == .conllup
    needsHeader = isPlus
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    if needsHeader {
      needsHeader = false
      let names = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC UP:PRED UP:ARGSPANS"
      out.append(contentsOf: "# global.columns = \(names)\n".utf8)
    }
    let text = Array(document.text.utf8)
    let layers = CoNLLUColumns.standardLayers.map { document.tags[$0] }
    for (number, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      if sentence.comments.isEmpty {
        comments(document, sentence, number, text, into: &out)
      } else {
        for comment in sentence.comments {
          out.append(contentsOf: comment.utf8)
          out.append(10)
        }
      }
      var ranges = sentence.multiwords[...]
      var empty = sentence.emptyNodes[...]
      let first = sentence.tokens.lowerBound
      nodes(&empty, upTo: 0, into: &out)
      for token in sentence.tokens {
        if let range = ranges.first, range.tokens.lowerBound == token {
          ranges.removeFirst()
          let id = "\(range.tokens.lowerBound - first + 1)-\(range.tokens.upperBound - first)"
          line(id: id, form: range.form.utf8, tags: range.tags, into: &out)
        }
        out.append(contentsOf: String(token - first + 1).utf8)
        out.append(9)
        append(text[document.tokens[token].range], into: &out)
        for layer in layers {
          out.append(9)
          if let layer, let tag = layer[token] { append(tag.utf8, into: &out) } else { out.append(0x5F) }
        }
        if isPlus { appendFrame(of: token, first: first, document, into: &out) }
        out.append(10)
        nodes(&empty, upTo: token - first + 1, into: &out)
      }
      out.append(10)
    }
    try file.append(out)
  }

  mutating func close() throws(CorpusError) { try file.commit() }

  private func comments(
    _ document: Document, _ sentence: Sentence, _ number: Int, _ text: [UInt8], into out: inout [UInt8]
  ) {
    if !document.id.isEmpty {
      let id = document.sentences.count > 1 ? "\(document.id)-\(number + 1)" : document.id
      out.append(contentsOf: "# sent_id = ".utf8)
      append(id.utf8, into: &out)
      out.append(10)
    }
    let bytes =
      document.tokens[sentence.tokens.lowerBound].range
      .lowerBound..<document.tokens[sentence.tokens.upperBound - 1].range.upperBound
    let joined = document.tokens[sentence.tokens].map { text[$0.range] }.joined(separator: CollectionOfOne(32))
    if !text[bytes].elementsEqual(joined) {
      out.append(contentsOf: "# text = ".utf8)
      append(text[bytes], into: &out)
      out.append(10)
    }
  }

  private func nodes(_ nodes: inout ArraySlice<EmptyNode>, upTo position: Int, into out: inout [UInt8]) {
    while let node = nodes.first, node.position <= position {
      nodes.removeFirst()
      line(id: "\(node.position).\(node.index)", form: node.form.utf8, tags: node.tags, into: &out)
    }
  }

  private func line(id: String, form: some Sequence<UInt8>, tags: [String: String], into out: inout [UInt8]) {
    out.append(contentsOf: id.utf8)
    out.append(9)
    append(form, into: &out)
    for layer in CoNLLUColumns.standardLayers {
      out.append(9)
      append((tags[layer] ?? "_").utf8, into: &out)
    }
    if isPlus { out.append(contentsOf: "\t_\t_".utf8) }
    out.append(10)
  }

  /// The two columns of a word's frame: nothing when nobody looked for frames, `_` when it has none.
  private func appendFrame(of token: Int, first: Int, _ document: Document, into out: inout [UInt8]) {
    guard let frames = document.frames else {
      out.append(contentsOf: "\t\t".utf8)
      return
    }
    guard let frame = frames.first(where: { $0.predicate == token }) else {
      out.append(contentsOf: "\t_\t_".utf8)
      return
    }
    var parts = frame.arguments.map { "\($0.role):\($0.tokens.lowerBound - first + 1)-\($0.tokens.upperBound - first)" }
    if let extent = frame.extent, !extent.isEmpty {
      parts.insert("V:\(extent.lowerBound - first + 1)-\(extent.upperBound - first)", at: 0)
    }
    out.append(9)
    append((frame.sense ?? "XX").utf8, into: &out)
    out.append(9)
    append(parts.joined(separator: "|").utf8, into: &out)
  }

  /// Appends a field: `_` when empty, tabs and line ends turned into spaces.
  private func append(_ field: some Sequence<UInt8>, into out: inout [UInt8]) {
    let start = out.count
    for byte in field { out.append(byte == 9 || byte == 10 || byte == 13 ? 32 : byte) }
    if out.count == start { out.append(0x5F) }
  }
}
