import BraidText

extension Document {
  /// What lies in each sentence, in order, so that a writer of sentences looks at each element once.
  ///
  /// - Parameters:
  ///   - elements: spans, frames.
  ///   - tokens: the tokens of an element.
  /// - Returns: for each sentence the elements that share a token with it.
  /// - Precondition: sentences are in order and apart.
  func bySentence<Element>(_ elements: [Element], tokens: (Element) -> Range<Int>) -> [[Element]] {
    var groups = [[Element]](repeating: [], count: sentences.count)
    for element in elements {
      let range = tokens(element)
      var index = sentences.partitioningIndex { $0.tokens.upperBound > range.lowerBound }
      while index < sentences.count, sentences[index].tokens.lowerBound < range.upperBound {
        if sentences[index].tokens.overlaps(range) { groups[index].append(element) }
        index += 1
      }
    }
    return groups
  }
}
