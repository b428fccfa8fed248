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

  private enum Piece {
    case text
    case mark(Range<Int>, element: Int)
  }

  /// The element's start tag; the whole element when it is empty.
  let startTag: Range<Int>
  /// The element's end tag; nil when it is empty.
  private(set) var endTag: Range<Int>?
  /// The value of its own `xml:space`.
  let space: String?
  /// The ids of the codes in it.
  private(set) var ids: Set<String> = []

  private var pieces: [Piece] = []
  /// First and last piece of each inline element.
  private var bounds: [ClosedRange<Int>] = []
  private var open: [(kind: Kind, element: Int)] = []
  private var lastStart: Range<Int>?
  /// The text that stands for an inline element in the document.
  private var standIns: [Int: String] = [:]

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
  var isBlank: Bool { !pieces.contains { if case .text = $0 { true } else { false } } }

  /// An inline element starts.
  mutating func start(_ kind: Kind, _ tag: Range<Int>, id: String?, standIn: StandIn = .nothing) {
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
      bounds.append(pieces.count...pieces.count)
      open.append((kind, bounds.count - 1))
      add(tag, bounds.count - 1)
    }
  }

  /// An inline element ends, or, when none is open, the element itself.
  ///
  /// - Parameters:
  ///   - tag: Its end tag.
  ///   - standIn: What it stands for by the code in it.
  mutating func end(_ tag: Range<Int>, standIn: StandIn = .nothing) {
    // The end of an empty element has no tag of its own.
    let isEmpty = lastStart == tag
    guard let (kind, element) = open.popLast() else {
      endTag = tag == startTag ? nil : tag
      return
    }
    switch kind {
    case .transparent: if !isEmpty { add(tag, element) }
    case .code:
      // A code goes as it stands from its first byte to its last, whatever is in it: sections, comments, other codes.
      if case .mark(let start, element: element) = pieces[bounds[element].lowerBound] {
        pieces[bounds[element].lowerBound] = .mark(start.lowerBound..<tag.upperBound, element: element)
      }
      if open.last?.kind != .code, case .text(let text) = standIn {
        standIns[element] = text
        pieces.append(.text)
      }
    case .character: break
    }
  }

  /// Text, or a piece of code.
  mutating func text(_ bytes: Bytes) {
    if open.last?.kind != .code, !bytes.allSatisfy(XMLText.isSpace) {
      pieces.append(.text)
    }
  }

  private mutating func add(_ range: Range<Int>, _ element: Int) {
    bounds[element] = bounds[element].lowerBound...pieces.count
    pieces.append(.mark(range, element: element))
  }

  /// The content of an element for another text: what stands around all of the text stands around the other one too, codes
  /// inside of it come behind the other, since nothing says where in it they belong, but for those whose stand-ins the other text has.
  ///
  /// - Parameters:
  ///   - text: the other text, escaped.
  ///   - file: the bytes of the file.
  /// - Returns: the content, and how many codes have lost their place.
  func content(around text: [UInt8], in file: [UInt8]) -> (bytes: [UInt8], moved: Int) {
    let placed = places(of: text)
    var text = text
    for (element, place) in placed.sorted(by: { $0.value.lowerBound > $1.value.lowerBound }) {
      let marks = pieces.flatMap { piece -> ArraySlice<UInt8> in
        if case .mark(let range, element) = piece { file[range] } else { [] }
      }
      text.replaceSubrange(place, with: marks)
    }
    let texts = pieces.indices.filter { if case .text = pieces[$0] { true } else { false } }
    let first = texts.first ?? pieces.count
    let last = texts.last ?? pieces.count
    var (before, moved, behind): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    var count = 0
    for (index, piece) in pieces.enumerated() {
      guard case .mark(let range, let element) = piece, placed[element] == nil else { continue }
      let bound = bounds[element]
      let isAround = bound.lowerBound < first && bound.upperBound > last
      if index < first, isAround || bound.upperBound < first {
        before += file[range]
      } else if index > last, isAround || bound.lowerBound > last {
        behind += file[range]
      } else {
        moved += file[range]
        count += index == bound.lowerBound ? 1 : 0
      }
    }
    return (before + text + moved + behind, count)
  }

  /// Where the stand-ins of inline elements stand in another text, each in a place of its own.
  private func places(of text: [UInt8]) -> [Int: Range<Int>] {
    var places: [Int: Range<Int>] = [:]
    for (element, standIn) in standIns.sorted(by: { $0.key < $1.key }) {
      var escaped: [UInt8] = []
      XMLEscape.append(standIn, to: &escaped)
      places[element] = text.ranges(of: escaped).first { range in !places.values.contains { $0.overlaps(range) } }
    }
    return places
  }

  /// How many inline elements there are, those inside of codes aside.
  var codes: Int { bounds.count }
}
