import BraidText

/// Whether everything in a document points at something that is there.
func isSound(_ document: Document) -> Bool {
  let size = document.text.utf8.count
  var last = 0
  for token in document.tokens {
    guard token.range.lowerBound >= last, token.range.upperBound <= size else { return false }
    last = token.range.upperBound
  }
  let all = 0..<document.tokens.count
  func fits(_ range: Range<Int>) -> Bool { range.lowerBound >= 0 && range.upperBound <= all.upperBound }
  return document.sentences.allSatisfy { sentence in
    fits(sentence.tokens) && sentence.multiwords.allSatisfy { fits($0.tokens) }
      && sentence.emptyNodes.allSatisfy { $0.position <= sentence.tokens.count }
  }
    && document.tags.values.allSatisfy { $0.count == all.count }
    && document.spans.values.allSatisfy { $0.allSatisfy { fits($0.tokens) && !$0.tokens.isEmpty } }
    && (document.frames ?? []).allSatisfy { frame in
      all.contains(frame.predicate) && frame.extent.map(fits) ?? true
        && frame.arguments.allSatisfy { fits($0.tokens) && !$0.tokens.isEmpty }
    }
}
