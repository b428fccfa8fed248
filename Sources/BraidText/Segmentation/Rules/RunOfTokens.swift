/// Tokens from one on that may be one token together: how many they are, or nil where they are none.
struct RunOfTokens {
  let tokens: [Token]
  let first: Int
  let bytes: UnsafeBufferPointer<UInt8>

  /// Characters that are repeated: `...`, `!!`, `--`, `$$$`.
  private static let repeated = Set(".!?-=*_~#$<>+,`'".utf8)
  /// Characters that stand together in one run: `?!`, `--==--`.
  private static let mixed: [Set<UInt8>] = [Set("!?".utf8), Set("-=*_~+".utf8)]
  private static let emoticonEyes = Set(":;=".utf8)
  private static let emoticonMouths = Set(")(DPp/|]".utf8)
  /// What is no word of its own before an English hyphen.
  private static let prefixes: Set<[UInt8]> = Set(
    [
      "anti", "co", "counter", "cross", "e", "ex", "inter", "mid", "mini", "multi", "non", "over", "post", "pre", "pro",
      "re", "semi", "sub",
    ].map { Array($0.utf8) })
  /// Abbreviations that are such before a number only.
  private static let beforeNumbers: Set<[UInt8]> = Set(["no", "nos", "p", "pp", "n"].map { Array($0.utf8) })
  /// Pronouns and the like that are words of their own behind a French hyphen.
  private static let frenchClitics: Set<[UInt8]> = Set(
    [
      "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "le", "la", "les", "lui", "leur", "moi",
      "toi",
      "y", "en", "ci", "là",
    ].map { Array($0.utf8) })
  /// Words before `-ci` and `-là` with which these are one word, and others that end like a pronoun.
  private static let frenchHosts: Set<[UInt8]> = Set(
    ["celui", "celle", "ceux", "celles", "rendez", "au", "par", "là", "de", "jusque"].map { Array($0.utf8) })

