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

  private enum Piece {
    case text
    case mark(Range<Int>, element: Int)
    /// Text that must not be translated, with the marks around it and in it.
    case protected(Range<Int>, element: Int)
  }

  /// A part that must not be translated and has not ended: its first piece, and its first byte.
  private struct Protection {
    var piece: Int
    var start: Int
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
  private var protections: [String: Protection] = [:]
  /// Whether a part that must not be translated begins or ends within an element that is not in it whole.
  private(set) var isTangled = false

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

  /// A part that must not be translated starts; it has a name of its own.
  mutating func startProtected(_ name: String, at byte: Int) {
    guard open.last?.kind != .code else { return }
    protections[name] = Protection(piece: pieces.count, start: byte)
  }

  /// A part that must not be translated ends.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - byte: Where it ends.
  ///   - text: Its text in the document.
  mutating func endProtected(_ name: String, at byte: Int, text: String) {
    guard let part = protections.removeValue(forKey: name), text.unlessBlank != nil else { return }
    let elements = Set(
      pieces[part.piece...].compactMap { if case .mark(_, let element) = $0 { element } else { nil } })
    let isWhole =
      elements.allSatisfy { bounds[$0].lowerBound >= part.piece }
      && open.allSatisfy { $0.element < 0 || bounds[$0.element].lowerBound < part.piece }
    guard isWhole, protections.values.allSatisfy({ $0.piece <= part.piece }) else {
      isTangled = true
      return
    }
    let element = bounds.count
    bounds.append(part.piece...part.piece)
    for inner in standIns.keys where bounds[inner].lowerBound >= part.piece { standIns[inner] = nil }
    standIns[element] = text
    pieces.replaceSubrange(part.piece..., with: [.protected(part.start..<byte, element: element)])
  }

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
  ///   - codeName: the name of elements that stand in the text for characters that XML cannot hold.
  /// - Returns: the content, and how many codes and protected texts have lost their place.
  func content(
    around text: [UInt8], in file: [UInt8], codeName: String? = nil
  ) -> (bytes: [UInt8], moved: Int, movedTexts: Int) {
    let placed = places(of: text, codeName: codeName)
    var text = text
    for (element, place) in placed.sorted(by: { $0.value.lowerBound > $1.value.lowerBound }) {
      let marks = pieces.flatMap { piece -> ArraySlice<UInt8> in
        switch piece {
        case .mark(let range, element), .protected(let range, element): file[range]
        default: []
        }
      }
      text.replaceSubrange(place, with: marks)
    }
    let texts = pieces.indices.filter { if case .mark = pieces[$0] { false } else { true } }
    let first = texts.first ?? pieces.count
    let last = texts.last ?? pieces.count
    var (before, moved, behind): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    var (count, countOfTexts) = (0, 0)
    for (index, piece) in pieces.enumerated() {
      if case .protected(let range, let element) = piece, placed[element] == nil {
        if let end = moved.last ?? text.last, !XMLText.isSpace(end) { moved.append(.space) }
        moved += file[range]
        countOfTexts += 1
      }
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
    return (before + text + moved + behind, count, countOfTexts)
  }

  /// Where the stand-ins of inline elements stand in another text, each in a place of its own.
  private func places(of text: [UInt8], codeName: String?) -> [Int: Range<Int>] {
    var places: [Int: Range<Int>] = [:]
    for (element, standIn) in standIns.sorted(by: { $0.key < $1.key }) {
      var escaped: [UInt8] = []
      XMLEscape.append(standIn, to: &escaped, codeName: codeName)
      let isProtected = pieces.contains { if case .protected(_, element) = $0 { true } else { false } }
      places[element] =
        isProtected
        ? Self.place(of: escaped, in: text, beside: places.values)
        : text.ranges(of: escaped).first { range in !places.values.contains { $0.overlaps(range) } }
    }
    return places
  }

  /// Where a text that must not be translated stands in a translation, best as a word of its own.
  static func place(
    of wanted: [UInt8], in text: [UInt8], beside taken: some Collection<Range<Int>>
  ) -> Range<Int>? {
    for wanted in [wanted[...], trimmed(wanted)] {
      let found = text.ranges(of: wanted).filter { range in !taken.contains { $0.overlaps(range) } }
      if let place = found.first(where: { isApart($0, in: text) }) ?? found.first { return place }
    }
    return nil
  }

  private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let start = bytes.firstIndex { !XMLText.isSpace($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !XMLText.isSpace($0) } ?? start
    return start < end ? bytes[start...end] : bytes[start...]
  }

  /// Whether no letter or digit of ASCII stands beside a part of a text.
  private static func isApart(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    func isWord(_ index: Int) -> Bool {
      text.indices.contains(index) && (48...57 ~= text[index] || 97...122 ~= text[index] | 0x20)
    }
    return !isWord(range.lowerBound - 1) && !isWord(range.upperBound)
  }

  /// How many inline elements there are, those inside of codes aside.
  var codes: Int {
    Set(pieces.compactMap { if case .mark(_, let element) = $0 { element } else { nil } }).count
  }
}
