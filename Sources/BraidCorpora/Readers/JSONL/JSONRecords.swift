import BraidFiles
import BraidText

/// The JSON values of a file: one a line, one after the other over several lines, or the elements of one array.
///
/// Which it is shows in the first line that is not blank.
final class JSONRecords {
  // Properties are changed by the functions below only, none of which is called inside another's change.
  private enum Shape {
    case lines
    case values
    case array
  }

  private let lines: LineSource
  private let replacesSurrogates: Bool
  private let origin: JSONCursor.Origin
  private let limit: Int
  private let longestLine: Int
  @exclusivity(unchecked) private var shape: Shape?
  /// The value, where it is not a whole line.
  private let value = ByteBuffer()
  @exclusivity(unchecked) private var start = SourceLocation(file: "")
  /// The next byte of the current line.
  @exclusivity(unchecked) private var position = 0
  /// Whether an element has been read, and whether the array has ended.
  private var hasElement = false
  private var hasEnded = false
  /// Whether the file has ended within the value.
  private var isTruncated = false

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    lines = LineSource(
      try .opening(file, meter: options.meter), encoding: options.encoding, replaceInvalid: options.replaceInvalid,
      limit: options.maximumLineBytes, cutsLongLines: true, refusesCarriageReturns: false)
    replacesSurrogates = options.replaceInvalid
    origin = JSONCursor.Origin(file, whole: "line", replacesSurrogates: replacesSurrogates)
    limit = options.maximumRecordBytes
    longestLine = options.maximumLineBytes
  }

  /// The first values of the file, as far as they are at hand, for what they show; none is taken, and what is no JSON ends them.
  ///
  /// - Parameters:
  ///   - most: How many are looked at.
  ///   - ledger: Where replaced bytes are counted.
  /// - Returns: The values.
  /// - Throws: What reading throws.
  func head(_ most: Int, into ledger: inout Ledger) throws(CorpusError) -> [JSONValue] {
    let (bytes, isWhole) = try lines.ahead(into: &ledger)
    let end = UTF8Validation.firstInvalid(bytes) ?? bytes.count
    return Self.values(bytes.slice(0..<end), isWhole: isWhole, most: most).map(\.value)
  }

  /// The values at the beginning of a text in which they are not one a line, for what they show.
  ///
  /// - Parameters:
  ///   - lines: The first lines of the text, without blank ones.
  ///   - most: How many values are looked at.
  /// - Returns: Whether they are the elements of an array, and the text of each, line breaks included; no values where the lines end
  ///   within the first. Nil for a text of other shape, and for what is no JSON.
  static func values(in lines: [String], most: Int) -> (areElements: Bool, texts: [String])? {
    guard let first = lines.first else { return nil }
    let shape = Array(first.utf8).withUnsafeBufferPointer { Self.shape($0) }
    guard shape != .lines else { return nil }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    let found = bytes.withUnsafeBufferPointer { bytes in
      values(bytes, isWhole: false, most: most).map { bytes.slice($0.range).string }
    }
    // An object that begins and does not end.
    let begun = /^\s*\[?\s*\{\s*"/
    guard !found.isEmpty || lines.count > 1 && String(decoding: bytes.prefix(1 << 10), as: UTF8.self).contains(begun)
    else { return nil }
    return (shape == .array, found)
  }

  /// The values at the beginning of some bytes; what is no JSON ends them.
  ///
  /// - Parameters:
  ///   - bytes: The beginning of a file.
  ///   - isWhole: Whether they are the whole file, so that a value may end with them.
  ///   - most: How many are looked at.
  /// - Returns: The values, each with its place.
  private static func values(
    _ bytes: Bytes, isWhole: Bool, most: Int
  ) -> [(value: JSONValue, range: Range<Int>)] {
    var values: [(value: JSONValue, range: Range<Int>)] = []
    var index = 0
    func isBetween(_ byte: UInt8) -> Bool { byte <= .space || byte == .comma }
    while index < bytes.count, isBetween(bytes[index]) { index += 1 }
    let line = bytes.slice(index..<(bytes[index...].firstIndex(of: .lineFeed) ?? bytes.count))
    if !line.isEmpty, Self.shape(line) == .array { index += 1 }
    while values.count < most {
      while index < bytes.count, isBetween(bytes[index]) { index += 1 }
      let start = index
      var scan = JSONScan()
      while index < bytes.count, !scan.isComplete, !scan.isScalar {
        scan.take(bytes[index])
        index += 1
      }
      // What the bytes at hand cut off shows nothing, unless the file ends there, too.
      guard scan.isComplete || isWhole && index > start else { break }
      var cursor = JSONCursor(bytes.slice(start..<index), name: "value")
      guard let value = try? cursor.readValue() else { break }
      values.append((value, start..<index))
    }
    return values
  }

  /// Where the value begins.
  var place: SourceLocation { shape == .lines ? lines.place() : SourceLocation(file: start.file, line: start.line) }

  /// The text of the value.
  var string: String { shape == .lines ? lines.string : value.bytes.string }

  /// A cursor at the start of the value, valid until the next one.
  var cursor: JSONCursor {
    shape == .lines
      ? JSONCursor(lines.bytes, line: lines.number, of: origin)
      : JSONCursor(value.bytes, at: start, replacesSurrogates: replacesSurrogates)
  }

  /// Goes to the next value.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: What reading throws; `malformedJSON` for what may not stand between elements; `recordTooLong`.
  func advance(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    if shape == nil {
      repeat {
        guard try advanceLine(into: &ledger) else { return false }
      } while lines.bytes.trimmed.isEmpty
      shape = Self.shape(lines.bytes)
      if shape == .array { position = (lines.bytes.firstIndex(of: .openBracket) ?? 0) + 1 }
      if shape == .lines { return true }
    }
    guard shape == .lines else { return try advanceValue(into: &ledger) }
    while try advanceLine(into: &ledger) {
      if lines.bytes.first ?? .space > .space || !lines.bytes.trimmed.isEmpty { return true }
    }
    return false
  }

  /// Whether `advance` can continue after an error.
  var canContinue: Bool { shape == .lines || value.count > 0 && !isTruncated }

  private func advanceLine(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    guard try lines.advance(into: &ledger) else { return false }
    position = 0
    if lines.isCut, shape == .lines || shape == nil && lines.bytes.trimmed.first != .openBracket {
      throw .lineTooLong(lines.place(), limit: longestLine)
    }
    return true
  }

  /// What a file is that begins with this line: an array of objects or arrays; an object that continues behind the line; or
  /// a value a line.
  private static func shape(_ line: Bytes) -> Shape {
    let line = line.trimmed
    if line.first == .openBracket {
      let next = Bytes(rebasing: line.dropFirst()).trimmed.first ?? .closeBracket
      return next == .openBrace || next == .openBracket || next == .closeBracket ? .array : .lines
    }
    guard line.first == .openBrace, let last = line.last, [.openBrace, .openBracket, .comma].contains(last) else {
      return .lines
    }
    var scan = JSONScan()
    for byte in line { scan.take(byte) }
    return scan.depth > 0 && !scan.isInString ? .values : .lines
  }

  private func advanceValue(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    value.removeAll()
    guard try findValue(into: &ledger) else { return false }
    start = lines.place(position)
    var scan = JSONScan()
    while true {
      let bytes = lines.bytes
      let first = position
      while position < bytes.count {
        let byte = bytes[position]
        if scan.isScalar, byte == .comma || byte == .closeBracket { break }
        scan.take(byte)
        position += 1
        if scan.isComplete { break }
      }
      value.append(bytes.slice(first..<position))
      guard value.count <= limit else {
        value.removeAll()
        throw .recordTooLong(SourceLocation(file: start.file, line: start.line), limit: limit)
      }
      if scan.isComplete || scan.isScalar || position < bytes.count { break }
      let isCut = lines.isCut
      guard try advanceLine(into: &ledger) else {
        isTruncated = true
        throw .malformedJSON(
          start, found: "a value without an end", expected: "its } or ] before the end of the file")
      }
      if !isCut { value.append(.lineFeed) }
    }
    hasElement = true
    return true
  }

  /// Goes to the first byte of the next value; false at the end.
  private func findValue(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    var needsComma = shape == .array && hasElement
    var afterComma = false
    while true {
      while position < lines.bytes.count {
        let byte = lines.bytes[position]
        switch byte {
        case .space, .tab, .carriageReturn: position += 1
        case .comma where needsComma:
          needsComma = false
          afterComma = true
          position += 1
        case .closeBracket where shape == .array && !hasEnded && !afterComma:
          hasEnded = true
          position += 1
        default:
          guard !needsComma, !hasEnded else {
            throw .malformedJSON(
              lines.place(position), found: lines.bytes.slice(position..<min(position + 20, lines.bytes.count)).string,
              expected: hasEnded ? "the end of the file" : ", or ]")
          }
          return true
        }
      }
      guard try advanceLine(into: &ledger) else {
        guard shape != .array || hasEnded else {
          throw .malformedJSON(lines.place(position), found: "the end of the file", expected: ", or ]")
        }
        return false
      }
    }
  }
}

/// Follows the brackets and strings of a JSON value to its end.
private struct JSONScan {
  /// How many brackets are open.
  private(set) var depth = 0
  /// Whether the last byte is in a string.
  private(set) var isInString = false
  private var isEscaped = false
  /// Whether the value has begun and is neither object nor array.
  private(set) var isScalar = false
  /// Whether the value has ended.
  private(set) var isComplete = false

  mutating func take(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == .backslash {
        isEscaped = true
      } else if byte == .quote {
        isInString = false
        isComplete = depth == 0
      }
      return
    }
    switch byte {
    case .quote: isInString = true
    case .openBrace, .openBracket: depth += 1
    case .closeBrace, .closeBracket:
      depth -= 1
      isComplete = depth <= 0
    default: isScalar = depth == 0
    }
  }
}
