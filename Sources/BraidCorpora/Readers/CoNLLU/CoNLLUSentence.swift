import BraidFiles
import BraidText

/// A word of a CoNLL-U sentence that is being read.
struct CoNLLUWord {
  /// Where its form is kept.
  var form: Range<Int>
  /// Whether a space follows it.
  var spaceAfter: Bool
}

/// Gathers the lines of one CoNLL-U sentence and makes a document of them.
struct CoNLLUSentence {
  private let layout: CoNLLUColumns
  /// The columns of the layout's layers.
  private let layerColumns: [Int]
  private let names = TagCells.Names()
  private var comments: [String] = []
  /// Forms of words and of multiword tokens, one after the other.
  private var arena: [UInt8] = []
  private var words: [CoNLLUWord] = []
  /// Where the cells of each word are kept, those of the layout's layers one after the other.
  private var cells: [Range<Int>] = []
  /// The cells of each word beyond the layout, one column a predicate.
  private var extra: [[String]] = []
  /// How many cells held nothing, not even `_`.
  private var emptyCells = 0
  /// The heads of the words; finds those that are no tree.
  private var headCheck = HeadCheck()
  private var multiwords: [(words: Range<Int>, form: Range<Int>, spaceAfter: Bool, tags: [String: String])] = []
  private var emptyNodes: [EmptyNode] = []
  /// What a `SpacesAfter` says stands behind a word, or a multiword token with this last word, in `arena`.
  private var spaces: [Int: Range<Int>] = [:]
  /// What the `SpacesBefore` of the first word says, in `arena`.
  private var spacesBefore: Range<Int>?
  /// The `# text =` of the sentence, in `arena`.
  private var text: Range<Int>?
  private var id = ""
  /// Whether a `# newdoc` comment has been added.
  private(set) var startsDocument = false
  /// The id of that `# newdoc`.
  private(set) var documentName: String?

  init(_ layout: CoNLLUColumns) {
    self.layout = layout
    layerColumns = layout.layers.map(\.column)
  }

  /// Whether a word has been added.
  var hasWords: Bool { !words.isEmpty }
  /// Whether a word, range or empty node has been added.
  var hasLines: Bool { !words.isEmpty || !multiwords.isEmpty || !emptyNodes.isEmpty }
  /// How many comments have been added.
  var commentCount: Int { comments.count }

  mutating func removeAll() {
    comments = []
    arena.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    multiwords.removeAll(keepingCapacity: true)
    extra.removeAll(keepingCapacity: true)
    emptyNodes = []
    emptyCells = 0
    text = nil
    if !spaces.isEmpty { spaces = [:] }
    spacesBefore = nil
    id = ""
    startsDocument = false
    documentName = nil
  }

  mutating func addComment(_ line: Bytes) {
    comments.append(line.string)
    if line.starts(with: "# text = ") {
      text = keep(line.slice(9..<line.count))
    } else if line.starts(with: "# sent_id = ") {
      id = line.slice(12..<line.count).string
    } else if line.starts(with: "# newdoc") {
      startsDocument = true
      if line.starts(with: "# newdoc id = ") { documentName = line.slice(14..<line.count).string }
    }
  }

  /// Adds a word, range or empty node line.
  ///
  /// - Throws: `unexpected` for an ID that does not follow the one before.
  mutating func add(_ fields: FieldSplitter, at place: @autoclosure () -> SourceLocation) throws(CorpusError) {
    let id = layout.id < fields.count ? fields[layout.id] : fields[0]
    let expected = words.count + 1
    if let number = id.number {
      guard number == expected else {
        throw .unexpected(place(), found: "word ID \(number)", expected: "\(expected)")
      }
      let line = keep(fields.line).lowerBound
      func kept(_ column: Int) -> Range<Int> {
        let range = fields.range(column)
        return Range(uncheckedBounds: (range.lowerBound &+ line, range.upperBound &+ line))
      }
      let isSpaced = spaceAfter(fields, last: words.count)
      words.append(CoNLLUWord(form: kept(layout.form), spaceAfter: isSpaced))
      for column in layerColumns { cells.append(kept(column)) }
      if fields.count > layout.width { extra.append((layout.width..<fields.count).map { fields[$0].string }) }
    } else if let dash = id.firstIndex(of: .hyphen), let first = id.slice(0..<dash).number,
      let last = id.slice(dash + 1..<id.count).number
    {
      guard first == expected, last >= first, multiwords.last.map({ $0.words.upperBound < first }) ?? true else {
        throw .unexpected(place(), found: "range \(id.string)", expected: "a range that starts at word \(expected)")
      }
      let isSpaced = spaceAfter(fields, last: last - 1)
      multiwords.append((first - 1..<last, keep(fields[layout.form]), isSpaced, others(fields)))
    } else if let dot = id.firstIndex(of: .dot), let position = id.slice(0..<dot).number,
      let index = id.slice(dot + 1..<id.count).number
    {
      guard position == words.count else {
        throw .unexpected(
          place(), found: "empty node \(id.string)", expected: "an empty node after word \(words.count)")
      }
      emptyNodes.append(
        EmptyNode(position: position, index: index, form: fields[layout.form].string, tags: others(fields)))
    } else {
      throw .unexpected(place(), found: "ID \(id.string)", expected: "a number, a range or a decimal")
    }
  }

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
          if present == before {
            tags.removeLast(count)
            continue
          }
          layers.append(layer.name)
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

