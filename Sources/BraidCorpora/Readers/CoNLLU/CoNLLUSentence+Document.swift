import BraidFiles
import BraidText

/// The document of a sentence whose lines are gathered.
extension CoNLLUSentence {
  /// The document of the lines added.
  ///
  /// - Parameters:
  ///   - options: How it is read.
  ///   - place: Its end.
  ///   - last: The number of its last line.
  ///   - ledger: Where repairs are counted.
  /// - Returns: The sentence as a document.
  /// - Throws: `unexpected` for a range that goes beyond the last word, and for heads that are no tree where that is an error.
  mutating func document(
    options: ReadOptions, at place: SourceLocation, last: Int, into ledger: inout Ledger
  ) throws(CorpusError) -> Document {
    if let last = multiwords.last, last.words.upperBound > words.count {
      throw .unexpected(
        place, found: "range \(last.words.lowerBound + 1)-\(last.words.upperBound)",
        expected: "words up to \(last.words.upperBound), not \(words.count)")
    }
    let found = arena.withUnsafeBufferPointer { arena in
      text.flatMap { text in
        aligned(arena, text).map { Document(id: id, text: arena.slice(text).string, tokens: $0) }
      }
    }
    var document = found ?? arena.withUnsafeBufferPointer { joined($0) }
    if found == nil, let text, document.text != String(decoding: arena[text], as: UTF8.self) {
      ledger.note(.repaired, .sentences, "`# text` differs from the forms, which were taken", at: place)
    }
    if !spaces.isEmpty { respace(&document) }
    document.id = id
    if let language = options.language { document.language = language }
    document.sentences = [
      Sentence(
        tokens: 0..<words.count, comments: comments,
        multiwords: multiwords.map { multiword in
          MultiwordToken(
            multiword.words, form: String(decoding: arena[multiword.form], as: UTF8.self), tags: multiword.tags)
        }, emptyNodes: emptyNodes)
    ]
    if let cells = try tagCells(strict: options.strictTags, file: place.file, last: last, into: &ledger) {
      document.setTags(cells)
    }
    if let forms = wordForms { document.tags["form"] = forms }
    if emptyCells > 0, layout.predicates == nil {
      ledger.note(.repaired, .tags, "empty cell, read as _", at: place, count: emptyCells)
    }
    if layout.predicates != nil { try setFrames(&document, at: place) }
    return document
  }

  /// The tags of the layers of which a word has one; nil when there is none. Heads that are no tree are missing.
  private mutating func tagCells(
    strict: Bool, file: String, last: Int, into ledger: inout Ledger
  ) throws(CorpusError) -> TagCells? {
    let (count, stride) = (words.count, layout.layers.count)
    var tags: [TagCells.Cell] = []
    tags.reserveCapacity(count * stride)
    var layers: [String] = []
    layers.reserveCapacity(stride)
    var (empty, present) = (0, 0)
    var headStart: Int?
    arena.withUnsafeBufferPointer { arena in
      cells.withUnsafeBufferPointer { cells in
        for (column, layer) in layout.layers.enumerated() {
          let before = present
          for word in 0..<count {
            let cell = cells[word &* stride &+ column]
            if cell.isEmpty { empty &+= 1 }
            if cell.isEmpty || cell.count == 1 && arena[cell.lowerBound] == .underscore {
              tags.append(.missing)
            } else {
              tags.append(TagCells.Cell(cell))
              present &+= 1
            }
          }
          if present == before || layout.predicates != nil && Self.ofFrames.contains(layer.name) {
            tags.removeLast(count)
            present = before
            continue
          }
          layers.append(layer.name)
          if layer.name == "lemma" {
            // Where words have lemmas, `_` is that of the word `_`.
            for word in 0..<count where arena.slice(words[word].form).isOnly(.underscore) {
              let cell = cells[word &* stride &+ column]
              guard arena.slice(cell).isOnly(.underscore) else { continue }
              tags[tags.count - count + word] = TagCells.Cell(cell)
              present &+= 1
            }
          }
          guard layer.name == "head" else { continue }
          headStart = tags.count - count
          headCheck.heads.removeAll(keepingCapacity: true)
          for word in 0..<count {
            let cell = arena.slice(cells[word &* stride &+ column])
            let isMissing = cell.isEmpty || cell.count == 1 && cell[0] == .underscore
            headCheck.heads.append(
              isMissing ? HeadCheck.missing : cell.number.flatMap { Int32(exactly: $0) } ?? HeadCheck.invalid)
          }
        }
      }
    }
    emptyCells += empty
    if let headStart {
      for (word, fault) in headCheck.takeFaults() {
        let place = SourceLocation(file: file, line: last - rows(after: word))
        guard !strict else {
          let column = layout.layers.firstIndex { $0.name == "head" } ?? 0
          let cell = String(decoding: arena[cells[word * stride + column]], as: UTF8.self)
          throw .unexpected(place, found: "head `\(cell)` of word \(word + 1)", expected: fault.expected(count))
        }
        ledger.note(.dropped, .tags, fault.rawValue, at: place)
        tags[headStart + word] = .missing
        present -= 1
      }
      if headCheck.heads.allSatisfy({ $0 == HeadCheck.missing }) {
        tags.removeSubrange(headStart..<headStart + count)
        layers.removeAll { $0 == "head" }
      }
    }
    return layers.isEmpty ? nil : TagCells(arena, cells: tags, layers: layers, count: present, names: names)
  }

