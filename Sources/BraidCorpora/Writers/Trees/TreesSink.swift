import BraidText

/// Bracketed trees, one a line.
///
/// `trees` has one for each document, its label above the words. `ptb` has one for each sentence: the constituents of layer
/// `parse` above the parts of speech; a sentence without constituents is flat. Brackets in words are spelled `-LRB-` and so on, `/`
/// and `*` are escaped as in the Penn Treebank.
struct TreesSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  /// Documents with constituents that are none, as their brackets don't match.
  private var unbalanced = 0

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    if options.format == .trees {
      let labels = document.labels[options.labelLayer] ?? []
      guard labels.count < 2 else {
        throw .cannotExpress(.trees, document: document.id, what: "\(labels.count) labels of one text")
      }
      try open(labels.first?.name ?? "", document, &out)
      for token in document.tokens.indices {
        out.append(.space)
        try word(token, document, &out)
      }
      out += Array(")\n".utf8)
    } else {
      let (parse, parts) = (document.tags(of: "parse"), document.partsOfSpeech)
      var isBalanced = true
      for sentence in document.sentences where !sentence.tokens.isEmpty {
        let tree = parse.flatMap { Constituents($0[sentence.tokens]) }
        isBalanced = isBalanced && (tree != nil || parse?[sentence.tokens].allSatisfy { $0 == nil } != false)
        let roots = tree?.roots ?? sentence.tokens.indices.map { .token($0 - sentence.tokens.startIndex) }
        // Trees stand in brackets of their own, unless they have a node for that.
        var isWrapped = roots.count != 1
        if case .node(let root)? = roots.first, let tree {
          isWrapped = isWrapped || !Self.tops.contains(tree.nodes[root].label)
        }
        if case .token? = roots.first { isWrapped = true }
        if isWrapped { out.append(.openParenthesis) }
        for part in roots {
          if isWrapped { out.append(.space) }
          try write(part, of: tree, document, sentence, parts, &out)
        }
        if isWrapped { out.append(.closeParenthesis) }
        out.append(.lineFeed)
      }
      if !isBalanced { unbalanced += 1 }
    }
    try file.append(out)
  }

  var lost: [DocumentContent: Int] { unbalanced > 0 ? [.layer(.tags("parse")): unbalanced] : [:] }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  /// Labels of nodes that stand for the whole.
  private static let tops: Set<String> = ["TOP", "ROOT", "S1"]

  private func write(
    _ part: Constituents.Part, of tree: Constituents?, _ document: Document, _ sentence: Sentence, _ parts: [String?]?,
    _ out: inout [UInt8]
  ) throws(CorpusError) {
    // Constituents as deep as a sentence has words are no reason to fail.
    var todo: [Constituents.Part?] = [part]
    var isFirst = true
    while let next = todo.popLast() {
      guard let next else {
        out.append(.closeParenthesis)
        continue
      }
      if !isFirst { out.append(.space) }
      isFirst = false
      switch next {
      case .node(let index):
        guard let node = tree?.nodes[index] else { break }
        try open(node.label, document, &out)
        todo.append(nil)
        todo += node.parts.reversed().map { $0 }
      case .token(let index):
        let token = sentence.tokens.lowerBound + index
        if let tag = parts?[token] {
          try open(tag, document, &out)
          out.append(.space)
          try word(token, document, &out)
          out.append(.closeParenthesis)
        } else {
          try word(token, document, &out)
        }
      }
    }
  }

  private func open(_ label: String, _ document: Document, _ out: inout [UInt8]) throws(CorpusError) {
    guard !label.utf8.contains(where: { $0 <= .space || $0 == .openParenthesis || $0 == .closeParenthesis }) else {
      throw .cannotExpress(options.format, document: document.id, what: "white space or brackets in \(label)")
    }
    out.append(.openParenthesis)
    out += Array(label.utf8)
  }

  private func word(_ token: Int, _ document: Document, _ out: inout [UInt8]) throws(CorpusError) {
    let form = Array(document.form(token).utf8)
    guard !form.isEmpty, !form.contains(where: { $0 <= .space }) else {
      let what = form.isEmpty ? "a word without characters" : "white space in \(document.form(token))"
      throw .cannotExpress(options.format, document: document.id, what: what)
    }
    if form.count == 1, let name = Self.brackets[form[0]] {
      out += Array(name.utf8)
      return
    }
    for byte in form {
      switch byte {
      case .openParenthesis, .closeParenthesis:
        throw .cannotExpress(options.format, document: document.id, what: "a bracket within \(document.form(token))")
      case .slash, .star: out += [.backslash, byte]
      default: out.append(byte)
      }
    }
  }

  private static let brackets: [UInt8: String] = [
    .openParenthesis: "-LRB-", .closeParenthesis: "-RRB-", .openBracket: "-LSB-", .closeBracket: "-RSB-",
    .openBrace: "-LCB-", .closeBrace: "-RCB-",
  ]
}
