import BraidText

extension Document {
  /// The words in `range` with the spans that begin there in brackets, each after its label: `[NP the dog] barks`.
  func bracketed(_ spans: [LabeledSpan], in range: Range<Int>) -> String {
    range.map { index in
      let opening = spans.filter { $0.tokens.lowerBound == index && !$0.tokens.isEmpty }
        .sorted { ($1.tokens.count, $0.label) < ($0.tokens.count, $1.label) }
      let closing = spans.count { $0.tokens.upperBound == index + 1 && range.contains($0.tokens.lowerBound) }
      return opening.map { "[\($0.label) " }.joined() + word(index) + String(repeating: "]", count: closing)
    }.joined(separator: " ")
  }

  /// The tokens of the sentence that token `index` is in; all tokens when it is in none.
  func sentence(of index: Int) -> Range<Int> {
    sentences.first { $0.tokens.contains(index) }?.tokens ?? tokens.indices
  }
}