  /// How many rows stand behind that of a word.
  private func rows(after word: Int) -> Int {
    words.count - 1 - word + multiwords.count { $0.words.lowerBound > word } + emptyNodes.count { $0.position > word }
  }

  /// What stands in the text, one after the other: words, and surface forms of several words, which share them unless the
  /// words are its parts, as *do* and *n't* are of `don't`.
  private var surfaces: [(form: Range<Int>, words: Int, spaceAfter: Bool)] {
    var surfaces: [(form: Range<Int>, words: Int, spaceAfter: Bool)] = []
    surfaces.reserveCapacity(words.count)
    var ranges = multiwords[...]
    var index = 0
    while index < words.count {
      if let range = ranges.first, range.words.lowerBound == index {
        ranges.removeFirst()
        if areParts(range.words, of: range.form) {
          for word in range.words {
            surfaces.append((words[word].form, 1, range.spaceAfter && word + 1 == range.words.upperBound))
          }
        } else {
          surfaces.append((range.form, range.words.count, range.spaceAfter))
        }
        index = range.words.upperBound
      } else {
        surfaces.append((words[index].form, 1, words[index].spaceAfter))
        index += 1
      }
    }
    return surfaces
  }

  /// Where each word lies in `text`, white space between words skipped; nil when they do not follow each other there.
  private func aligned(_ arena: Bytes, _ text: Range<Int>) -> [Token]? {
    let text = arena.slice(text)
    var tokens: [Token] = []
    tokens.reserveCapacity(words.count)
    var position = 0
    func add(_ form: Bytes, _ words: Int) -> Bool {
      while !text.starts(withBytes: form, at: position) {
        let space = text.spaceLength(at: position)
        guard space > 0 else { return false }
        position += space
      }
      let token = Token(position..<position + form.count, kind: TokenKind(guessedFrom: form))
      for _ in 0..<words { tokens.append(token) }
      position += form.count
      return true
    }
    if multiwords.isEmpty {
      for word in words { guard add(arena.slice(word.form), 1) else { return nil } }
    } else {
      for surface in surfaces { guard add(arena.slice(surface.form), surface.words) else { return nil } }
    }
    while position < text.count {
      let space = text.spaceLength(at: position)
      guard space > 0 else { return nil }
      position += space
    }
    return tokens
  }

  /// The surface forms with spaces between them, except after `SpaceAfter=No`.
  private func joined(_ arena: Bytes) -> Document {
    var builder = TextBuilder(bytes: arena.count, tokens: words.count)
    for surface in surfaces {
      let form = arena.slice(surface.form)
      let start = builder.bytes.count
      builder.append(form)
      for _ in 0..<surface.words { builder.addToken(start..<start + form.count, form: form) }
      if surface.spaceAfter, builder.tokens.count < words.count { builder.append(.space) }
    }
    return builder.document(id: id)
  }

