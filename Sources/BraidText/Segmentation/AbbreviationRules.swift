/// Abbreviations after which no sentence ends.
struct AbbreviationRules: Sendable {
  /// Whole abbreviations as UTF-8.
  private var whole: Set<[UInt8]> = []
  /// Parts of abbreviations with spaces: what stands before a boundary, and what must follow it.
  private var parts: [[UInt8]: [[UInt8]]] = [:]
  /// Bytes of the longest entry.
  private var longest = 0

  /// Rules for abbreviations, each also with a capital first letter.
  ///
  /// - Throws: `TextError.invalidRule` for an empty abbreviation or one that does not end with a full stop.
  init(_ abbreviations: [String]) throws(TextError) {
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
  func forbid(boundary end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
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
}
