/// A name that numbers a file of a set, such as `part-01`, `news-2` and `00000-of-00003`.
struct NumberedName {
  /// The name without the number, its words joined by hyphens.
  let rest: String
  /// The number as it is written.
  let number: String
  /// Whether the name says that the file is a part of a set, and not only which of several files it is.
  let isPart: Bool

  private static let parts: Set = ["part", "shard", "chunk", "slice", "piece"]

  /// Finds the number of a file; nil where there is none. A year is none: what is from two years is two corpora.
  ///
  /// - Parameter words: the words of its name, without endings.
  init?(_ words: [String]) {
    var words = words
    if let index = words.indices.last(where: { Self.isTotal(at: $0, words) }) {
      (number, isPart) = (words[index - 1], true)
      words.removeSubrange(index - 1...index + 1)
    } else if let index = words.lastIndex(where: { Self.isNumber($0) && !Self.isYear($0) }) {
      number = words[index]
      isPart = index > 0 && Self.parts.contains(words[index - 1].lowercased())
      words.removeSubrange((isPart ? index - 1 : index)...index)
    } else if let index = words.lastIndex(where: { Self.numbered($0) != nil }), let found = Self.numbered(words[index])
    {
      (number, isPart) = (found, true)
      words.remove(at: index)
    } else {
      return nil
    }
    if let last = words.last, isPart, Self.parts.contains(last.lowercased()) { words.removeLast() }
    rest = words.joined(separator: "-")
  }

  /// Whether a word is the `of` between a number and the number of all.
  private static func isTotal(at index: Int, _ words: [String]) -> Bool {
    words[index] == "of" && index > 0 && index + 1 < words.count && isNumber(words[index - 1])
      && isNumber(words[index + 1])
  }

  /// The number in a word such as `part3`.
  private static func numbered(_ word: String) -> String? {
    let name = word.prefix { !$0.isNumber }
    let number = String(word.dropFirst(name.count))
    return !number.isEmpty && isNumber(number) && parts.contains(name.lowercased()) ? number : nil
  }

  private static func isNumber(_ word: String) -> Bool { word.utf8.allSatisfy { (48...57).contains($0) } }

  private static func isYear(_ word: String) -> Bool {
    word.utf8.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20"))
  }
}
