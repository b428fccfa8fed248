/// Rules of tokens beyond ICU's word boundaries, as treebanks have them.
public enum TokenRules: String, Codable, CaseIterable, Sendable {
  /// ICU's boundaries and nothing else.
  case icu
  /// As in the Penn Treebank and Universal Dependencies: clitics (`do n't`, `Ann 's`, `can not`), abbreviations with their full
  /// stop, runs of punctuation, emoticons and dates as one token.
  case english
  /// Elisions (`l' ami`, `qu' il`), pronouns behind a hyphen (`dit -il`), hyphenated words, groups of digits and runs of
  /// punctuation as one token.
  case french
  /// Elisions (`dell' arte`, `c' è`), runs of punctuation as one token.
  case italian

  /// Counts up when the rules of a language change, so that models know.
  static let version = 1
}
