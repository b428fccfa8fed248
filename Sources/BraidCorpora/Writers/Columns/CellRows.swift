import BraidText

/// The rows of one sentence of a column file.
enum CellRows {
  /// Appends rows, and the blank line behind them.
  ///
  /// - Throws: `cannotExpress` for a cell that is empty or holds white space.
  static func append(
    _ rows: [[String]], separator: UInt8, _ format: CorpusFormat, of document: Document, to out: inout [UInt8]
  ) throws(CorpusError) {
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column > 0 { out.append(separator) }
        let start = out.count
        out.append(contentsOf: cell.utf8)
        guard out.count > start, !out.contains(from: start, where: { $0 <= 32 }) else {
          throw .cannotExpress(
            format, document: document.id, what: cell.isEmpty ? "an empty cell" : "white space in \(cell)")
        }
      }
      out.append(.lineFeed)
    }
    out.append(.lineFeed)
  }

  /// The frames of a sentence by their predicates, each of another token.
  ///
  /// - Throws: `cannotExpress` when two have the same.
  static func ordered(
    _ frames: [Frame], _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [Frame] {
    if frames.count < 2 { return frames }
    let frames = frames.enumerated().sorted { ($0.element.predicate, $0.offset) < ($1.element.predicate, $1.offset) }
      .map(\.element)
    for (first, second) in zip(frames, frames.dropFirst()) where first.predicate == second.predicate {
      throw .cannotExpress(format, document: document.id, what: "two frames of one token")
    }
    return frames
  }

  /// The arguments of a frame as starred brackets, its own tokens as `V`.
  ///
  /// - Throws: `cannotExpress` for arguments that cross each other or the sentence.
  static func starred(
    _ frame: Frame, in sentence: Sentence, _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [String] {
    var spans = frame.arguments.map { LabeledSpan($0.tokens, label: $0.role) }
    let extent = frame.extent ?? frame.predicate..<frame.predicate + 1
    // The first V is the predicate.
    let isAmbiguous = frame.arguments.contains { argument in
      argument.role.utf8.elementsEqual("V".utf8)
        && (extent.isEmpty || argument.tokens.lowerBound < extent.lowerBound
          || argument.tokens.lowerBound == extent.lowerBound && argument.tokens.upperBound > extent.upperBound)
    }
    guard !isAmbiguous else {
      throw .cannotExpress(
        format, document: document.id, what: "an argument V before the predicate, which is a V itself")
    }
    if !extent.isEmpty { spans.insert(LabeledSpan(extent, label: "V"), at: 0) }
    return try starred(spans, in: sentence, "arguments", format, of: document)
  }

  /// Spans of a sentence as starred brackets.
  ///
  /// - Throws: `cannotExpress` for spans that cross each other or the sentence, and for labels with what brackets are read by.
  static func starred(
    _ spans: [LabeledSpan], in sentence: Sentence, _ what: String, _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) -> [String] {
    for span in spans where span.label.utf8.contains(where: Self.isMark) {
      throw .cannotExpress(
        format, document: document.id, what: "a label with brackets or a star, such as `\(span.label)`")
    }
    guard let column = StarredColumn(spans, in: sentence.tokens) else {
      throw .cannotExpress(format, document: document.id, what: "\(what) that cross each other or the sentence")
    }
    return column.cells
  }

  /// What starred brackets are made of.
  private static func isMark(_ byte: UInt8) -> Bool {
    byte == .openParenthesis || byte == .closeParenthesis || byte == .star
  }

  /// Refuses a cell that says that there is no predicate, where there is one.
  ///
  /// - Throws: `cannotExpress`.
  static func check(
    predicate cells: [String], missing mark: String, _ frame: Frame, _ format: CorpusFormat, of document: Document
  ) throws(CorpusError) {
    guard cells.contains(where: { $0.utf8.elementsEqual(mark.utf8) }) else { return }
    let sense =
      frame.sense.map { "the sense `\($0)`" } ?? "a predicate `\(document.form(frame.predicate))` without a sense"
    throw .cannotExpress(format, document: document.id, what: "\(sense), as `\(mark)` says that there is none")
  }
}

extension [UInt8] {
  /// Appends a comment as one line that begins with `#`, with spaces for its line breaks.
  ///
  /// - Returns: whether it had any.
  mutating func append(comment: String) -> Bool {
    if comment.utf8.first != .hash { append(contentsOf: "# ".utf8) }
    let start = count
    append(contentsOf: comment.utf8)
    let isSpaced = putSpaces(from: start) { $0 == .lineFeed || $0 == .carriageReturn }
    append(.lineFeed)
    return isSpaced
  }

  /// Puts spaces in the place of some of the bytes that were appended last.
  ///
  /// - Returns: Whether there were any.
  mutating func putSpaces(from start: Int, where isBreak: (UInt8) -> Bool) -> Bool {
    withUnsafeMutableBufferPointer { bytes in
      var isSpaced = false
      for index in start..<bytes.count where isBreak(bytes[index]) {
        bytes[index] = .space
        isSpaced = true
      }
      return isSpaced
    }
  }

  /// Whether one of the bytes that were appended last is such a byte.
  func contains(from start: Int, where isSuch: (UInt8) -> Bool) -> Bool {
    withUnsafeBufferPointer { $0[start...].contains(where: isSuch) }
  }
}

/// Tags that come back as missing, as they are spelled like what stands for none.
struct LostTags {
  /// What stands for none.
  let mark: UInt8
  /// The layers of the document at hand.
  private var layers: [String] = []
  /// Documents, by layer.
  private(set) var counts: [DocumentContent: Int] = [:]
  private let none: String

  init(mark: UInt8) {
    self.mark = mark
    none = String(UnicodeScalar(mark))
  }

  /// A tag as it is written.
  mutating func cell(_ tag: String?, _ layer: String) -> String {
    guard let tag else { return none }
    if tag.utf8.count == 1, tag.utf8.first == mark { add(layer) }
    return tag
  }

  /// Appends the tag of a token as it is written.
  mutating func append(_ tags: TagColumn?, _ token: Int, _ layer: String, to out: inout [UInt8]) {
    let start = out.count
    guard let tags, tags.append(token, to: &out) else { return out.append(mark) }
    if out.count == start + 1, out[start] == mark { add(layer) }
  }

  /// Takes note of a tag that will not come back as it is.
  mutating func add(_ layer: String) { if !layers.contains(layer) { layers.append(layer) } }

  /// Counts the layers of a document that has been written.
  mutating func endDocument() {
    if layers.isEmpty { return }
    for layer in layers { counts[.spelling(.tags(layer)), default: 0] += 1 }
    layers = []
  }
}
