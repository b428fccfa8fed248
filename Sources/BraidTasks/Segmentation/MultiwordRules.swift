package import BraidFiles
package import BraidText

/// Which words a token of several words is, learned from a treebank's own.
///
/// A token that was seen is what it was most often, whatever its casing. Of any other one, an ending or a beginning that at
/// least two different tokens share decides: what of the word it belongs to it changes, and which words it adds. The words keep
/// the token's casing.
///
/// Source: the multiword splitter of UDPipe (Straka & Straková 2017, section 4.1), with rules for both ends.
package struct MultiwordRules: Sendable, Equatable {
  /// What becomes of one end of a token.
  private struct Edit: Hashable, Comparable {
    /// Characters that go.
    var removed: Int
    /// What stands in their place, as part of the same word.
    var added: ExactString
    /// The other words.
    var words: [ExactString]

    /// The other words joined.
    func joined(_ separator: String) -> ExactString { ExactString(words.map(\.string).joined(separator: separator)) }

    static func < (first: Edit, second: Edit) -> Bool {
      (first.removed, first.added, first.joined("\t")) < (second.removed, second.added, second.joined("\t"))
    }
  }

  /// Characters of an ending besides those that go.
  private static let context = 4
  /// Longest token that rules are learned from and used on, in Unicode scalars.
  private static let longest = 100

  /// The words of each token that was seen, as it is written.
  private let seen: ExactDictionary<[String]>
  /// How words become lower case and upper case.
  private let lower: LowerCasing
  /// The same in lower case.
  private var lowercased = ExactDictionary<[String]>()
  private var endings = ExactDictionary<Edit>()
  private var beginnings = ExactDictionary<Edit>()

  /// The rules of tokens and their words.
  ///
  /// - Parameters:
  ///   - seen: the words of each token, two or more.
  ///   - lower: how words become lower case in their language.
  package init(_ seen: ExactDictionary<[String]>, lower: LowerCasing = .general) {
    self.seen = seen
    self.lower = lower
    for (token, words) in seen.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let small = lower(token)
      if lowercased[small] == nil || small.isExactly(token) { lowercased[small] = words.map { lower($0) } }
    }
    var endings = ExactDictionary<[Edit: Int]>()
    var beginnings = ExactDictionary<[Edit: Int]>()
    for (token, words) in lowercased {
      let token = Array(token.unicodeScalars)
      guard let first = words.first, let last = words.last, words.count > 1, token.count <= Self.longest else {
        continue
      }
      let stem = zip(token, first.unicodeScalars).prefix { $0 == $1 }.count
      let others = words.dropFirst().map(ExactString.init)
      var edits: Set<Edit> = []
      if stem > 0 {
        edits.insert(
          Edit(
            removed: token.count - stem, added: ExactString(Self.string(first.unicodeScalars.dropFirst(stem))),
            words: others))
      }
      // An accent that the first word has lost, as *da* of `dámelo` has, does not hide which the others are.
      let tail = Array(words.dropFirst().joined().unicodeScalars)
      if token.count > tail.count, token.suffix(tail.count).elementsEqual(tail) {
        edits.insert(Edit(removed: tail.count, added: ExactString(""), words: others))
      }
      for edit in edits {
        for length in Self.lengths(edit, token) {
          endings[Self.string(token.suffix(length)), default: [:]][edit, default: 0] += 1
        }
      }
      let end = zip(token.reversed(), last.unicodeScalars.reversed()).prefix { $0 == $1 }.count
      if end > 0 {
        let edit = Edit(
          removed: token.count - end, added: ExactString(Self.string(last.unicodeScalars.dropLast(end))),
          words: words.dropLast().map(ExactString.init))
        for length in Self.lengths(edit, token) {
          beginnings[Self.string(token.prefix(length)), default: [:]][edit, default: 0] += 1
        }
      }
    }
    self.endings = Self.best(endings)
    self.beginnings = Self.best(beginnings)
  }

  /// The same rules in another language.
  func cased(by lower: LowerCasing) -> MultiwordRules {
    lower == self.lower ? self : MultiwordRules(seen, lower: lower)
  }

  /// How long the endings are that an edit of a token is learned for.
  private static func lengths(_ edit: Edit, _ token: [Unicode.Scalar]) -> ClosedRange<Int> {
    let least = max(1, edit.removed)
    return least...max(least, min(edit.removed + context, token.count - 1))
  }

  /// The commonest edit of each end, where two tokens have it.
  private static func best(_ counts: ExactDictionary<[Edit: Int]>) -> ExactDictionary<Edit> {
    ExactDictionary(
      uniqueKeysWithValues: counts.compactMap { end, edits in
        edits.max { ($0.value, $1.key) < ($1.value, $0.key) }.flatMap { $0.value > 1 ? (end, $0.key) : nil }
      })
  }

  /// The words of a token; nil when no rule tells.
  package func words(of token: String) -> [String]? {
    if let words = seen[token] { return words }
    let small = lower(token)
    if let words = lowercased[small] { return cased(words, like: token) }
    let scalars = Array(token.unicodeScalars)
    guard scalars.count <= Self.longest else { return nil }
    var lowered = Array(small.unicodeScalars)
    // Some letters become several in lower case: the first stands for them, so that places are the same.
    if lowered.count != scalars.count {
      lowered = scalars.map { lower(String($0)).unicodeScalars.first ?? $0 }
    }
    func longest(_ edits: ExactDictionary<Edit>, _ end: (Int) -> ArraySlice<Unicode.Scalar>) -> (
      length: Int, edit: Edit
    )? {
      for length in stride(from: scalars.count - 1, to: 0, by: -1) {
        guard let edit = edits[Self.string(end(length))], edit.removed < scalars.count else { continue }
        return (length, edit)
      }
      return nil
    }
    let ending = longest(endings) { lowered.suffix($0) }
    let beginning = longest(beginnings) { lowered.prefix($0) }
    if let ending, ending.length >= beginning?.length ?? 0 {
      let stem = Self.string(scalars.dropLast(ending.edit.removed))
      let tail = Self.string(lowered.suffix(ending.edit.removed))
      let (added, words) = (ending.edit.added.string, ending.edit.words.map(\.string))
      // What is not changed stays as it is written.
      if added.isEmpty, words.joined().isExactly(tail) {
        return [stem] + Self.cut(scalars.suffix(ending.edit.removed), like: words)
      }
      return Self.isUpper(token) ? ([stem + added] + words).map { lower.upper($0) } : [stem + added] + words
    }
    guard let edit = beginning?.edit else { return nil }
    let last = edit.added.string + Self.string(scalars.dropFirst(edit.removed))
    return cased(edit.words.map(\.string), like: token) + [Self.isUpper(token) ? lower.upper(last) : last]
  }

  /// Words in lower case with the casing of a token.
  private func cased(_ words: [String], like token: String) -> [String] {
    if Self.isUpper(token) { return words.map { lower.upper($0) } }
    guard let first = token.first, first.isUppercase, let word = words.first else { return words }
    return [lower.upper(String(word.prefix(1))) + word.dropFirst()] + words.dropFirst()
  }

  /// Whether a token is all in upper case, with at least two letters that have one.
  private static func isUpper(_ token: String) -> Bool {
    !token.contains(where: \.isLowercase) && token.count(where: \.isUppercase) > 1
  }

  /// Characters cut to the lengths of words.
  private static func cut(_ characters: ArraySlice<Unicode.Scalar>, like words: [String]) -> [String] {
    var rest = characters
    return words.map { word in
      let count = word.unicodeScalars.count
      defer { rest = rest.dropFirst(count) }
      return string(rest.prefix(count))
    }
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
