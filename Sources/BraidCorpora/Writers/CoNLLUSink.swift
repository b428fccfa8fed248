import BraidText

/// CoNLL-U, one block a sentence.
///
/// Comments are written as they were read, but that the document's own id and text take the place of others. A sentence without
/// comments gets a `# text`, a `# sent_id` unless others have one and it has no id, and white space other than a single space in
/// `SpacesAfter`, or before the first word in `SpacesBefore`; every token that touches the next one of its sentence has
/// `SpaceAfter=No`. What stands between words and is no white space, such as a U+200B, is in these, too, and in no `# text`.
///
/// A document starts with `# newdoc` unless it is a sentence that was read with other comments, or the next one of a document
/// whose start was read. CoNLL-U Plus has the columns that are asked for by the names of layers, or those of the file
/// that is read, or the ten columns of CoNLL-U and `UP:PRED`, `UP:ARGSPANS` for the frames; columns of one for each predicate are
/// not written.
struct CoNLLUSink: StreamedSink, RevertingSink {
  let file: CorpusFile
  private let isPlus: Bool
  /// Bytes of a long document that are handed on before it is whole.
  private static let pieceBytes = 256 << 10
  private let options: SinkOptions
  private var needsHeader: Bool
  /// What stands in each column; of CoNLL-U Plus known with the first document.
  private var cells: [Cell] = Self.standard
  /// The layers of the columns of tags.
  private var layerNames = Array(CoNLLUColumns.standardLayers.dropLast())
  /// Sentences without an id that got their number as one.
  private var unnamed = 0
  /// Whether a sentence or document had an id, which a number could be as well.
  private var hasIds = false
  /// Whether the document before has several sentences; nil for the first.
  private var wasSeveral: Bool?
  private var starts = DocumentStarts()
  private var underscores = LostTags(mark: .underscore)
  /// Parts of the document at hand in which tabs or line breaks are written as spaces.
  private var spaced: [DocumentContent.Part] = []
  /// Documents with such parts.
  private var spacedDocuments: [DocumentContent: Int] = [:]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    isPlus = options.format == .conllup
    self.options = SinkOptions(options)
    needsHeader = isPlus
  }

  /// What stands in a column.
  enum Cell: Equatable {
    case id, form, misc, predicate, arguments, heads
    /// The tags of a layer, by its number.
    case tags(Int)
  }

  private static let standard: [Cell] =
    [.id, .form] + (0..<CoNLLUColumns.standardLayers.count - 1).map { .tags($0) } + [.misc]

  /// The names of the columns of CoNLL-U Plus.
  static func names(_ options: WriteOptions) -> [String] {
    let usual = [
      "ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC", "UP:PRED", "UP:ARGSPANS",
    ]
    guard options.columns.isEmpty else {
      let names = options.columns.map { $0.uppercased() }
      return ["ID", "FORM"].filter { !names.contains($0) } + names
    }
    let read = options.layout?.globalColumns ?? []
    return read.isEmpty ? usual : read
  }

  /// Takes the columns of CoNLL-U Plus by their names.
  private mutating func take(_ names: [String]) {
    layerNames = []
    cells = names.map { name in
      switch name {
      case "ID": return .id
      case "FORM": return .form
      case "MISC": return .misc
      case "UP:PRED", "UP:PREDS": return .predicate
      case "UP:ARGSPANS": return .arguments
      case "UP:ARGHEADS": return .heads
      default:
        layerNames.append(name.lowercased())
        return .tags(layerNames.count - 1)
      }
    }
  }

  mutating func put(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    out.reserveCapacity(min(Self.pieceBytes, 256 + 4 * document.text.utf8.count + 48 * document.tokens.count))
    if needsHeader {
      needsHeader = false
      let names = Self.names(options.value)
      take(names)
      out.append(contentsOf: "# global.columns = \(names.joined(separator: " "))\n".utf8)
    }
    let text = Array(document.text.utf8)
    let layers = layerNames.map { (name: $0, tags: document.tagColumn(of: $0)) }
    let (forms, miscs) = (document.tags(of: "form"), document.tags(of: "misc"))
    let hasMisc = cells.contains(.misc)
    let frames =
      isPlus && cells.contains(.predicate)
      ? try document.frames.map { frames throws(CorpusError) in try self.frames(frames, of: document) } : nil
    let isSeveral = document.sentences.count { !$0.tokens.isEmpty } > 1
    var isFirst = true
    let isContinued = starts.continues(document)
    for (number, var sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      // That a document starts is said below.
      if isFirst, sentence.onlyStartsDocument { sentence.comments = [] }
      let kept = KeptComments(
        sentence, of: document, text, isFirst: isFirst, isSentence: !isSeveral && wasSeveral != true)
      if isFirst, !isContinued { start(starts.group ?? document.id, kept, isSeveral: isSeveral, into: &out) }
      if starts.group != nil, !kept.comments.isEmpty, !kept.isNamed { name(document.id, into: &out) }
      isFirst = false
      hasIds = hasIds || !document.id.isEmpty || kept.hasSentenceName
      if kept.comments.isEmpty {
        comments(document, number, kept.text, into: &out)
      } else {
        append(kept, id: document.id, into: &out)
      }
      var ranges = sentence.multiwords[...]
      var empty = sentence.emptyNodes[...]
      // The token behind the last surface form of several words.
      var multiwordEnd = 0
      let first = sentence.tokens.lowerBound
      nodes(&empty, upTo: 0, into: &out)
      for token in sentence.tokens {
        if let range = ranges.first, range.tokens.lowerBound == token {
          ranges.removeFirst()
          multiwordEnd = range.tokens.upperBound
          let id = "\(range.tokens.lowerBound - first + 1)-\(range.tokens.upperBound - first)"
          var tags = range.tags
          tags["misc"] = misc(tags["misc"], behind: range.tokens.upperBound - 1, document, sentence, text)
          if token == 0 { tags["misc"] = Self.misc(tags["misc"], before: document, sentence, text) }
          line(id: id, form: range.form.utf8, tags: tags, of: .multiwords, into: &out)
        }
        for (number, cell) in cells.enumerated() {
          if number > 0 { out.append(.tab) }
          switch cell {
          case .id: out.append(contentsOf: String(token - first + 1).utf8)
          case .form:
            if let form = forms?[token] {
              if append(form.utf8, into: &out) { add(.spaces) }
            } else if append(text[document.tokens[token].range], into: &out) {
              add(.spaces)
            }
          case .tags(let index):
            let start = out.count
            guard layers[index].tags?.append(token, to: &out) == true else {
              out.append(.underscore)
              continue
            }
            if Self.endField(from: start, &out) || out.count == start + 1 && out[start] == .underscore {
              // That of the word `_` is read as it is.
              let isRead = layers[index].name == "lemma" && out.count == start + 1 && document.word(token) == "_"
              if !isRead { underscores.add(layers[index].name) }
            }
          case .misc:
            var misc = miscs?[token]
            if token >= multiwordEnd {
              misc = self.misc(misc, behind: token, document, sentence, text)
            }
            if token == 0, multiwordEnd == 0 {
              misc = Self.misc(misc, before: document, sentence, text)
            }
            if append((misc ?? "_").utf8, into: &out) { underscores.add("misc") }
          case .predicate, .arguments, .heads:
            appendFrame(cell, frames, of: token, document, first: first, into: &out)
          }
        }
        // Where no column says which words touch, the text of the sentence does.
        if !hasMisc, !sentence.comments.isEmpty, token >= multiwordEnd,
          self.misc(nil, behind: token, document, sentence, text) != nil,
          !sentence.comments.contains(where: { $0.utf8.starts(with: "# text = ".utf8) })
        {
          add(.spaces)
        }
        out.append(.lineFeed)
        nodes(&empty, upTo: token - first + 1, into: &out)
      }
      out.append(.lineFeed)
      // What is wrong with a document is known by now.
      if out.count >= Self.pieceBytes {
        try file.append(out)
        out.removeAll(keepingCapacity: true)
      }
    }
    try file.append(out)
    wasSeveral = isSeveral
    underscores.endDocument()
    for part in spaced { spacedDocuments[.part(part), default: 0] += 1 }
    if !spaced.isEmpty { spaced = [] }
  }

  var lost: [DocumentContent: Int] { underscores.counts.merging(spacedDocuments, uniquingKeysWith: +) }

  /// Takes note of a part in which tabs or line breaks are written as spaces.
  private mutating func add(_ part: DocumentContent.Part) { if !spaced.contains(part) { spaced.append(part) } }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  /// Writes a `# newdoc` before the first sentence of a document, unless its comments have one or it is a sentence among others.
  private mutating func start(_ id: String, _ kept: KeptComments, isSeveral: Bool, into out: inout [UInt8]) {
    if !kept.comments.isEmpty {
      guard !kept.hasDocument else { return }
      guard !kept.isNamed || wasSeveral == true || isSeveral && wasSeveral != nil else { return }
    }
    out.append(contentsOf: "# newdoc".utf8)
    if !id.isEmpty {
      out.append(contentsOf: " id = ".utf8)
      if append(id.utf8, into: &out) { add(.id) }
    }
    out.append(.lineFeed)
  }

  /// Writes the comments that were read, with the document's own id and text in the place of others.
  private mutating func append(_ kept: KeptComments, id: String, into out: inout [UInt8]) {
    // What names the columns of the input names others than these.
    for comment in kept.comments where !isPlus || !comment.utf8.starts(with: "# global.columns".utf8) {
      switch kept.meaning(of: comment) {
      case .otherName(let key):
        out.append(contentsOf: key.utf8)
        if append(id.utf8, into: &out) { add(.id) }
        out.append(.lineFeed)
      case .otherText(let key):
        out.append(contentsOf: key.utf8)
        if append(kept.text, into: &out) { add(.spaces) }
        out.append(.lineFeed)
      case nil:
        if out.append(comment: comment) { add(.comments) }
      }
    }
  }

  private mutating func comments(
    _ document: Document, _ number: Int, _ text: ArraySlice<UInt8>, into out: inout [UInt8]
  ) {
    if !document.id.isEmpty {
      name(document.sentences.count > 1 ? "\(document.id)-\(number + 1)" : document.id, into: &out)
    } else if !hasIds {
      unnamed += 1
      name("\(unnamed)", into: &out)
    }
    out.append(contentsOf: "# text = ".utf8)
    append(text, into: &out)
    out.append(.lineFeed)
  }

  private func name(_ id: String, into out: inout [UInt8]) {
    out.append(contentsOf: DocumentStart.sentenceKey.utf8)
    append(id.utf8, into: &out)
    out.append(.lineFeed)
  }

  /// The MISC of a token, with what stands between it and the next one.
  private func misc(
    _ misc: String?, behind token: Int, _ document: Document, _ sentence: Sentence, _ text: [UInt8]
  ) -> String? {
    let isLast = token + 1 == sentence.tokens.upperBound
    let end = document.tokens[token].range.upperBound
    let isEnd = token + 1 == document.tokens.count
    let gap = text[end..<(isEnd ? text.count : max(end, document.tokens[token + 1].range.lowerBound))]
    // Nearly every token ends here. Between sentences a line break is what readers expect.
    if isEnd ? gap.isEmpty : !isLast && gap.count == 1 && gap.first == .space { return misc }
    // Of white space the comments that were read tell.
    let isOther = !gap.isWhiteSpace
    guard sentence.comments.isEmpty || isOther || gap.isEmpty && !isLast, !Self.tellsSpace(misc) else { return misc }
    var space = gap.isEmpty || isOther && !isEnd && !gap.hasWhiteSpace ? "SpaceAfter=No" : ""
    if !gap.isEmpty { space += (space.isEmpty ? "" : "|") + "SpacesAfter=" + Self.escaped(gap) }
    return misc.map { $0 + "|" + space } ?? space
  }

  /// The MISC of the first token, with what stands before it.
  private static func misc(
    _ misc: String?, before document: Document, _ sentence: Sentence, _ text: [UInt8]
  ) -> String? {
    guard let start = document.tokens.first?.range.lowerBound, start > 0, start <= text.count,
      sentence.comments.isEmpty || !text[..<start].isWhiteSpace, misc?.contains("SpacesBefore=") != true
    else { return misc }
    return (misc.map { $0 + "|" } ?? "") + "SpacesBefore=" + escaped(text[..<start])
  }

  /// Whether a MISC says what stands behind the token.
  private static func tellsSpace(_ misc: String?) -> Bool {
    guard let misc else { return false }
    // Nearly all say this alone.
    if misc == "SpaceAfter=No" { return true }
    return misc.utf8.split(separator: UInt8(ascii: "|")).contains {
      $0.elementsEqual("SpaceAfter=No".utf8) || $0.starts(with: "SpacesAfter=".utf8)
    }
  }

  /// What stands between words as UDPipe spells it, and by its number as Stanza does where that has no letter for it: a no-break
  /// space is `\u00A0`, as no cell may end with white space. Characters above U+FFFF, which have no such number, and those of
  /// ASCII that can be seen stand for themselves.
  private static func escaped(_ gap: ArraySlice<UInt8>) -> String {
    var name = ""
    for scalar in String(decoding: gap, as: UTF8.self).unicodeScalars {
      switch scalar {
      case " ": name += "\\s"
      case "\t": name += "\\t"
      case "\n": name += "\\n"
      case "\r": name += "\\r"
      case "|": name += "\\p"
      case "\\": name += "\\\\"
      case "!"..."~", "\u{10000}"...: name.unicodeScalars.append(scalar)
      default:
        let number = String(scalar.value, radix: 16, uppercase: true)
        name += "\\u" + String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
      }
    }
    return name
  }

  private mutating func nodes(_ nodes: inout ArraySlice<EmptyNode>, upTo position: Int, into out: inout [UInt8]) {
    while let node = nodes.first, node.position <= position {
      nodes.removeFirst()
      line(id: "\(node.position).\(node.index)", form: node.form.utf8, tags: node.tags, of: .emptyNodes, into: &out)
    }
  }

  private mutating func line(
    id: String, form: some Sequence<UInt8>, tags: [String: String], of part: DocumentContent.Part,
    into out: inout [UInt8]
  ) {
    for (number, cell) in cells.enumerated() {
      if number > 0 { out.append(.tab) }
      switch cell {
      case .id: out.append(contentsOf: id.utf8)
      case .form: if append(form, into: &out) { add(part) }
      case .tags(let index): if append((tags[layerNames[index]] ?? "_").utf8, into: &out) { add(part) }
      case .misc: if append((tags["misc"] ?? "_").utf8, into: &out) { add(part) }
      case .predicate, .arguments, .heads: out.append(.underscore)
      }
    }
    out.append(.lineFeed)
  }

  /// Appends a field: `_` when empty, tabs and line ends turned into spaces.
  ///
  /// - Returns: whether it had any of these.
  @discardableResult
  func append(_ field: some Sequence<UInt8>, into out: inout [UInt8]) -> Bool {
    let start = out.count
    out.append(contentsOf: field)
    return Self.endField(from: start, &out)
  }

  /// Makes a field of the bytes that were appended last.
  private static func endField(from start: Int, _ out: inout [UInt8]) -> Bool {
    if out.count == start { out.append(.underscore) }
    return out.putSpaces(from: start, where: isBreak)
  }

  /// Whether a byte can't be in a field.
  static func isBreak(_ byte: UInt8) -> Bool { byte == .tab || byte == .lineFeed || byte == .carriageReturn }
}
