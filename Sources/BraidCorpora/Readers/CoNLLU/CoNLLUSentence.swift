import BraidText

/// Gathers the lines of one CoNLL-U sentence and makes a document of them.
struct CoNLLUSentence {
  /// The layers of columns 3 to 10.
  static let standardLayers = ["lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"]

  /// Layer of each column after ID and FORM.
  private let layers: [String]
  private let miscColumn: Int?
  private var comments: [String] = []
  /// Forms of words and of multiword tokens, one after the other.
  private var arena: [UInt8] = []
  private var words: [CoNLLUWord] = []
  private var columns: [[String?]]
  private var present: [Bool]
  private var multiwords: [(words: Range<Int>, form: Range<Int>, spaceAfter: Bool, tags: [String: String])] = []
  private var emptyNodes: [EmptyNode] = []
  /// The `# text =` of the sentence, in `arena`.
  private var text: Range<Int>?
  private var id = ""

  init(layers: [String]) {
    self.layers = layers
    miscColumn = layers.firstIndex(of: "misc")
    columns = Array(repeating: [], count: layers.count)
    present = Array(repeating: false, count: layers.count)
  }

  /// How many columns a line has.
  var width: Int { layers.count + 2 }
  /// Whether a word has been added.
  var hasWords: Bool { !words.isEmpty }
  /// Whether a comment has been added.
  var hasComments: Bool { !comments.isEmpty }

  mutating func removeAll() {
    comments = []
    arena.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    for index in columns.indices {
      columns[index] = []
      present[index] = false
    }
    multiwords.removeAll(keepingCapacity: true)
    emptyNodes = []
    text = nil
    id = ""
  }

  mutating func addComment(_ line: Bytes) {
    comments.append(line.string)
    if line.starts(with: "# text = ") {
      text = keep(line.slice(9..<line.count))
    } else if line.starts(with: "# sent_id = ") {
      id = line.slice(12..<line.count).string
    }
  }

  /// Adds a word, range or empty node line.
  ///
  /// - Throws: `unexpected` for an ID that does not follow the one before.
  mutating func add(_ fields: FieldSplitter, at place: Place) throws(CorpusError) {
    let id = fields[0]
    let expected = words.count + 1
    if let number = id.number {
      guard number == expected else {
        throw .unexpected(place, found: "word ID \(number)", expected: "\(expected)")
      }
      let form = keep(fields[1])
      words.append(CoNLLUWord(form: form, spaceAfter: spaceAfter(fields)))
      for column in columns.indices {
        let field = fields[column + 2]
        if field.isOnly(0x5F) {
          columns[column].append(nil)
        } else {
          present[column] = true
          columns[column].append(field.string)
        }
      }
    } else if let dash = id.firstIndex(of: 0x2D), let first = id.slice(0..<dash).number,
      let last = id.slice(dash + 1..<id.count).number
    {
      guard first == expected, last >= first, multiwords.last.map({ $0.words.upperBound < first }) ?? true else {
        throw .unexpected(place, found: "range \(id.string)", expected: "a range that starts at word \(expected)")
      }
      multiwords.append((first - 1..<last, keep(fields[1]), spaceAfter(fields), others(fields)))
    } else if let dot = id.firstIndex(of: 0x2E), let position = id.slice(0..<dot).number,
      let index = id.slice(dot + 1..<id.count).number
    {
      guard position == words.count else {
        throw .unexpected(
          place, found: "empty node \(id.string)", expected: "an empty node after word \(words.count)")
      }
      emptyNodes.append(
        EmptyNode(position: position, index: index, form: fields[1].string, tags: others(fields)))
    } else {
      throw .unexpected(place, found: "ID \(id.string)", expected: "a number, a range or a decimal")
    }
  }

  /// The document of the lines added.
  ///
  /// - Throws: `unexpected` for a range that goes beyond the last word.
  func document(options: ReadOptions, at place: Place, into ledger: inout Ledger) throws(CorpusError) -> Document {
    if let last = multiwords.last, last.words.upperBound > words.count {
      throw .unexpected(
        place, found: "range \(last.words.lowerBound + 1)-\(last.words.upperBound)",
        expected: "words up to \(last.words.upperBound), not \(words.count)")
    }
    var document = arena.withUnsafeBufferPointer { arena in
      if let text, let tokens = aligned(arena, text) {
        return Document(id: id, text: arena.slice(text).string, tokens: tokens)
      }
      return joined(arena)
    }
    if let text, multiwords.isEmpty, document.text != String(decoding: arena[text], as: UTF8.self) {
      ledger.note(.repaired, .sentences, "`# text` differs from the forms, which were taken", at: place)
    }
    document.id = id
    document.language = options.language
    document.sentences = [
      Sentence(
        tokens: 0..<words.count, comments: comments,
        multiwords: multiwords.map { multiword in
          MultiwordToken(
            multiword.words, form: String(decoding: arena[multiword.form], as: UTF8.self), tags: multiword.tags)
        }, emptyNodes: emptyNodes)
    ]
    document.tags.reserveCapacity(layers.count)
    for (column, layer) in layers.enumerated() where present[column] { document.tags[layer] = columns[column] }
    return document
  }

  /// Where each word lies in `text`, white space between words skipped; nil when they do not follow each other there.
  private func aligned(_ arena: Bytes, _ text: Range<Int>) -> [Token]? {
    let text = arena.slice(text)
    var tokens: [Token] = []
    tokens.reserveCapacity(words.count)
    var position = 0
    for word in words {
      let form = arena.slice(word.form)
      while !text.slice(position..<text.count).starts(withBytes: form) {
        let space = text.spaceLength(at: position)
        guard space > 0 else { return nil }
        position += space
      }
      tokens.append(Token(position..<position + form.count, kind: TokenKind(guessedFrom: form)))
      position += form.count
    }
    while position < text.count {
      let space = text.spaceLength(at: position)
      guard space > 0 else { return nil }
      position += space
    }
    return tokens
  }

  /// The words with spaces between them, except after `SpaceAfter=No`.
  private func joined(_ arena: Bytes) -> Document {
    var builder = TextBuilder()
    var ranges = multiwords[...]
    for (index, word) in words.enumerated() {
      builder.appendToken(arena.slice(word.form))
      while let range = ranges.first, range.words.upperBound <= index { ranges.removeFirst() }
      var spaceAfter = word.spaceAfter
      if let range = ranges.first, range.words.contains(index), index == range.words.upperBound - 1 {
        spaceAfter = range.spaceAfter
      }
      if spaceAfter, index + 1 < words.count { builder.append(32) }
    }
    return builder.document(id: id)
  }

  private mutating func keep(_ bytes: Bytes) -> Range<Int> {
    let start = arena.count
    arena.append(contentsOf: bytes)
    return start..<arena.count
  }

  /// Whether the MISC column lacks `SpaceAfter=No`.
  private func spaceAfter(_ fields: FieldSplitter) -> Bool {
    guard let miscColumn else { return true }
    let misc = fields[miscColumn + 2]
    guard misc.count >= 13 else { return true }
    var start = 0
    for index in 0...misc.count where index == misc.count || misc[index] == 0x7C {
      if misc.slice(start..<index).equals("SpaceAfter=No") { return false }
      start = index + 1
    }
    return true
  }

  /// What the columns after FORM say, except `_`.
  private func others(_ fields: FieldSplitter) -> [String: String] {
    var tags: [String: String] = [:]
    for (column, layer) in layers.enumerated() where !fields[column + 2].isOnly(0x5F) {
      tags[layer] = fields[column + 2].string
    }
    return tags
  }
}
