import BraidText

/// Text gathered from the pieces that a parser delivers, with white space as the format means it.
package struct XMLText {
  /// What white space between two characters of text stands for.
  package enum Whitespace: String, Sendable {
    /// Any run of spaces, tabs and line ends is one space; none at the ends.
    case collapse
    /// A run with a line end in it is one space, as pretty printing puts it in; none at the ends. Others stay.
    case unwrap
    /// Everything stays as it is.
    case keep
  }

  /// A part of the text and the bytes of the file it came from.
  package struct Run: Equatable, Sendable {
    /// UTF-8 bytes of the text.
    package var text: Range<Int>
    /// Bytes of the file; as many when the text stands there literally, any number otherwise.
    package var source: Range<Int>
    /// Whether each byte of the text stands at its place in the file.
    package var isLiteral: Bool

    /// A part; one of as many bytes is literal unless it is said that it is not.
    init(text: Range<Int>, source: Range<Int>, isLiteral: Bool = true) {
      (self.text, self.source, self.isLiteral) = (text, source, isLiteral && text.count == source.count)
    }
  }

  /// What white space stands for from here on.
  package var whitespace: Whitespace
  /// The UTF-8 bytes so far.
  package private(set) var bytes: [UInt8] = []
  /// Where the bytes came from; empty if unknown.
  package private(set) var runs: [Run] = []
  /// White space met, not yet written.
  private var pending: [UInt8] = []
  /// Whether it is one space and nothing else, which is not in `pending` then.
  private var isSpacePending = false
  private var pendingSource: Range<Int>?
  private var pendingBreak = false
  private var pendingParagraph = false

  /// No text.
  package init(_ whitespace: Whitespace) { self.whitespace = whitespace }

  /// Whether there is no text, pending white space aside.
  package var isEmpty: Bool { bytes.isEmpty }

  /// The text.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Where the next character goes.
  package var position: Int {
    if bytes.isEmpty { return 0 }
    if isSpacePending { return bytes.count + 1 }
    return bytes.count + (pending.isEmpty ? 0 : whitespace == .unwrap && !pendingBreak ? pending.count : 1)
  }

  /// Appends a piece of text.
  ///
  /// - Parameters:
  ///   - piece: The text, entities expanded.
  ///   - source: The bytes of the file it came from, if known.
  ///   - isLiteral: Whether these may be the same; a reference to an entity may be as long as its text.
  package mutating func append(_ piece: Bytes, from source: Range<Int>?, isLiteral: Bool = true) {
    guard whitespace != .keep else {
      flush()
      write(piece, source, isLiteral)
      return
    }
    let literal = isLiteral && source.map { $0.count == piece.count } ?? false
    let takesSpaces = literal || source == nil
    var index = 0
    while index < piece.count {
      let start = index
      index = Self.endOfWords(piece, from: index, takesSpaces: takesSpaces)
      if index > start {
        flush()
        write(piece.slice(start..<index), Self.part(source, literal, start..<index), literal)
      }
      let space = index
      if index < piece.count, piece[index] == .space, pending.isEmpty, !isSpacePending,
        index &+ 1 == piece.count || !Self.isSpace(piece[index &+ 1])
      {
        isSpacePending = true
        index &+= 1
      }
      while index < piece.count, Self.isSpace(piece[index]) {
        if piece[index] != .space && piece[index] != .tab { pendingBreak = true }
        addPending(piece[index])
        index &+= 1
      }
      if index > space, let part = Self.part(source, literal, space..<index) {
        pendingSource = (pendingSource?.lowerBound ?? part.lowerBound)..<part.upperBound
      }
    }
  }

  /// Puts white space here, as an empty element for a line break does.
  package mutating func breakLine() {
    if whitespace == .keep { return }
    addPending(.lineFeed)
    pendingBreak = true
  }

  /// Puts a line feed here, between two texts that are joined; none at the ends.
  package mutating func breakParagraph() {
    addPending(.lineFeed)
    pendingBreak = true
    pendingParagraph = true
  }

  /// Appends text that no character of the file stands for.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 {
      flush()
      bytes.append(contentsOf: $0)
    }
  }

  /// Forgets white space at the end.
  package mutating func trim() {
    if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
    isSpacePending = false
    pendingSource = nil
    pendingBreak = false
    pendingParagraph = false
  }

  /// Forgets everything, and takes white space for something else from here on.
  mutating func restart(_ whitespace: Whitespace) {
    self.whitespace = whitespace
    removeAll()
  }

  /// Forgets everything.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    trim()
  }

  /// Writes the white space that turned out to be inside the text.
  @inline(__always)
  private mutating func flush() {
    if isSpacePending || !pending.isEmpty { writePending() }
  }

  private mutating func addPending(_ byte: UInt8) {
    if isSpacePending {
      pending.append(.space)
      isSpacePending = false
    }
    pending.append(byte)
  }

  private mutating func writePending() {
    defer { trim() }
    guard !bytes.isEmpty || (whitespace == .unwrap && !pendingBreak) else { return }
    let start = bytes.count
    if isSpacePending {
      bytes.append(.space)
    } else if whitespace == .unwrap, !pendingBreak {
      bytes.append(contentsOf: pending)
    } else {
      bytes.append(pendingParagraph ? 10 : 32)
    }
    if let pendingSource { add(Run(text: start..<bytes.count, source: pendingSource)) }
  }

  private mutating func write(_ piece: Bytes, _ source: Range<Int>?, _ isLiteral: Bool) {
    let start = bytes.count
    bytes.append(contentsOf: piece)
    if let source { add(Run(text: start..<bytes.count, source: source, isLiteral: isLiteral)) }
  }

  private mutating func add(_ run: Run) {
    if let last = runs.last, last.isLiteral, run.isLiteral,
      last.source.upperBound == run.source.lowerBound, last.text.upperBound == run.text.lowerBound
    {
      runs[runs.count - 1] = Run(
        text: last.text.lowerBound..<run.text.upperBound, source: last.source.lowerBound..<run.source.upperBound)
    } else {
      runs.append(run)
    }
  }

  private static func part(_ source: Range<Int>?, _ literal: Bool, _ range: Range<Int>) -> Range<Int>? {
    guard let source else { return nil }
    return literal ? source.lowerBound + range.lowerBound..<source.lowerBound + range.upperBound : source
  }

  /// The end of the characters from `start` on that are no white space.
  ///
  /// - Parameters:
  ///   - piece: Text.
  ///   - start: Where to begin.
  ///   - takesSpaces: Whether single spaces between other characters are taken along.
  /// - Returns: The place of white space, or the end.
  private static func endOfWords(_ piece: Bytes, from start: Int, takesSpaces: Bool) -> Int {
    var index = start
    while index < piece.count {
      if index &+ 8 <= piece.count {
        let marks = EightBytes(piece, at: index).below(0x21)
        if marks == 0 {
          index &+= 8
          continue
        }
        index &+= EightBytes.first(marks)
      }
      if isSpace(piece[index]) {
        guard takesSpaces, piece[index] == .space, index > start, index &+ 1 < piece.count, !isSpace(piece[index &+ 1])
        else { return index }
      }
      index &+= 1
    }
    return index
  }

  /// White space as XML has it.
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == .space || byte == .lineFeed || byte == .tab || byte == .carriageReturn
  }
}
