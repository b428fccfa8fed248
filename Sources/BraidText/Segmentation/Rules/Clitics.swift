/// Where words are cut into a host and its clitics.
enum Clitics {
  /// Clitics that follow an apostrophe in English.
  private static let following: Set<[UInt8]> = Set(["s", "m", "re", "ve", "ll", "d"].map { Array($0.utf8) })
  /// English words of two, by the bytes of the first.
  private static let contracted: [[UInt8]: Int] = {
    var words = ["cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3]
    // As they are often typed.
    for verb in [
      "do", "does", "did", "is", "was", "are", "were", "ca", "could", "wo", "would", "should", "have", "has", "had",
    ] { words[verb + "nt"] = verb.utf8.count }
    return Dictionary(uniqueKeysWithValues: words.map { (Array($0.key.utf8), $0.value) })
  }()
  /// What stands in English before an apostrophe and a whole word: `y'all`, `d'you`.
  private static let leading = ["y": "all", "d": "you"].map { (Array($0.key.utf8), Array($0.value.utf8)) }
  /// What is measured, behind a number without a space.
  private static let units: Set<[UInt8]> = Set(
    [
      "k", "m", "km", "kg", "mm", "cm", "ft", "mg", "lb", "lbs", "oz", "hr", "hrs", "min", "mph", "ml", "nm", "hz",
      "khz", "mhz", "ghz", "kb", "mb", "gb", "tb", "am", "pm", "a.m", "p.m",
    ].map { Array($0.utf8) })

  /// What loses its last vowel in French before an apostrophe.
  static let french: Set<[UInt8]> = Set(
    ["l", "d", "j", "m", "t", "s", "c", "n", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"].map { Array($0.utf8) })

  /// What ends with an apostrophe in Italian, elided or cut short.
  static let italian: Set<[UInt8]> = Set(
    [
      "l", "d", "c", "s", "m", "t", "v", "n", "un", "dell", "all", "nell", "sull", "dall", "coll", "quell", "quest",
      "ch",
      "po", "mo",
    ].map { Array($0.utf8) })

  /// Bytes of the apostrophe at `index`: 1 for `'`, 3 for `’`, 2 for `ʼ`; nil for any other character.
  static func apostrophe(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    switch bytes[index] {
    case 0x27: 1
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99: 3
    case 0xCA where index + 1 < bytes.count && bytes[index + 1] == 0xBC: 2
    default: nil
    }
  }

  /// The bytes with ASCII letters in lower case.
  static func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
  }

  /// The places at which an English word is cut: `should|n't|'ve`, `10|km`.
  static func english(_ word: UnsafeBufferPointer<UInt8>) -> [Int] {
    if let end = numberEnd(word), units.contains(lowered(word[end...])) { return [end] }
    var cuts: [Int] = []
    while let cut = lastClitic(UnsafeBufferPointer(rebasing: word[..<(cuts.first ?? word.count)])) {
      cuts.insert(cut, at: 0)
    }
    return cuts
  }

  /// Where the last clitic of an English word begins; nil for none.
  private static func lastClitic(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    guard word.count > 2 else { return nil }
    var last: (index: Int, length: Int)?
    for index in word.indices.dropFirst() { if let length = apostrophe(word, index) { last = (index, length) } }
    guard let last else { return mayBeContracted(word) ? contracted[lowered(word)] : nil }
    let rest = lowered(word[(last.index + last.length)...])
    if rest == [0x74], last.index > 1, word[last.index - 1] | 0x20 == 0x6E { return last.index - 1 }
    if following.contains(rest) { return last.index }
    let start = lowered(word[..<last.index])
    return leading.contains { $0.0 == start && $0.1 == rest } ? last.index + last.length : nil
  }

  /// Whether a word is as long as, and ends like, one of the `contracted`.
  private static func mayBeContracted(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 4...8 ~= word.count else { return false }
    switch word[word.count - 1] | 0x20 {
    case UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "e"): return true
    default: return false
    }
  }

  /// Whether letters follow an apostrophe as a clitic in English.
  static func isEnglish(_ letters: some Sequence<UInt8>) -> Bool { following.contains(lowered(letters)) }

  /// The places at which a time of day is cut in French: `10|h|30`.
  static func frenchTime(_ word: UnsafeBufferPointer<UInt8>) -> [Int] {
    guard let end = numberEnd(word), end <= 2, word[end] | 0x20 == 0x68, word[(end + 1)...].allSatisfy(\.isASCIIDigit),
      word.count <= end + 3
    else { return [] }
    return word.count == end + 1 ? [end] : [end, end + 1]
  }

  /// The end of the number that something begins with and is longer than; nil for none.
  private static func numberEnd(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let end = word.firstIndex(where: { !$0.isASCIIDigit && $0 != 0x2E && $0 != 0x2C }), end > 0,
      word[end - 1].isASCIIDigit
    else { return nil }
    return end
  }

  /// The places behind apostrophes of a word at which something elided ends.
  ///
  /// - Parameters:
  ///   - word: the word.
  ///   - isElided: whether what stands before an apostrophe, its bytes in the word, is elided.
  /// - Returns: the places.
  static func elisions(_ word: UnsafeBufferPointer<UInt8>, _ isElided: (Range<Int>) -> Bool) -> [Int] {
    var cuts: [Int] = []
    var start = 0
    var index = 1
    while index < word.count {
      guard let length = apostrophe(word, index) else {
        index += 1
        continue
      }
      let end = index + length
      if end < word.count, isElided(start..<index) {
        cuts.append(end)
        start = end
      }
      index = end
    }
    return cuts
  }

  /// Whether some bytes of a word are elided before the apostrophe that follows: not those of `aujourd'hui` and `quelqu'un`.
  static func isFrench(_ range: Range<Int>, of word: UnsafeBufferPointer<UInt8>) -> Bool {
    french.contains(lowered(word[range]))
  }
}
