/// Abbreviations after which no sentence ends.
struct AbbreviationRules: Sendable {
  /// Whole abbreviations as UTF-8.
  private var whole: Set<[UInt8]> = []
  /// Parts of abbreviations with spaces: what stands before a boundary, and what must follow it.
  private var parts: [[UInt8]: [[UInt8]]] = [:]
  /// Whether initials and numbers of lists are abbreviations, too.
  private let hasInitials: Bool
  /// Bytes of the longest entry.
  private var longest = 0

  /// Rules for abbreviations, each also with a capital first letter.
  ///
  /// - Parameters:
  ///   - abbreviations: The abbreviations.
  ///   - hasInitials: Whether no sentence ends behind an initial (`J.`) and the number of a list (`1.`).
  /// - Throws: `TextError.invalidRule` for an empty abbreviation or one that does not end with a full stop.
  init(_ abbreviations: [String], hasInitials: Bool = false) throws(TextError) {
    self.hasInitials = hasInitials
    for abbreviation in abbreviations {
      guard abbreviation.hasSuffix("."), abbreviation.utf8.count > 1 else {
        throw .invalidRule(abbreviation, reason: "an abbreviation ends with a full stop")
      }
      for form in [abbreviation, abbreviation.prefix(1).uppercased() + abbreviation.dropFirst()] {
        insert(Array(form.utf8))
      }
    }
  }

  private mutating func insert(_ bytes: [UInt8]) {
    whole.insert(bytes)
    longest = max(longest, bytes.count)
    for (index, byte) in bytes.enumerated() where byte == 0x20 {
      parts[Array(bytes[..<index]), default: []].append(Array(bytes[(index + 1)...]))
    }
  }

  /// Whether the sentence boundary at `end` stands behind an abbreviation, on the same line.
  ///
  /// - Parameters:
  ///   - end: The boundary.
  ///   - begin: Where the sentence begins.
  ///   - bytes: The text.
  /// - Returns: Whether no sentence ends there.
  func forbid(boundary end: Int, after begin: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var last = end
    while last > 0 {
      if bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 {
        last -= 1
      } else if last > 1, bytes[last - 1] == 0xA0, bytes[last - 2] == 0xC2 {
        last -= 2
      } else {
        break
      }
    }
    guard last > 0, bytes[last - 1] == 0x2E else { return false }
    if hasInitials, isInitial(begin..<last - 1, bytes) || isBeforeNumber(begin..<last - 1, end, bytes) { return true }
    var start = last - 1
    while start > 0, last - start < longest {
      start -= 1
      guard start == 0 || !bytes[start - 1].isWordByte else { continue }
      let found = Array(bytes[start..<last])
      if whole.contains(found) { return true }
      if let rests = parts[found] {
        for rest in rests where end + rest.count <= bytes.count {
          if bytes[end..<end + rest.count].elementsEqual(rest) { return true }
        }
      }
    }
    return false
  }

  /// Whether what stands before a full stop is one capital letter but `I`, or all there is of the sentence is a number.
  private func isInitial(_ sentence: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let letter = sentence.last.map({ bytes[$0] }) else { return false }
    if 0x41...0x5A ~= letter, letter != 0x49 {
      return sentence.count == 1 || Self.beforeInitials.contains(bytes[sentence.upperBound - 2])
    }
    let digits = bytes[sentence].drop(while: \.isASCIIWhitespace)
    return (1...2).contains(digits.count) && digits.allSatisfy(\.isASCIIDigit)
  }

  /// Whether a number follows what is an abbreviation before one: `No. 5`.
  private func isBeforeNumber(_ sentence: Range<Int>, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard end < bytes.count, bytes[end].isASCIIDigit else { return false }
    let word = bytes[sentence].suffix(Self.longestBeforeNumber + 1)
    let start = word.lastIndex { !$0.isASCIILetter }.map { $0 + 1 } ?? word.startIndex
    return Self.beforeNumbers.contains(Clitics.lowered(word[start...]))
  }

  /// What may stand before an initial: white space, the last byte of a no-break space included, brackets, quotes, another one.
  private static let beforeInitials = Set(" \t\r\n([\"'.-".utf8).union([0xA0])
  private static let beforeNumbers: Set<[UInt8]> = Set(
    ["no", "nos", "p", "pp", "n", "nr", "art", "vol", "fig", "ch", "sec"].map { Array($0.utf8) })
  private static let longestBeforeNumber = 3
}
