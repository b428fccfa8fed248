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

  /// `e-mail`.
  var electronic: Int? {
    guard let letter = byte(first), letter | 0x20 == 0x65, touches(first), byte(first + 1) == 0x2D, touches(first + 1),
      tokens[first + 2].kind == .word
    else { return nil }
    return 3
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
      guard !startsBehindSpace(first), touches(first) else { return nil }
      if text(first + 1) == [0x74], touches(first + 1), byte(first + 2) == 0x2D, touches(first + 2), isClitic(first + 3)
      {
        return 4
      }
      return isClitic(first + 1) ? 2 : nil
    }
    guard isPart(first) else { return nil }
    var last = first
    while touches(last), byte(last + 1) == 0x2D, touches(last + 1), isPart(last + 2) {
      if isClitic(last + 2), !Self.frenchHosts.contains(Clitics.lowered(text(last))) { break }
      // `a-t-il`: the letter belongs to the pronoun.
      if text(last + 2) == [0x74], touches(last + 2), byte(last + 3) == 0x2D, touches(last + 3), isClitic(last + 4) {
        break
      }
      last += 2
    }
    return last > first ? last - first + 1 : nil
  }

  private func isPart(_ index: Int) -> Bool {
    index < tokens.count && (tokens[index].kind == .word || tokens[index].kind == .number)
      && !hasElision(index)
  }

  /// Whether a word is cut at an apostrophe: `qu'est-ce`.
  private func hasElision(_ index: Int) -> Bool {
    let word = UnsafeBufferPointer(rebasing: bytes[tokens[index].range])
    return !Clitics.elisions(word) { Clitics.isFrench($0, of: word) }.isEmpty
  }

  /// A pronoun that ends its word.
  private func isClitic(_ index: Int) -> Bool {
    guard index < tokens.count, Self.frenchClitics.contains(Clitics.lowered(text(index))) else { return false }
    return !(touches(index) && byte(index + 1) == 0x2D)
  }

  /// `°C`.
  var degrees: Int? {
    guard text(first) == [0xC2, 0xB0], touches(first), byte(first + 1).map(\.isASCIILetter) == true else { return nil }
    return 2
  }
}
