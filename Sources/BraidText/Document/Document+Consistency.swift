extension Document {
  /// Whether a token has the text of the one before it, as the words of a multiword token have: `du` is *de* and *le*.
  public func sharesText(_ token: Int) -> Bool { tokens.sharesText(token) }

  /// Whether everything in the document points at something that is there: tokens in order within the text, sentences,
  /// spans and frames within the tokens, one tag a token.
  ///
  /// - Complexity: O(n) in tokens and annotations.
  public var isConsistent: Bool {
    let size = text.utf8.count
    var last = 0
    for (index, token) in tokens.enumerated() {
      if sharesText(index) { continue }
      guard token.start >= last, token.end >= token.start, token.end <= size else { return false }
      last = Int(token.end)
    }
    func fits(_ range: Range<Int>) -> Bool { range.lowerBound >= 0 && range.upperBound <= tokens.count }
    func holds(_ range: Range<Int>) -> Bool { fits(range) && !range.isEmpty }
    return sentences.allSatisfy { sentence in
      fits(sentence.tokens) && sentence.multiwords.allSatisfy { fits($0.tokens) }
        && sentence.emptyNodes.allSatisfy { $0.position <= sentence.tokens.count }
    }
      && tags.values.allSatisfy { $0.count == tokens.count }
      && tagScores.values.allSatisfy { $0.count == tokens.count }
      && tagAlternatives.values.allSatisfy {
        $0.allSatisfy { fits($0.tokens) && $0.tags.count == $0.tokens.count }
      }
      && spans.values.allSatisfy { $0.allSatisfy { holds($0.tokens) } }
      && (frames ?? []).allSatisfy { frame in
        tokens.indices.contains(frame.predicate) && frame.extent.map(fits) ?? true
          && frame.arguments.allSatisfy { holds($0.tokens) }
      }
      && predictions.values.allSatisfy { prediction in
        var annotated = prediction.annotation
        (annotated.text, annotated.tokens) = (text, tokens)
        return annotated.isConsistent
      }
  }
}

extension [Token] {
  /// Whether a token lies where the one before it lies.
  func sharesText(_ index: Int) -> Bool {
    index > 0 && self[index].range == self[index - 1].range && !self[index].range.isEmpty
  }
}
