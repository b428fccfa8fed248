import BraidFiles
import BraidText

/// The rows of a WebAnno TSV 3 file: its text, tokens and annotations by UTF-16 offsets.
struct WebAnnoRows {
  /// The text so far: each sentence where its first token says it begins.
  private(set) var text = ""
  /// The tokens.
  private(set) var tokens: [Range<Int>] = []
  /// The end of each sentence.
  private(set) var sentenceEnds: [Int] = []
  /// The spans by layer, in the order of their first row.
  private(set) var spans: [String: [CharacterSpan]] = [:]
  /// The tags by layer and token.
  private(set) var tags: [String: [Int: String]] = [:]

  /// The lines of the sentence's text, until its first token says where it stands.
  private var waiting: String?
  private var length = 0
  /// Where the span of a layer with a number stands in `spans`, and its last token; nil for one that has a gap.
  private var open: [String: (index: Int, last: Int?)] = [:]
  /// Annotations with a number and without a value.
  private var unset: Set<String> = []

  /// Adds a line of a sentence's text.
  mutating func addText(_ line: String) {
    let line = Self.unescaped(line)
    waiting = waiting.map { $0 + "\n" + line } ?? line
  }

  /// Ends a sentence.
  mutating func endSentence() {
    guard let last = tokens.last, sentenceEnds.last != last.upperBound else { return }
    sentenceEnds.append(last.upperBound)
  }

  /// Adds a row: a token such as `1-1`, or a part of it such as `1-1.1`.
  ///
  /// - Throws: `raggedColumns`, or `unexpected` for offsets that are none.
  mutating func addRow(
    _ line: String, _ columns: [WebAnnoColumn], at place: SourceLocation, into ledger: inout Ledger
  ) throws(CorpusError) {
    var cells = line.utf8.split(separator: .tab, omittingEmptySubsequences: false).map { String(Substring($0)) }
    if cells.count > 3, cells.last?.isEmpty == true { cells.removeLast() }
    guard cells.count == columns.count + 3 else {
      throw .raggedColumns(place, found: cells.count, expected: columns.count + 3)
    }
    let numbers = cells[1].utf8.split(separator: .hyphen).map { Int(String(Substring($0))) ?? -1 }
    guard numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1], numbers[1] < 1 << 30 else {
      throw .unexpected(place, found: cells[1], expected: "offsets such as 0-4")
    }
    let offsets = numbers[0]..<numbers[1]
    let isToken = !cells[0].utf8.contains(.dot)
    if isToken {
      try addSentence(at: offsets.lowerBound, place)
      tokens.append(offsets)
    }
    for (column, cell) in zip(columns, cells[3...]) where cell != "_" {
      try add(cell, column, offsets, isToken: isToken, at: place, into: &ledger)
    }
  }

  /// Puts the sentence's text where its first token begins.
  private mutating func addSentence(at offset: Int, _ place: SourceLocation) throws(CorpusError) {
    guard let sentence = waiting else { return }
    waiting = nil
    // The text may begin with white space, before its first token.
    let blanks = sentence.utf16.prefix { $0 == 32 || 9...13 ~= $0 }.count
    let gap = offset - blanks - length
    guard gap >= 0, gap < 4096 else {
      throw .unexpected(place, found: "a token at \(offset)", expected: "one at \(length + blanks) or behind it")
    }
    text += gap > 0 ? "\n" + String(repeating: " ", count: gap - 1) : ""
    text += sentence
    length += gap + sentence.utf16.count
  }

  private mutating func add(
    _ cell: String, _ column: WebAnnoColumn, _ offsets: Range<Int>, isToken: Bool, at place: SourceLocation,
    into ledger: inout Ledger
  ) throws(CorpusError) {
    for value in Self.split(cell) {
      switch column.kind {
      case .ignored:
        if value != "_", value != "*" {
          ledger.note(.ignored, .values, "relations, chains and slots", at: place)
        }
      case .tags:
        if isToken, value != "*", value != "_" {
          tags[column.layer, default: [:]][tokens.count - 1] = Self.unescaped(value)
        }
      case .spans:
        guard !offsets.isEmpty else {
          ledger.note(.ignored, .spans, "zero-width", at: place)
          continue
        }
        let (name, number) = Self.numbered(value)
        guard name != "_" else { continue }
        let key = number.map { "\(column.layer) \($0)" }
        guard let label = name == "*" ? column.unnamed : Self.unescaped(name) else {
          if column.isMain, key.map({ unset.insert($0).inserted }) ?? true {
            ledger.note(.ignored, .spans, "annotation whose value is not set", at: place)
          }
          continue
        }
        if let key, let (index, last) = open[key], var span = spans[column.layer]?[index] {
          let hasGap = last.map { $0 + 1 < tokens.count - 1 } ?? false
          if hasGap { ledger.note(.repaired, .spans, CharacterSpan.discontinuous, at: span.place ?? place) }
          open[key] = (index, hasGap || last == nil ? nil : tokens.count - 1)
          span.offsets =
            min(span.offsets.lowerBound, offsets.lowerBound)..<max(span.offsets.upperBound, offsets.upperBound)
          spans[column.layer]?[index] = span
          continue
        }
        if let key { open[key] = (spans[column.layer]?.count ?? 0, tokens.count - 1) }
        spans[column.layer, default: []].append(CharacterSpan(offsets, label: label, place: place))
      }
    }
  }

  /// The annotations of a cell, which stand between bars.
  private static func split(_ cell: String) -> [String] {
    var values: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in cell.utf8 {
      if !isEscaped, byte == .bar {
        values.append([])
        continue
      }
      isEscaped = !isEscaped && byte == .backslash
      values[values.count - 1].append(byte)
    }
    return values.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A value and the number behind it, as in `person[8]`.
  private static func numbered(_ value: String) -> (name: String, number: Int?) {
    let bytes = Array(value.utf8)
    guard bytes.last == .closeBracket, let open = bytes.lastIndex(of: .openBracket), open > 0,
      bytes[open - 1] != .backslash,
      let number = Int(String(decoding: bytes[(open + 1)..<(bytes.count - 1)], as: UTF8.self))
    else { return (value, nil) }
    return (String(decoding: bytes[..<open], as: UTF8.self), number)
  }

  /// A text or value without the backslashes of its escapes.
  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(.backslash) else { return text }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
        switch byte {
        case UInt8(ascii: "t"): bytes.append(.tab)
        case UInt8(ascii: "n"): bytes.append(.lineFeed)
        case UInt8(ascii: "r"): bytes.append(.carriageReturn)
        default: bytes.append(byte)
        }
      } else if byte == .backslash {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
