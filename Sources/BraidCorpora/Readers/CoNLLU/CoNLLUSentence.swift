import BraidFiles
import BraidText

/// A word of a CoNLL-U sentence that is being read.
struct CoNLLUWord {
  /// Where its form is kept.
  var form: Range<Int>
  /// Whether a space follows it.
  var spaceAfter: Bool
}

/// Gathers the lines of one CoNLL-U sentence, of which a document is made.
struct CoNLLUSentence {
  private(set) var layout: CoNLLUColumns
  /// The columns of the layout's layers.
  let layerColumns: [Int]
  let names = TagCells.Names()
  private(set) var comments: [String] = []
  /// Forms of words and of multiword tokens, one after the other.
  private(set) var arena: [UInt8] = []
  private(set) var words: [CoNLLUWord] = []
  /// Where the cells of each word are kept, those of the layout's layers one after the other.
  private(set) var cells: [Range<Int>] = []
  /// The cells of each word beyond the layout, one column a predicate.
  private(set) var extra: [[String]] = []
  /// How many cells held nothing, not even `_`.
  var emptyCells = 0
  /// The heads of the words; finds those that are no tree.
  var headCheck = HeadCheck()
  private(set) var multiwords: [(words: Range<Int>, form: Range<Int>, spaceAfter: Bool, tags: [String: String])] = []
  private(set) var emptyNodes: [EmptyNode] = []
  /// What a `SpacesAfter` says stands behind a word, or a multiword token with this last word, in `arena`.
  private(set) var spaces: [Int: Range<Int>] = [:]
  /// What the `SpacesBefore` of the first word says, in `arena`.
  private(set) var spacesBefore: Range<Int>?
  /// The `# text =` of the sentence, in `arena`.
  private(set) var text: Range<Int>?
  private(set) var id = ""
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

  /// Whether the first cell of DEPS that is there is a number, as it is in CoNLL-X, where the column is PHEAD.
  var hasProjectiveHeads: Bool {
    guard let column = layout.layers.firstIndex(where: { $0.name == "deps" }) else { return false }
    for word in words.indices {
      let cell = arena[cells[word * layout.layers.count + column]]
      if !cell.isEmpty, cell.count > 1 || cell.first != .underscore { return cell.allSatisfy { 48...57 ~= $0 } }
    }
    return false
  }

  /// Calls the layers of the last two columns what they are in CoNLL-X.
  mutating func nameProjectiveHeads() { layout.nameProjectiveHeads() }

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

  /// White space as UDPipe spells it in MISC: `\s`, `\t`, `\n`, `\r`, `\p` for a bar, `\\`; and as Stanza does: `\u00A0`.
  static func unescaped(_ name: ArraySlice<UInt8>) -> String {
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
    var isSpaced = true
    var space: Range<Int>?
    var start = 0
    for index in 0...misc.count where index == misc.count || misc[index] == .bar {
      let part = misc.slice(start..<index)
      start = index + 1
      guard part.count >= 12, part[0] == UInt8(ascii: "S") else { continue }
      if part.equals("SpaceAfter=No") {
        isSpaced = false
        continue
      }
      // Inside of a multiword token its own line says it.
      if part.starts(with: "SpacesAfter="), multiwords.last.map({ $0.words.upperBound <= last }) ?? true {
        space = keep(part.slice(12..<part.count))
      } else if part.starts(with: "SpacesBefore="), words.isEmpty, spacesBefore == nil {
        spacesBefore = keep(part.slice(13..<part.count))
      }
    }
    // Where there is no white space, something else may stand.
    if let space, isSpaced || !Self.unescaped(arena[space]).utf8.isWhiteSpace { spaces[last] = space }
    return isSpaced
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
