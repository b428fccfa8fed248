/// Finds the runs of bytes that stay one token, in one pass.
struct PatternScanner: Sendable {
  private let patterns: Set<TokenPattern>
  /// Kept words by first byte, the longest first.
  private var kept: [UInt8: [[UInt8]]] = [:]
  /// Bytes at which something may be found.
  private var triggers = [Bool](repeating: false, count: 256)

  /// A scanner for some kinds of pattern.
  ///
  /// - Throws: `TextError.invalidRule` for a kept word that is empty or begins or ends with white space.
  init(_ patterns: Set<TokenPattern>, keptWords: [String]) throws(TextError) {
    self.patterns = patterns
    for word in keptWords {
      let bytes = Array(word.utf8)
      guard let first = bytes.first, let last = bytes.last, !first.isASCIIWhitespace, !last.isASCIIWhitespace else {
        throw .invalidRule(word, reason: "a kept word has characters at both ends")
      }
      kept[first, default: []].append(bytes)
      triggers[Int(first)] = true
    }
    for first in kept.keys { kept[first]?.sort { $0.count > $1.count } }
    if patterns.contains(.url) { for byte in ":wW".utf8 { triggers[Int(byte)] = true } }
    if patterns.contains(.email) || patterns.contains(.mention) { triggers[0x40] = true }
    if patterns.contains(.hashtag) { triggers[0x23] = true }
    if patterns.contains(.quantity) { for byte in UInt8(0x30)...0x39 { triggers[Int(byte)] = true } }
  }

  /// Appends every match, in order and not overlapping.
  func scan(_ bytes: UnsafeBufferPointer<UInt8>, into matches: inout [Range<Int>]) {
    triggers.withUnsafeBufferPointer { triggers in
      var position = 0
      var floor = 0
      while position < bytes.count {
        guard triggers[Int(bytes[position])] else {
          position &+= 1
          continue
        }
        let match = match(bytes, position, floor)
        if let match {
          matches.append(match)
          floor = match.upperBound
          position = match.upperBound
        } else if bytes[position].isASCIIDigit {
          // The rest of the number cannot start a quantity either.
          while position < bytes.count, bytes[position].isASCIIDigit { position += 1 }
        } else {
          position += 1
        }
      }
    }
  }

  private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ floor: Int) -> Range<Int>? {
    let byte = bytes[position]
    if let found = keptWord(bytes, position) { return found }
    let found: Range<Int>? =
      switch byte {
      case 0x3A, 0x77, 0x57: patterns.contains(.url) ? PatternMatching.url(bytes, position, floor) : nil
      case 0x40:
        (patterns.contains(.email) ? PatternMatching.email(bytes, position, floor) : nil)
          ?? (patterns.contains(.mention) ? PatternMatching.mention(bytes, position) : nil)
      case 0x23: patterns.contains(.hashtag) ? PatternMatching.hashtag(bytes, position) : nil
      case 0x30...0x39: patterns.contains(.quantity) ? PatternMatching.quantity(bytes, position, floor) : nil
      default: nil
      }
    return found
  }

  private func keptWord(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Range<Int>? {
    guard let words = kept[bytes[position]] else { return nil }
    for word in words where position + word.count <= bytes.count {
      let end = position + word.count
      guard bytes[position..<end].elementsEqual(word) else { continue }
      if position > 0, bytes[position].isWordByte, bytes[position - 1].isWordByte { continue }
      if end < bytes.count, bytes[end - 1].isWordByte, bytes[end].isWordByte { continue }
      return position..<end
    }
    return nil
  }
}