  /// Whether words, one after the other, are a surface form.
  private func areParts(_ range: Range<Int>, of form: Range<Int>) -> Bool {
    var start = form.lowerBound
    for word in words[range] {
      let end = start + word.form.count
      guard end <= form.upperBound, arena[start..<end].elementsEqual(arena[word.form]) else { return false }
      start = end
    }
    return start == form.upperBound
  }

  /// The words of surface forms that are several words; nil for those that stand in the text themselves.
  private var wordForms: [String?]? {
    let shared = multiwords.filter { !areParts($0.words, of: $0.form) }
    guard !shared.isEmpty else { return nil }
    var forms = [String?](repeating: nil, count: words.count)
    for multiword in shared {
      for word in multiword.words { forms[word] = String(decoding: arena[words[word].form], as: UTF8.self) }
    }
    return forms
  }

  /// The layers that become frames: senses, and arguments by their heads or by their extent.
  private static let ofFrames = ["predicate", "argheads", "argspans"]

  /// The cells of a layer, nil for `_` and for empty ones; nil where the file has no such column, or no cell of it is filled.
  private func column(_ layer: String) -> [String?]? {
    guard let column = layout.layers.firstIndex(where: { $0.name == layer }) else { return nil }
    let tags = words.indices.map { word -> String? in
      let cell = arena[cells[word * layout.layers.count + column]]
      return cell.isEmpty || cell.elementsEqual([.underscore]) ? nil : String(decoding: cell, as: UTF8.self)
    }
    return tags.contains { $0 != nil } ? tags : nil
  }

  /// Turns the Universal PropBank columns into frames; none were looked for in a sentence whose cells
  /// there are all empty, or all `*`.
  private func setFrames(_ document: inout Document, at place: SourceLocation) throws(CorpusError) {
    let senses = column(Self.ofFrames[0]) ?? []
    if senses.isEmpty, emptyCells >= words.count { return }
    let (heads, spans) = (column(Self.ofFrames[1]), column(Self.ofFrames[2]))
    if !senses.isEmpty, senses.allSatisfy({ $0 == "*" }) { return }
    var frames: [Frame] = []
    for (word, sense) in senses.enumerated() {
      guard let sense else { continue }
      var frame = Frame(predicate: word, sense: sense)
      if let list = spans?[word] ?? heads?[word] {
        frame.arguments = try PropBankArguments.parse(list, words: words.count, at: place)
      } else if let row = extra.first, frames.count < row.count {
        for (argument, cells) in extra.enumerated() where frames.count < cells.count {
          let role = cells[frames.count]
          if role != "_", !role.isEmpty {
            frame.arguments.append(Argument(role: role, tokens: argument..<argument + 1))
          }
        }
      }
      if let verb = frame.arguments.firstIndex(where: { $0.role == "V" && $0.tokens.contains(word) }) {
        let extent = frame.arguments.remove(at: verb).tokens
        if extent != word..<word + 1 { frame.extent = extent }
      }
      frames.append(frame)
    }
    if let row = extra.first, row.count != frames.count, extra.contains(where: { $0.contains { !$0.isEmpty } }) {
      throw .raggedColumns(place, found: layout.width + row.count, expected: layout.width + frames.count)
    }
    document.frames = frames
  }

  /// Puts white space that `SpacesAfter` names between words.
  private func respace(_ document: inout Document) {
    let text = Array(document.text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var tokens: [Token] = []
    tokens.reserveCapacity(document.tokens.count)
    var end = 0
    for (index, token) in document.tokens.enumerated() {
      if document.sharesText(index), let last = tokens.last {
        tokens.append(Token(last.range, kind: token.kind))
        continue
      }
      if index > 0, let space = spaces[index - 1] {
        bytes += Self.unescaped(arena[space]).utf8
      } else {
        bytes += text[end..<token.range.lowerBound]
      }
      tokens.append(Token(bytes.count..<bytes.count + token.range.count, kind: token.kind))
      bytes += text[token.range]
      end = token.range.upperBound
    }
    bytes += text[end...]
    document.text = String(decoding: bytes, as: UTF8.self)
    document.tokens = tokens
  }
}
