import BraidFiles
import BraidText

/// Argument lists of Universal PropBank 2: `ARG0:3|ARG1:5-7`, word IDs from 1.
enum PropBankArguments {
  /// The arguments of a list.
  ///
  /// - Parameters:
  ///   - list: The cell.
  ///   - words: How many words the sentence has.
  ///   - place: The line, for errors.
  /// - Returns: The arguments in the order of the list.
  /// - Throws: `unexpected` for anything but a list of that form within the sentence.
  static func parse(_ list: String, words: Int, at place: SourceLocation) throws(CorpusError) -> [Argument] {
    var arguments: [Argument] = []
    for part in list.utf8.split(separator: .bar) {
      guard let colon = part.lastIndex(of: .colon) else { throw unexpected(list, place) }
      let role = String(part[..<colon]) ?? ""
      let ends = part[part.index(after: colon)...].split(separator: .hyphen, omittingEmptySubsequences: false)
      let numbers = ends.compactMap { String($0).flatMap { Int($0) } }
      guard !role.isEmpty, numbers.count == ends.count, 1...2 ~= numbers.count, let first = numbers.first,
        let last = numbers.last, first >= 1, first <= last, last <= words
      else { throw unexpected(list, place) }
      arguments.append(Argument(role: role, tokens: first - 1..<last))
    }
    return arguments
  }

  private static func unexpected(_ list: String, _ place: SourceLocation) -> CorpusError {
    .unexpected(place, found: "arguments \(list)", expected: "a list such as ARG0:3|ARG1:5-7 within the sentence")
  }
}