  private func touches(_ index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index].end == tokens[index + 1].start
  }

  /// The byte of a token of one byte.
  private func byte(_ index: Int) -> UInt8? {
    index < tokens.count && tokens[index].range.count == 1 ? bytes[tokens[index].range.lowerBound] : nil
  }

  private func text(_ index: Int) -> [UInt8] { Array(bytes[tokens[index].range]) }

  private func startsBehindSpace(_ index: Int) -> Bool {
    let start = tokens[index].range.lowerBound
    return start == 0 || bytes[start - 1].isASCIIWhitespace
  }

  private func endsBeforeSpace(_ index: Int) -> Bool {
    let end = tokens[index].range.upperBound
    return end == bytes.count || bytes[end].isASCIIWhitespace
  }

  /// A run of punctuation.
  var punctuation: Int? {
    guard let start = byte(first), Self.repeated.contains(start) else { return nil }
    let set = Self.mixed.first { $0.contains(start) }
    var last = first
    while touches(last), let next = byte(last + 1), next == start || set?.contains(next) == true { last += 1 }
    return last > first ? last - first + 1 : nil
  }

  /// `:)`, `;-)`, `:D` between white space, or before a closing mark.
  var emoticon: Int? {
    guard let eyes = byte(first), Self.emoticonEyes.contains(eyes), startsBehindSpace(first), touches(first) else {
      return nil
    }
    var mouth = first + 1
    if byte(mouth) == 0x2D, touches(mouth) { mouth += 1 }
    guard let found = byte(mouth), Self.emoticonMouths.contains(found), endsBeforeSpace(mouth) else { return nil }
    return mouth - first + 1
  }

  /// `08/16/2000`.
  var date: Int? {
    guard isNumber(first) else { return nil }
    var last = first
    while last - first < 4, touches(last), byte(last + 1) == 0x2F, touches(last + 1), isNumber(last + 2) { last += 2 }
    return last - first == 4 ? 5 : nil
  }

  /// `5:00`, `12:05:30`, and the digits of a telephone: `303-832-8160`.
  var clock: Int? {
    guard isNumber(first) else { return nil }
    var last = first
    while touches(last), byte(last + 1) == 0x3A, touches(last + 1), isNumber(last + 2),
      tokens[last + 2].range.count == 2
    {
      last += 2
    }
    guard last == first, tokens[first].range.count == 3 else { return last > first ? last - first + 1 : nil }
    while touches(last), byte(last + 1) == 0x2D, touches(last + 1), isNumber(last + 2),
      tokens[last + 2].range.count >= 3
    {
      last += 2
    }
    return last > first ? last - first + 1 : nil
  }

  private func isNumber(_ index: Int) -> Bool {
    index < tokens.count && tokens[index].range.count <= 4 && bytes[tokens[index].range].allSatisfy(\.isASCIIDigit)
  }

  /// `1/2`, `9/11`.
  var fraction: Int? {
    guard isNumber(first), tokens[first].range.count <= 2, touches(first), byte(first + 1) == 0x2F, touches(first + 1),
      isNumber(first + 2), tokens[first + 2].range.count <= 2, !touches(first + 2) || byte(first + 3) != 0x2F,
      !isBehind(0x2F)
    else { return nil }
    return 3
  }

  /// Whether a byte stands before the run.
  private func isBehind(_ byte: UInt8) -> Bool {
    let start = tokens[first].range.lowerBound
    return start > 0 && bytes[start - 1] == byte
  }

  /// `e-mail`, `non-profit`.
  var prefixed: Int? {
    guard tokens[first].kind == .word, touches(first), byte(first + 1) == 0x2D, touches(first + 1),
      tokens[first + 2].kind == .word || tokens[first + 2].kind == .number, !isBehind(0x2D),
      Self.prefixes.contains(Clitics.lowered(bytes[tokens[first].range]))
    else { return nil }
    return 3
  }

  /// `AT&T`.
  var ampersand: Int? {
    guard isShortWord(first), touches(first), byte(first + 1) == 0x26, touches(first + 1), isShortWord(first + 2) else {
      return nil
    }
    return 3
  }

  private func isShortWord(_ index: Int) -> Bool {
    index < tokens.count && tokens[index].range.count <= 4 && bytes[tokens[index].range].allSatisfy(\.isASCIILetter)
  }

  /// `J.-C.`
  var hyphenatedInitials: Int? {
    guard first + 4 < tokens.count, (first..<first + 4).allSatisfy(touches), byte(first + 1) == 0x2E,
      byte(first + 2) == 0x2D, byte(first + 4) == 0x2E
    else { return nil }
    return [first, first + 3].allSatisfy { byte($0).map { 0x41...0x5A ~= $0 } == true } ? 5 : nil
  }

  /// `No. 5`, `p. 7`; in French also `p. ex.`
  var abbreviationBefore: Int? {
    guard tokens[first].kind == .word, touches(first), byte(first + 1) == 0x2E, !touches(first + 1),
      first + 2 < tokens.count, Self.beforeNumbers.contains(Clitics.lowered(bytes[tokens[first].range]))
    else { return nil }
    return bytes[tokens[first + 2].range.lowerBound].isASCIIDigit || text(first + 2) == Array("ex".utf8) ? 2 : nil
  }

  /// A word of a list with its full stop, an initial (`J.`) before a capital, letters with full stops (`U.S.`).
  func abbreviation(_ list: Set<[UInt8]>) -> Int? {
    guard tokens[first].kind == .word, touches(first), byte(first + 1) == 0x2E, !touchesMore(first + 1) else {
      return nil
    }
    let word = text(first)
    if list.contains(word) || list.contains(Clitics.lowered(word)) { return 2 }
    let letters = word.split(separator: 0x2E, omittingEmptySubsequences: false)
    if letters.count > 1, letters.allSatisfy({ $0.count == 1 && $0.first?.isASCIILetter == true }) { return 2 }
    guard let initial = byte(first), 0x41...0x5A ~= initial, initial != 0x49, first + 2 < tokens.count,
      0x41...0x5A ~= bytes[tokens[first + 2].range.lowerBound]
    else { return nil }
    return 2
  }

  /// A clitic behind an abbreviation, where ICU has cut its apostrophe off: `Corp.'s`.
  var cliticApart: Int? {
    guard isBehind(0x2E), touches(first),
      Clitics.apostrophe(bytes, tokens[first].range.lowerBound) == tokens[first].range.count,
      Clitics.isEnglish(bytes[tokens[first + 1].range]), !touches(first + 1) || tokens[first + 2].kind != .word
    else { return nil }
    return 2
  }

  /// Whether another full stop follows at once.
  private func touchesMore(_ index: Int) -> Bool { touches(index) && byte(index + 1) == 0x2E }

  /// What is elided and its apostrophe, where ICU has cut them: `l'« ami »`.
  func elidedApart(_ elided: Set<[UInt8]>) -> Int? {
    guard tokens[first].kind == .word, touches(first), tokens[first + 1].range.count <= 3,
      Clitics.apostrophe(bytes, tokens[first + 1].range.lowerBound) == tokens[first + 1].range.count,
      elided.contains(Clitics.lowered(bytes[tokens[first].range]))
    else { return nil }
    return 2
  }

  /// Groups of three digits: `50 000`, with a space or one that does not break.
  var number: Int? {
    guard tokens[first].kind == .number, tokens[first].range.count <= 3,
      bytes[tokens[first].range].allSatisfy(\.isASCIIDigit)
    else { return nil }
    var last = first
    while last + 1 < tokens.count, isGroup(last + 1), isOneSpace(tokens[last].range.upperBound, tokens[last + 1].start)
    {
      last += 1
    }
    return last > first ? last - first + 1 : nil
  }

  private func isGroup(_ index: Int) -> Bool {
    // The last group may have decimals behind it: `1 234,5`.
    let text = bytes[tokens[index].range]
    return text.count >= 3 && text.prefix(3).allSatisfy(\.isASCIIDigit)
      && (text.count == 3 || text.dropFirst(3).first == 0x2C)
  }

  private func isOneSpace(_ start: Int, _ end: Int32) -> Bool {
    switch Int(end) - start {
    case 1: bytes[start] == 0x20
    case 2: bytes[start] == 0xC2 && bytes[start + 1] == 0xA0
    case 3: bytes[start] == 0xE2 && bytes[start + 1] == 0x80 && bytes[start + 2] == 0xAF
    default: false
    }
  }

  /// Words joined by hyphens (`après-midi`), and a hyphen with the pronoun behind it (`-il`, `-t-il`).
  var hyphenated: Int? {
    if byte(first) == 0x2D {
      guard !startsBehindSpace(first), touches(first), endsInPronouns(first) else { return nil }
      return hasLinkingT(first) ? 4 : 2
    }
    guard isPart(first) else { return nil }
    if let count = thatIsToSay { return count }
    var last = first
    while touches(last), byte(last + 1) == 0x2D, touches(last + 1), isPart(last + 2) {
      if endsInPronouns(last + 1), !Self.frenchHosts.contains(Clitics.lowered(text(last))) { break }
      last += 2
    }
    return last > first ? last - first + 1 : nil
  }

  /// `c'est-à-dire`.
  private var thatIsToSay: Int? {
    guard first + 5 < tokens.count, (first..<first + 5).allSatisfy(touches) else { return nil }
    let word = bytes[tokens[first].range.lowerBound..<tokens[first + 5].range.upperBound]
    return ["c'est-à-dire", "c\u{2019}est-à-dire"].contains { Clitics.lowered(word).elementsEqual($0.utf8) } ? 6 : nil
  }

  private func isPart(_ index: Int) -> Bool {
    index < tokens.count && (tokens[index].kind == .word || tokens[index].kind == .number)
  }

  /// Whether a hyphen and all that hangs on it are pronouns: `-le-moi`, `-t-il`, `-t'en`.
  private func endsInPronouns(_ hyphen: Int) -> Bool {
    var hyphen = hyphen
    while true {
      let word = hasLinkingT(hyphen) ? hyphen + 3 : hyphen + 1
      guard word < tokens.count, touches(word - 1) else { return false }
      var last = word
      if Self.isElidedPronoun(text(word)), touches(word) {
        last = word + 1
      }
      guard Self.frenchClitics.contains(Clitics.lowered(text(last))) else { return false }
      guard touches(last), byte(last + 1) == 0x2D else { return true }
      hyphen = last + 1
    }
  }

  private static func isElidedPronoun(_ text: [UInt8]) -> Bool {
    ["t'", "m'", "t\u{2019}", "m\u{2019}"].contains { text.elementsEqual($0.utf8) }
  }

  /// Whether a hyphen is followed by the letter between vowels and another hyphen: the letter belongs to the pronoun.
  private func hasLinkingT(_ hyphen: Int) -> Bool {
    hyphen + 3 < tokens.count && touches(hyphen) && text(hyphen + 1) == [0x74] && touches(hyphen + 1)
      && byte(hyphen + 2) == 0x2D && touches(hyphen + 2)
  }

  /// `°C`.
  var degrees: Int? {
    guard text(first) == [0xC2, 0xB0], touches(first), byte(first + 1).map(\.isASCIILetter) == true else { return nil }
    return 2
  }
}
