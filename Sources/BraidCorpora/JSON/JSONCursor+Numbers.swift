import BraidText

extension JSONCursor {
  /// Reads a number.
  ///
  /// - Throws: `malformedJSON` for anything else, and for one that is too large.
  mutating func readNumber() throws(CorpusError) -> Double {
    let text = try readNumberText()
    guard let value = Double(text), value.isFinite else { throw malformed(text, "a number within ±1.8e308") }
    return value
  }

  /// Reads a whole number that is not negative, of at most 9 digits.
  package mutating func readIndex() throws(CorpusError) -> Int {
    skipSpace()
    let start = index
    while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 { index &+= 1 }
    guard let value = bytes.slice(start..<index).number, value == 0 || bytes[start] != 48,
      index >= bytes.count || ![0x2E, 0x65, 0x45].contains(bytes[index])
    else {
      index = start
      throw malformed(upcoming, "a whole number")
    }
    return value
  }

  /// Reads `[first,second]`, two numbers as `readIndex` takes them, without white space, if it comes next.
  ///
  /// - Returns: nil for anything else, which is left to be read.
  @inline(__always)
  mutating func readPair() -> (first: Int, second: Int)? {
    var position = index
    guard position < bytes.count, bytes[position] == .openBracket else { return nil }
    position &+= 1
    guard let first = digits(&position), position < bytes.count, bytes[position] == .comma else { return nil }
    position &+= 1
    guard let second = digits(&position), position < bytes.count, bytes[position] == .closeBracket else { return nil }
    index = position &+ 1
    return (first, second)
  }

  /// Reads pairs as `readPair` takes them that follow each other with commas alone between them, without the last one.
  ///
  /// - Parameter take: Takes a pair; one for which it is false is left to be read.
  @inline(__always)
  mutating func readPairs(_ take: (_ first: Int, _ second: Int) -> Bool) {
    while true {
      let start = index
      guard let (first, second) = readPair(), index &+ 1 < bytes.count, bytes[index] == .comma,
        bytes[index &+ 1] == .openBracket, take(first, second)
      else {
        index = start
        return
      }
      index &+= 1
    }
  }

  /// Reads `{"name":[first,second]}` without white space, if it comes next.
  ///
  /// - Parameter start: What stands before the pair, the brace included.
  /// - Returns: nil for anything else, which is left to be read.
  @inline(__always)
  mutating func readPair(behind start: StaticString) -> (first: Int, second: Int)? {
    let before = index
    guard bytes.slice(index..<bytes.count).starts(with: start) else { return nil }
    index &+= start.utf8CodeUnitCount
    guard let pair = readPair(), index < bytes.count, bytes[index] == .closeBrace else {
      index = before
      return nil
    }
    index &+= 1
    return pair
  }

  /// The number of at most 9 digits at a place, which is moved behind it.
  @inline(__always)
  private func digits(_ position: inout Int) -> Int? {
    let start = position
    var value = 0
    while position < bytes.count {
      let digit = bytes[position] &- 48
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      position &+= 1
      guard position &- start <= 9 else { return nil }
    }
    guard position > start, bytes[start] != 48 || position == start &+ 1 else { return nil }
    return value
  }

  /// Reads a number as it is spelled.
  mutating func readNumberText() throws(CorpusError) -> String {
    skipSpace()
    let start = index
    func digit(_ position: Int) -> Bool { position < bytes.count && bytes[position] >= 48 && bytes[position] <= 57 }
    var position = index
    if position < bytes.count, bytes[position] == .hyphen { position += 1 }
    guard digit(position) else { throw malformed(upcoming, "a value") }
    if bytes[position] == 48 {
      position += 1
    } else {
      while digit(position) { position += 1 }
    }
    if position < bytes.count, bytes[position] == .dot {
      guard digit(position + 1) else { throw malformed(upcoming, "a digit after the decimal point") }
      position += 1
      while digit(position) { position += 1 }
    }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
      position += 1
      if position < bytes.count, bytes[position] == .plus || bytes[position] == .hyphen { position += 1 }
      guard digit(position) else { throw malformed(upcoming, "a digit in the exponent") }
      while digit(position) { position += 1 }
    }
    if digit(position) { throw malformed(upcoming, "a number without leading zeros") }
    index = position
    return bytes.slice(start..<index).string
  }
}
