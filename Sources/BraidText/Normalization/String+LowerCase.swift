extension String {
  /// In lower case as Unicode has it: unlike `lowercased()`, a sigma at the end of a word becomes a final one.
  package var inLowerCase: String {
    let lower = lowercased()
    guard lower.utf8.contains(0xCF), unicodeScalars.contains("\u{3A3}") else { return lower }
    return Normalizer([.lowercase]).apply(self).text
  }
}
