/// One declared change of text; a `Normalizer` applies a list of them in order.
public enum NormalizationStep: String, Codable, CaseIterable, Sendable {
  /// Unicode normalization form C: canonical composition.
  case nfc
  /// Unicode normalization form KC: compatibility composition (`ﬁ` becomes `fi`, full width becomes half width).
  case nfkc
  /// Full case folding, the same for every language: `Straße` becomes `strasse`.
  case caseFold = "case-fold"
  /// Lower case, the same for every language, final sigma included.
  case lowercase
  /// Takes the marks off Latin, Greek and Cyrillic letters (`é` becomes `e`, `й` becomes `и`); vowel signs of other
  /// scripts stay, and so do letters with no mark of their own, such as `ø`.
  case stripDiacritics = "strip-diacritics"
  /// One space for every run of white space, line ends included, and none at both ends.
  case whitespace
}
