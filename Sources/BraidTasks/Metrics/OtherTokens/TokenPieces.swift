import BraidText

/// The tokens of several documents over the same characters, cut wherever a token of any of them begins or ends: stretches of
/// tokens of each are stretches of pieces.
struct TokenPieces {
  private let pieces: [Range<Int>]
  private let tokens: [Token]

  /// The pieces of documents whose tokens lie in these places; `gold` gives the text.
  init(_ gold: TokenAlignment.Places, _ others: [TokenAlignment.Places]) {
    var cuts: Set<Int> = []
    for places in [gold] + others {
      for token in places.tokens {
        cuts.insert(token.lowerBound)
        cuts.insert(token.upperBound)
      }
    }
    let sorted = cuts.sorted()
    pieces = zip(sorted, sorted.dropFirst()).map { $0..<$1 }
    tokens = pieces.map { Token(gold.range($0)) }
  }

  /// A document with its spans and frames over the pieces. A predicate is the piece that it begins with.
  func document(_ document: Document, _ places: TokenAlignment.Places) -> Document {
    var result = Document(id: document.id, language: document.language, text: document.text, tokens: tokens)
    result.fields = document.fields
    func moved(_ range: Range<Int>) -> Range<Int>? {
      guard !range.isEmpty else { return nil }
      let start = piece(places.tokens[range.lowerBound].lowerBound)
      let end = piece(places.tokens[range.upperBound - 1].upperBound)
      return start < end ? start..<end : nil
    }
    var next = 0
    result.sentences = document.sentences.compactMap { sentence in
      // The words of a multiword token may be of two sentences.
      guard let range = moved(sentence.tokens), range.upperBound > next else { return nil }
      defer { next = range.upperBound }
      return Sentence(tokens: max(next, range.lowerBound)..<range.upperBound)
    }
    result.spans = document.spans.mapValues { spans in
      spans.compactMap { span in moved(span.tokens).map { LabeledSpan($0, label: span.label, score: span.score) } }
    }
    result.frames = document.frames?.compactMap { frame in
      guard let predicate = moved(frame.predicate..<frame.predicate + 1) else { return nil }
      var frame = frame
      frame.predicate = predicate.lowerBound
      frame.extent = frame.extent.flatMap(moved)
      frame.arguments = frame.arguments.compactMap { argument in
        guard let tokens = moved(argument.tokens) else { return nil }
        var argument = argument
        argument.tokens = tokens
        return argument
      }
      return frame
    }
    // What is at one word only, such as a mark of predicates, is at its first piece.
    for (layer, tags) in document.tags {
      var moving = [String?](repeating: nil, count: tokens.count)
      for (token, tag) in tags.enumerated() {
        guard let tag, let range = moved(token..<token + 1) else { continue }
        moving[range.lowerBound] = tag
      }
      result.tags[layer] = moving
    }
    return result
  }

  /// The first piece at or behind a place.
  private func piece(_ place: Int) -> Int {
    pieces.partitioningIndex { $0.lowerBound >= place }
  }
}
