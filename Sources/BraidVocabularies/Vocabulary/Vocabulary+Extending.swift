extension Vocabulary {
  /// These entries, then those of another vocabulary that are new, in its order, so that no id changes.
  ///
  /// - Parameter other: entries of the same kind.
  /// - Returns: the longer vocabulary, this one when nothing is new; nil when the other has entries of another kind or a
  ///   special symbol that is none here, which would have to come first.
  package func extended(by other: Vocabulary) -> Vocabulary? {
    guard other.kind == kind else { return nil }
    let symbols = (0..<Int32(specials)).map(word)
    for symbol in (0..<Int32(other.specials)).map(other.word) {
      guard let id = id(symbol), Int(id) < specials else { return nil }
    }
    let new = (Int32(other.specials)..<Int32(other.count)).filter { id(other.word($0)) == nil }
    guard !new.isEmpty else { return self }
    return Vocabulary(
      words: (Int32(specials)..<Int32(count)).map(word) + new.map(other.word),
      counts: counts.dropFirst(specials) + new.map { other.counts[Int($0)] }, specials: symbols, kind: kind,
      options: options)
  }
}
