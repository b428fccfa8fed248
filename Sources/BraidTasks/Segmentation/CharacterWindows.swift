package import BraidText

/// Makes running text of a treebank's sentences, and cuts it into windows whose tokens are characters: what a segmentation
/// task learns from.
///
/// Sentences follow one another as in the treebank's text: without a space behind `SpaceAfter=No`, in a new paragraph where
/// `# newpar` or `# newdoc` says so, or where a treebank says nothing of paragraphs, after twenty sentences. Sentences of other
/// formats keep what stands between them in their document, and each document is a paragraph. Windows end at white space if
/// there is any, wherever sentences end.
package struct CharacterWindows {
  /// Sentences of a paragraph when no more is known.
  private static let sentencesOfParagraph = 20

  /// Characters of a window.
  private let length: Int
  /// Finished windows.
  private var windows: [Document] = []
  /// Number of windows so far.
  private var count = 0
  /// Tokens so far that another one follows without white space between.
  package private(set) var adjoining = 0
  /// Tokens so far.
  package private(set) var tokens = 0
  /// Characters so far.
  package private(set) var characters = 0

  private var text = ""
  private var size = 0
  private var window: [TextCharacter] = []
  private var ends: [String?] = []
  private var words: [String?] = []
  private var isContinued = false
  private var isWithinSentence = false
  /// Sentences since the paragraph began.
  private var sentences = 0
  private var spaceAfter = true
  private var hasText = false

  /// No text yet.
  ///
  /// - Parameter length: characters of a window; a window is up to a quarter longer where there is no white space.
  package init(length: Int) { self.length = length }

  /// Adds a document's sentences.
  ///
  /// - Returns: whether it has any.
  package mutating func add(_ document: Document) -> Bool {
    let ranges = document.sentences.isEmpty ? [Sentence(tokens: document.tokens.indices)] : document.sentences
    var isFirst = true
    var end = 0
    for sentence in ranges where !sentence.tokens.isEmpty {
      let bytes = document.bytes(of: sentence.tokens)
      if sentence.comments.isEmpty {
        if isFirst {
          separate("\n\n")
        } else {
          separate(document.string(end..<max(end, bytes.lowerBound)))
        }
      } else if sentence.comments.contains(where: { $0.hasPrefix("# newpar") || $0.hasPrefix("# newdoc") })
        || sentences >= Self.sentencesOfParagraph
      {
        separate("\n\n")
      } else {
        separate(spaceAfter ? " " : "")
      }
      add(sentence, bytes, of: document)
      isFirst = false
      end = bytes.upperBound
    }
    return !isFirst
  }

  /// The windows that are finished; they are handed out once.
  package mutating func take() -> [Document] {
    defer { windows = [] }
    return windows
  }

  /// Ends the text: the rest is a window, too.
  package mutating func finish() {
    guard !window.isEmpty else { return }
    separate("\n\n")
    if !window.isEmpty { cut() }
  }

  private mutating func separate(_ gap: String) {
    guard hasText else { return hasText = true }
    for character in TextCharacters(gap) {
      if character.kind == .paragraph { sentences = 0 }
      append(character, of: gap)
    }
  }

  private mutating func add(_ sentence: Sentence, _ bytes: Range<Int>, of document: Document) {
    let surfaces = document.surfaces(of: sentence)
    var marks: [Int: (end: SegmentEnd, words: [String]?)] = [:]
    for (index, surface) in surfaces.enumerated() {
      let isLast = index + 1 == surfaces.count
      let end: SegmentEnd =
        surface.words == nil ? isLast ? .sentence : .token : isLast ? .multiwordSentence : .multiword
      marks[surface.bytes.upperBound - bytes.lowerBound] = (end, surface.words)
      if !isLast, surfaces[index + 1].bytes.lowerBound == surface.bytes.upperBound { adjoining += 1 }
    }
    tokens += surfaces.count
    sentences += 1
    spaceAfter = document.hasSpace(after: sentence)
    isWithinSentence = false
    let slice = document.string(bytes)
    for character in TextCharacters(slice) { append(character, of: slice, marks[character.bytes.upperBound]) }
  }

  private mutating func append(
    _ character: TextCharacter, of source: String, _ mark: (end: SegmentEnd, words: [String]?)? = nil
  ) {
    let utf8 = source.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: character.bytes.lowerBound)
    text += source[start..<utf8.index(start, offsetBy: character.bytes.count)]
    window.append(TextCharacter(kind: character.kind, bytes: size..<size + character.bytes.count))
    size += character.bytes.count
    characters += 1
    if character.kind == .visible {
      let end = mark?.end ?? .inside
      ends.append(end.rawValue)
      isWithinSentence = !end.isSentence
    } else {
      ends.append(nil)
    }
    words.append(mark?.words?.joined(separator: String(SegmentEnd.wordSeparator)))
    if window.count >= (character.kind == .visible ? length + length / 4 : length) { cut() }
  }

  private mutating func cut() {
    count += 1
    var document = Document(characters: window, of: text)
    document.id = "window \(count)"
    document.tags[SegmentEnd.layerName] = ends
    document.tags[SegmentEnd.wordsLayerName] = words
    if isContinued { document.fields[SegmentEnd.continuedField] = "yes" }
    windows.append(document)
    isContinued = isWithinSentence
    text = ""
    size = 0
    window.removeAll(keepingCapacity: true)
    ends = []
    words = []
  }
}

extension CharacterWindows {
  /// The windows of documents that have tokens.
  package static func windows(of documents: [Document], length: Int) -> [Document] {
    var windows = CharacterWindows(length: length)
    for document in documents { _ = windows.add(document) }
    windows.finish()
    return windows.take()
  }

  /// Characters of a window when nothing is said.
  package static let standardLength = 400
}

extension Document {
  /// What stands in the text, one after the other, with the words of what is several words.
  fileprivate func surfaces(of sentence: Sentence) -> [(bytes: Range<Int>, words: [String]?)] {
    let multiwords = Dictionary(sentence.multiwords.map { ($0.tokens.lowerBound, $0.tokens) }) { first, _ in first }
    var surfaces: [(bytes: Range<Int>, words: [String]?)] = []
    var index = sentence.tokens.lowerBound
    while index < sentence.tokens.upperBound {
      var next = index + 1
      if let range = multiwords[index], range.upperBound <= sentence.tokens.upperBound { next = range.upperBound }
      let bytes = bytes(of: index..<next)
      if !bytes.isEmpty { surfaces.append((bytes, next > index + 1 ? (index..<next).map(form) : nil)) }
      index = next
    }
    return surfaces
  }

  /// Where tokens lie.
  fileprivate func bytes(of range: Range<Int>) -> Range<Int> {
    let start = tokens[range.lowerBound].range.lowerBound
    return start..<max(start, tokens[range.upperBound - 1].range.upperBound)
  }

  /// Whether a sentence's last token lacks `SpaceAfter=No`.
  fileprivate func hasSpace(after sentence: Sentence) -> Bool {
    let last = sentence.tokens.upperBound - 1
    let misc =
      sentence.multiwords.first { $0.tokens.contains(last) }.map { $0.tags["misc"] }
      ?? tags["misc"].flatMap { last < $0.count ? $0[last] : nil }
    return misc?.utf8.split(separator: UInt8(ascii: "|")).contains { $0.elementsEqual("SpaceAfter=No".utf8) } != true
  }
}