  /// Turns the Universal PropBank columns into frames; none were looked for in a sentence whose cells
  /// there are all empty, or all `*`.
  private func setFrames(_ document: inout Document, at place: SourceLocation) throws(CorpusError) {
    if emptyCells >= words.count { return }
    let senses = document.tags.removeValue(forKey: "predicate") ?? []
    let heads = document.tags.removeValue(forKey: "argheads")
    let spans = document.tags.removeValue(forKey: "argspans")
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

  private mutating func keep(_ bytes: Bytes) -> Range<Int> {
    let start = arena.count
    arena.append(contentsOf: bytes)
    return start..<arena.count
  }

  /// What stands before the sentence, where its first word says so.
  var spaceBefore: String? { spacesBefore.map { Self.unescaped(arena[$0]) } }

  /// What stands behind the sentence, where its last word says so.
  var spaceAfter: String? {
    if let range = spaces[words.count - 1] { return Self.unescaped(arena[range]) }
    let last = multiwords.last.flatMap { $0.words.upperBound == words.count ? $0.spaceAfter : nil }
    return last ?? words.last?.spaceAfter ?? true ? nil : ""
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

  /// White space as UDPipe spells it in MISC: `\s`, `\t`, `\n`, `\r`, `\p` for a bar, `\\`; and as Stanza does: `\u00A0`.
  private static func unescaped(_ name: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var isEscaped = false
    var rest = name
    while let byte = rest.popFirst() {
      guard isEscaped else {
        isEscaped = byte == .backslash
        if !isEscaped { bytes.append(byte) }
        continue
      }
      isEscaped = false
      switch byte {
      case UInt8(ascii: "s"): bytes.append(.space)
      case UInt8(ascii: "t"): bytes.append(.tab)
      case UInt8(ascii: "n"): bytes.append(.lineFeed)
      case UInt8(ascii: "r"): bytes.append(.carriageReturn)
      case UInt8(ascii: "p"): bytes.append(.bar)
      case UInt8(ascii: "u"):
        let number = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
        guard rest.count >= 4, let scalar = number.flatMap(Unicode.Scalar.init) else {
          bytes.append(byte)
          continue
        }
        rest = rest.dropFirst(4)
        bytes += String(Character(scalar)).utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the MISC column lacks `SpaceAfter=No`; what it says of other white space is kept.
  ///
  /// - Parameters:
  ///   - fields: the line.
  ///   - last: the word behind which the space stands.
  /// - Returns: whether it lacks it.
  private mutating func spaceAfter(_ fields: FieldSplitter, last: Int) -> Bool {
    guard let column = layout.misc else { return true }
    let misc = fields[column]
    guard misc.count >= 13 else { return true }
    var start = 0
    for index in 0...misc.count where index == misc.count || misc[index] == .bar {
      let part = misc.slice(start..<index)
      start = index + 1
      guard part.count >= 12, part[0] == UInt8(ascii: "S") else { continue }
      if part.equals("SpaceAfter=No") { return false }
      // Inside of a multiword token its own line says it.
      if part.starts(with: "SpacesAfter="), multiwords.last.map({ $0.words.upperBound <= last }) ?? true {
        spaces[last] = keep(part.slice(12..<part.count))
      } else if part.starts(with: "SpacesBefore="), words.isEmpty, spacesBefore == nil {
        spacesBefore = keep(part.slice(13..<part.count))
      }
    }
    return true
  }

  /// What the columns after FORM say, except `_`.
  private func others(_ fields: FieldSplitter) -> [String: String] {
    var tags: [String: String] = [:]
    for layer in layout.layers where !fields[layer.column].isOnly(.underscore) && !fields[layer.column].isEmpty {
      tags[layer.name] = fields[layer.column].string
    }
    return tags
  }
}
