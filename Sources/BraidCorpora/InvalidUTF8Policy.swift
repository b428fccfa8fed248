/// What a reader does with bytes that are not UTF-8.
public enum InvalidUTF8Policy: String, CaseIterable, Sendable, Codable {
  /// Throw `CorpusError.invalidUTF8` with the place of the first bad byte.
  case refuse
  /// Put U+FFFD in place of each maximal bad sequence and count it in the ledger as repaired.
  case replace
}
