import BraidFiles
import BraidText

extension TEIUnit {
  /// The bytes between the words of the file, without those gaps that are white space.
  private var gaps: [Range<Int>] {
    var gaps: [Range<Int>] = []
    var end = 0
    func add(_ gap: Range<Int>) {
      if text.bytes[gap].contains(where: { !XMLText.isSpace($0) }) { gaps.append(gap) }
    }
    for token in document.tokens {
      if Int(token.start) > end { add(end..<Int(token.start)) }
      end = max(end, Int(token.end))
    }
    if end < text.bytes.count { add(end..<text.bytes.count) }
    return gaps
  }

  /// Fills the document: its text, sentences and spans, and tokens wherever the file has none but has words elsewhere, or
  /// names, other spans or sentences.
  ///
  /// - Parameters:
  ///   - place: Where the unit ends.
  ///   - ledger: Where what was added, and what does not fit, is counted.
  ///   - readsPredictions: Whether what a model has made is read as predictions.
  ///   - segmenter: Gives the rules of words.
  /// - Returns: What rules have added.
  /// - Throws: `unexpected` for a text of 2 GiB, and what `segmenter` throws.
  mutating func finish(
    at place: SourceLocation, into ledger: inout Ledger, readsPredictions: Bool,
    segmenter: () throws(CorpusError) -> TextSegmenter
  ) throws(CorpusError) -> TEIAdditions {
    document.text = text.string
    var added: TEIAdditions = []
    let count = document.tokens.count
    if count == 0 {
      if !spans.isEmpty || !sentences.isEmpty {
        let segmenter = try segmenter()
        do throws(TextError) { try segmenter.segment(&document) } catch { throw Self.tooLong(place) }
        added = [.tokens, .sentences]
      }
    } else {
      let gaps = gaps
      if !gaps.isEmpty {
        try fill(gaps, segmenter(), at: place)
        added = .tokens
      }
    }
    ledger.note(
      .recognized, .tokens, "text outside of <w> and <pc>, cut by the rules of words", at: place,
      count: document.tokens.count - count)
    for (layer, values) in tags {
      document.tags[layer] = values + Array(repeating: nil, count: document.tokens.count - values.count)
    }
    if !sentences.isEmpty {
      added.remove(.sentences)
      setSentences(at: place, into: &ledger)
    }
    setMultiwords(at: place, into: &ledger)
    setSpans(at: place, into: &ledger, readsPredictions: readsPredictions)
    if readsPredictions { ScoredPredictions.take(from: &document) }
    return added
  }

  /// Cuts gaps between tokens into tokens.
  private mutating func fill(
    _ gaps: [Range<Int>], _ segmenter: TextSegmenter, at place: SourceLocation
  ) throws(CorpusError) {
    var tokens: [Token] = []
    /// The new index of each token.
    var places: [Int] = []
    var old = 0
    func take(upTo end: Int) {
      while old < document.tokens.count, Int(document.tokens[old].start) < end {
        places.append(tokens.count)
        tokens.append(document.tokens[old])
        old += 1
      }
    }
    for gap in gaps {
      take(upTo: gap.upperBound)
      do throws(TextError) {
        for token in try segmenter.tokens(of: String(decoding: text.bytes[gap], as: UTF8.self)) {
          let range = token.range
          tokens.append(
            Token(gap.lowerBound + range.lowerBound..<gap.lowerBound + range.upperBound, kind: token.kind))
        }
      } catch { throw Self.tooLong(place) }
    }
    take(upTo: .max)
    for (layer, values) in tags {
      var spread = [String?](repeating: nil, count: tokens.count)
      for (index, value) in values.enumerated() { spread[places[index]] = value }
      tags[layer] = spread
    }
    tokenTags = Dictionary(uniqueKeysWithValues: tokenTags.map { (places[$0.key], $0.value) })
    for index in multiwords.indices {
      let words = multiwords[index].tokens
      multiwords[index].tokens = places[words.lowerBound]..<places[words.upperBound - 1] + 1
    }
    document.tokens = tokens
  }

  /// The sentences of the file, and one for each run of tokens between them.
  private mutating func setSentences(at place: SourceLocation, into ledger: inout Ledger) {
    document.sentences = []
    var next = 0
    var others = 0
    func end(before byte: Int) -> Int { document.tokens.partitioningIndex { Int($0.start) >= byte } }
    func add(upTo end: Int) {
      guard end > next else { return }
      document.sentences.append(Sentence(tokens: next..<end))
      next = end
    }
    for sentence in sentences {
      let first = end(before: sentence.lowerBound)
      if first > next { others += 1 }
      add(upTo: first)
      add(upTo: end(before: sentence.upperBound))
    }
    if document.tokens.count > next { others += 1 }
    add(upTo: document.tokens.count)
    ledger.note(.recognized, .sentences, "text outside of <s>, taken for a sentence", at: place, count: others)
  }

  private mutating func setMultiwords(at place: SourceLocation, into ledger: inout Ledger) {
    var rest = multiwords[...]
    for index in document.sentences.indices {
      while let first = rest.first, document.sentences[index].tokens.upperBound >= first.tokens.upperBound {
        rest.removeFirst()
        document.sentences[index].multiwords.append(first)
      }
    }
    ledger.note(
      .dropped, .values, "word of several words outside of <s>, of which the words are kept", at: place,
      count: rest.count)
  }

  private mutating func setSpans(at place: SourceLocation, into ledger: inout Ledger, readsPredictions: Bool) {
    ledger.note(
      .dropped, .spans, "span without characters, or that ends in another block", at: place,
      count: emptySpans + unclosedSpans)
    guard !spans.isEmpty else { return }
    let aligner = SpanAligner(document.tokens)
    var known: [String: Set<LabeledSpan>] = [:]
    var predicted: [(layer: String, span: LabeledSpan)] = []
    for (layer, label, bytes, prediction) in spans {
      guard let (tokens, isWhole) = aligner.tokens(of: bytes) else {
        ledger.note(.dropped, .spans, "span without tokens", at: place)
        continue
      }
      if !isWhole {
        ledger.note(.repaired, .spans, "span that cuts tokens, widened to the whole of them", at: place)
      }
      let span = LabeledSpan(tokens, label: label)
      guard let prediction else {
        document.spans[layer, default: []].append(span)
        known[layer, default: []].insert(span)
        continue
      }
      predicted.append(
        (
          layer,
          readsPredictions
            ? LabeledSpan(tokens, label: label, score: ledger.probability(prediction.score, at: place)) : span
        ))
      if !prediction.tags.isEmpty {
        predictedSpans.append(
          TEIPredictedSpan(
            layer: layer, label: label, bytes: document.bytes(of: tokens), score: prediction.score,
            tags: prediction.tags))
      }
    }
    // What a model says as the file says it is there once.
    for (layer, span) in predicted where known[layer]?.contains(span) != true {
      document.spans[layer, default: []].append(span)
    }
    for layer in document.spans.keys {
      document.spans[layer]?.sort {
        ($0.tokens.lowerBound, -$0.tokens.upperBound) < ($1.tokens.lowerBound, -$1.tokens.upperBound)
      }
    }
  }

  private static func tooLong(_ place: SourceLocation) -> CorpusError {
    .unexpected(place, found: "a text of 2 GiB or more", expected: "a shorter one")
  }
}
