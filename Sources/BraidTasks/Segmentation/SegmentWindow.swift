package import BraidText

/// Characters of a text that are read at once.
package struct SegmentWindow: Equatable {
  /// Index of the document.
  package var index: Int
  /// All that are read, one after the other.
  package var characters: [TextCharacter]
  /// Those of them whose ends count, by their positions; the others are context.
  package var kept: Range<Int>
  /// Whether a paragraph begins with the window.
  package var opens: Bool
  /// Whether a paragraph ends with it.
  package var closes: Bool

  /// The window as a document, an end of paragraph where one begins or ends.
  package func document(of text: String) -> Document {
    Document(characters: characters, of: text, opens: opens, closes: closes)
  }
}

/// Cuts a text into paragraphs, and long ones into windows at white space.
package struct SegmentWindowCutter: Sequence, IteratorProtocol {
  private let document: Int
  private var source: TextCharacters
  /// Characters of the paragraph at hand that are not out of reach, context first.
  private var buffer: [TextCharacter] = []
  /// How many of these are context of what comes.
  private var done = 0
  /// Whether the paragraph at hand has been cut.
  private var isCut = false
  private var isAtEnd = false

  /// The windows of `text`, which is that of the document `document`.
  package init(_ text: String, document: Int) {
    self.document = document
    source = TextCharacters(text)
  }

  /// The next window; nil after the last.
  package mutating func next() -> SegmentWindow? {
    while !isAtEnd {
      let character = source.next()
      if let character, character.kind != .paragraph {
        // White space at the start of a text is the end of a paragraph before it.
        if buffer.isEmpty, character.kind == .space { continue }
        buffer.append(character)
        if buffer.count - done > ModelSegmenter.longestWindow { return cut() }
        continue
      }
      isAtEnd = character == nil
      if buffer.count > done, buffer.last?.kind == .space { buffer.removeLast() }
      guard buffer.count > done else {
        startParagraph()
        continue
      }
      defer { startParagraph() }
      return SegmentWindow(
        index: document, characters: buffer, kept: done..<buffer.count, opens: !isCut, closes: true)
    }
    return nil
  }

  private mutating func startParagraph() {
    buffer.removeAll(keepingCapacity: true)
    done = 0
    isCut = false
  }

  /// A window of what has been read of a paragraph that is too long to be one.
  private mutating func cut() -> SegmentWindow {
    let last = done + ModelSegmenter.keptCharacters
    let spaces = (last - ModelSegmenter.context..<last).last { buffer[$0].kind == .space }
    let end = spaces.map { $0 + 1 } ?? last
    let read = end + ModelSegmenter.context
    let window = SegmentWindow(
      index: document, characters: Array(buffer[..<read]), kept: done..<end, opens: !isCut, closes: false)
    let gone = Swift.max(0, end - ModelSegmenter.context)
    buffer.removeFirst(gone)
    done = end - gone
    isCut = true
    return window
  }
}
