import BraidText

/// The content of an element that holds a segment's text, with the places of its inline mark-up in the file.
struct InlineContent: Sendable {
  /// What an inline element is to the text.
  enum Kind: Sendable {
    /// What is in it is text: `g`, `pc`, `mrk`, `hi`.
    case transparent
    /// It and all that is in it is code: `ph`, `bpt`, `x`.
    case code
    /// It stands for a character.
    case character
  }

  enum Piece {
    case text
    case mark(Range<Int>, element: Int)
    /// Text that must not be translated, with the marks around it and in it.
    case protected(Range<Int>, element: Int)
  }

  /// A part that must not be translated: its pieces, its bytes, and its part of the document's text.
  struct Protection {
    var pieces: Range<Int>
    var bytes: Range<Int>
    var text: Range<Int>
  }

  /// The element's start tag; the whole element when it is empty.
  let startTag: Range<Int>
  /// The element's end tag; nil when it is empty.
  private(set) var endTag: Range<Int>?
  /// The value of its own `xml:space`.
  let space: String?
  /// The ids of the codes in it.
  private(set) var ids: Set<String> = []

  private(set) var pieces: [Piece] = []
  /// First and last piece of each inline element.
  var bounds: [ClosedRange<Int>] = []
  private var open: [(kind: Kind, element: Int)] = []
  private var lastStart: Range<Int>?
  /// The text that stands for an inline element in the document.
  var standIns: [Int: String] = [:]
  /// Parts that must not be translated, until the text is complete.
  private(set) var protections: [Protection] = []
  /// Whether what follows is in one.
  private var isProtecting = false
  /// Where the tags of elements stand in the document's text, by their pieces.
  private(set) var positions: [Int: Range<Int>] = [:]
  /// Elements whose start and end are elements of their own, by their names.
  private var pairs: [String: Int] = [:]
  /// Whether a part that must not be translated begins or ends within an element that is not in it whole.
  var isTangled = false

  /// An element that starts with a tag.
  init(_ startTag: Range<Int>, space: String?) {
    self.startTag = startTag
    self.space = space
  }

  /// The bytes between the tags.
  var inner: Range<Int> { startTag.upperBound..<(endTag?.lowerBound ?? startTag.upperBound) }

  /// The whole element.
  var outer: Range<Int> { startTag.lowerBound..<(endTag?.upperBound ?? startTag.upperBound) }

  /// Whether there is no text in it.
  var isBlank: Bool { pieces.allSatisfy { if case .mark = $0 { true } else { false } } }

  /// Whether there is text in it, none of which may be translated.
  var isProtected: Bool { !isBlank && !pieces.contains { if case .text = $0 { true } else { false } } }

  /// What follows must not be translated, or may be.
  ///
  /// - Parameters:
  ///   - isProtected: Which of the two.
  ///   - byte: Where it begins to hold.
  ///   - position: Where that is in the document's text.
  mutating func setProtected(_ isProtected: Bool, at byte: Int, position: Int) {
    guard isProtected != isProtecting else { return }
    isProtecting = isProtected
    if isProtected {
      protections.append(
        Protection(pieces: pieces.count..<pieces.count, bytes: byte..<byte, text: position..<position))
    } else if var last = protections.popLast() {
      last.pieces = last.pieces.lowerBound..<pieces.count
      last.bytes = last.bytes.lowerBound..<max(last.bytes.lowerBound, byte)
      last.text = last.text.lowerBound..<max(last.text.lowerBound, position)
      protections.append(last)
    }
  }

  /// The text is complete.
  ///
  /// - Parameters:
  ///   - text: The document's text.
  ///   - byte: Where the content ends.
  mutating func endProtection(of text: [UInt8], before byte: Int) {
    setProtected(false, at: byte, position: text.count)
    if !protections.isEmpty { pieces = protectedPieces(of: text) }
    protections = []
  }

  /// An inline element starts.
  ///
  /// - Parameters:
  ///   - kind: What it is to the text.
  ///   - tag: Its start tag.
  ///   - id: Its id.
  ///   - standIn: What it stands for by its attributes.
  ///   - pair: The name of what it begins or ends together with another element.
  ///   - position: Where it is in the document's text, with what it stands for.
  mutating func start(
    _ kind: Kind, _ tag: Range<Int>, id: String?, standIn: StandIn = .nothing, pair: String? = nil,
    at position: Range<Int>? = nil
  ) {
    lastStart = tag
    if let id { ids.insert(id) }
    let isInCode = open.last?.kind == .code
    if kind == .character, !isInCode {
      pieces.append(.text)
      open.append((kind, -1))
    } else if isInCode, let element = open.last?.element {
      open.append((.code, element))
    } else {
      if case .text(let text) = standIn {
        standIns[bounds.count] = text
        pieces.append(.text)
      }
      let element = pair.flatMap { pairs.removeValue(forKey: $0) } ?? bounds.count
      if element == bounds.count {
        bounds.append(pieces.count...pieces.count)
        if let pair { pairs[pair] = element }
      }
      open.append((kind, element))
      add(tag, element, at: position)
    }
  }

  /// An inline element ends, or, when none is open, the element itself.
  ///
  /// - Parameters:
  ///   - tag: Its end tag.
  ///   - standIn: What it stands for by the code in it.
  ///   - position: Where it is in the document's text.
  mutating func end(_ tag: Range<Int>, standIn: StandIn = .nothing, at position: Range<Int>? = nil) {
    // The end of an empty element has no tag of its own.
    let isEmpty = lastStart == tag
    guard let (kind, element) = open.popLast() else {
      endTag = tag == startTag ? nil : tag
      return
    }
    switch kind {
    case .transparent: if !isEmpty { add(tag, element, at: position) }
    case .code:
      // A code goes as it stands from its first byte to its last, whatever is in it: sections, comments, other codes.
      if case .mark(let start, element: element) = pieces[bounds[element].upperBound] {
        pieces[bounds[element].upperBound] = .mark(start.lowerBound..<tag.upperBound, element: element)
      }
      if open.last?.kind != .code, case .text(let text) = standIn {
        standIns[element] = text
        pieces.append(.text)
      }
    case .character: break
    }
  }

  /// Text, or a piece of code.
  mutating func text(_ bytes: some Sequence<UInt8>) {
    if open.last?.kind != .code, !bytes.allSatisfy(XMLText.isSpace) {
      pieces.append(.text)
    }
  }

  /// The innermost element ends without a tag.
  mutating func endWithoutTag() { _ = open.popLast() }

  private mutating func add(_ range: Range<Int>, _ element: Int, at position: Range<Int>?) {
    positions[pieces.count] = position
    bounds[element] = bounds[element].lowerBound...pieces.count
    pieces.append(.mark(range, element: element))
  }

  /// How many inline elements there are, those inside of codes aside.
  var codes: Int {
    Set(pieces.compactMap { if case .mark(_, let element) = $0 { element } else { nil } }).count
  }
}
