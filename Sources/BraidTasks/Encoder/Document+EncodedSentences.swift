import BraidText

extension Document {
  /// The token ranges that the encoder reads one by one: every sentence that has tokens, and between sentences the
  /// tokens that belong to none.
  var encodedSentences: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var next = 0
    for sentence in sentences.map(\.tokens) {
      if sentence.lowerBound > next { ranges.append(next..<sentence.lowerBound) }
      if !sentence.isEmpty { ranges.append(sentence) }
      next = sentence.upperBound
    }
    if next < tokens.count { ranges.append(next..<tokens.count) }
    return ranges
  }
}
