/// Where words are cut into a host and its clitics.
enum Clitics {
  /// Clitics that follow an apostrophe in English.
  private static let following: Set<[UInt8]> = Set(["s", "m", "re", "ve", "ll", "d"].map { Array($0.utf8) })
  /// English words of two, by the bytes of the first.
  private static let contracted: [[UInt8]: Int] = [
    Array("cannot".utf8): 3, Array("gonna".utf8): 3, Array("gotta".utf8): 3, Array("wanna".utf8): 3,
    Array("gimme".utf8): 3, Array("lemme".utf8): 3,
  ]
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

  /// Where an English word is cut; nil for nowhere.
  static func english(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    guard word.count > 2 else { return nil }
    var last: (index: Int, length: Int)?
    for index in word.indices.dropFirst() { if let length = apostrophe(word, index) { last = (index, length) } }
    guard let last else { return contracted[lowered(word)] }
    let rest = lowered(word[(last.index + last.length)...])
    if rest == [0x74], last.index > 1, word[last.index - 1] | 0x20 == 0x6E { return last.index - 1 }
    return following.contains(rest) ? last.index : nil
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
