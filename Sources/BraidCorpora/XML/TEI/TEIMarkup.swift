/// What rules have added to the words and sentences of a file's own mark-up.
package struct TEIAdditions: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Tokens that no `w` or `pc` stands for.
  package static let tokens = TEIAdditions(rawValue: 1)
  /// Sentences that no `s` stands for.
  package static let sentences = TEIAdditions(rawValue: 2)
}

/// A span that a model has made and that was put into the file.
package struct TEIPredictedSpan: Sendable {
  package var layer: String
  package var label: String
  /// The bytes of the text from the first to the last of its tokens.
  package var bytes: Range<Int>
  package var score: Double
  /// Its tags in the file.
  package var tags: [Range<Int>]
}
