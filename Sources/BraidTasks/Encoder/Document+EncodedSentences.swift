import BraidText

extension Document {
  /// The token ranges that the encoder reads one by one: every sentence that has tokens, and between sentences the
  /// tokens that belong to none.
  var encodedSentences: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var next = 0
    for given in sentences.map(\.tokens) {
      // Sentences are in order and apart in all that was read; others count from where the one before ends.
      guard given.upperBound >= next else { continue }
      let sentence = max(given.lowerBound, next)..<given.upperBound
      if sentence.lowerBound > next { ranges.append(next..<sentence.lowerBound) }
      if !sentence.isEmpty { ranges.append(sentence) }
      next = sentence.upperBound
    }
    if next < tokens.count { ranges.append(next..<tokens.count) }
    return ranges
  }

  /// Those of `encodedSentences` that have a token in `tokens`.
  func encodedSentences(overlapping tokens: Range<Int>) -> [Range<Int>] {
    // Sentences are in order: the first that ends after the start of the range is found by halving.
    var low = 0
    var high = sentences.count
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].tokens.upperBound <= tokens.lowerBound { low = middle + 1 } else { high = middle }
    }
    var ranges: [Range<Int>] = []
    var next = tokens.lowerBound
    while low < sentences.count, sentences[low].tokens.lowerBound < tokens.upperBound {
      let sentence = sentences[low].tokens
      if sentence.lowerBound > next { ranges.append(next..<sentence.lowerBound) }
      if !sentence.isEmpty { ranges.append(sentence) }
      next = max(next, sentence.upperBound)
      low += 1
    }
    if next < tokens.upperBound { ranges.append(next..<tokens.upperBound) }
    return ranges
  }
}

extension [Range<Int>] {
  /// The one of these ranges, which are in order and apart, that has `token`.
  func containing(_ token: Int) -> Range<Int>? {
    let index = partitioningIndex { $0.upperBound > token }
    return index < count && self[index].contains(token) ? self[index] : nil
  }
}
