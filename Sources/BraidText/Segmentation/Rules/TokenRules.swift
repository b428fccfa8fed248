/// Rules of tokens beyond ICU's word boundaries, as treebanks have them.
///
/// All but ICU's keep addresses, mentions and hashtags as one token, end no sentence behind an abbreviation that seldom ends
/// one, an initial or the number of a list, and leave a closing quote or bracket behind a space in the sentence that it closes.
public enum TokenRules: String, Codable, CaseIterable, Sendable {
  /// ICU's boundaries and nothing else.
  case icu
  /// As in the Penn Treebank and Universal Dependencies: clitics (`do n't`, `Ann 's`, `can not`) and units behind numbers
  /// (`10 km`), abbreviations with their full stop, prefixes (`non-profit`), runs of punctuation, emoticons and dates as one
  /// token.
  case english
  /// Elisions (`l' ami`, `qu' il`), pronouns behind a hyphen (`dit -il`), hyphenated words, groups of digits and runs of
  /// punctuation as one token.
  case french
  /// Elisions (`dell' arte`, `c' è`), runs of punctuation as one token.
  case italian

  /// Kinds of text that stay one token by any rules but ICU's.
  static let patterns: Set<TokenPattern> = [.url, .email, .mention, .hashtag]

  /// Counts up when the rules of a language change, so that models know.
  static let version = 3
}
