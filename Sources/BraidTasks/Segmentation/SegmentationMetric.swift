package import BraidText

/// How well tokens, sentences and words of windows of running text are found: the mean of three F1.
///
/// Tokens and words are counted as the CoNLL 2018 shared task does. Sentences that a window cuts don't count, so that no
/// boundary is given away.
package struct SegmentationMetric: DocumentMetric {
  /// A metric.
  package init() {}

  /// Right, predicted and gold tokens; the same of sentences and of words.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard gold.tags[SegmentEnd.layerName] != nil else { return nil }
    var values = TreebankValues()
    func text(_ document: Document) throws -> TreebankText {
      var text = TreebankText(name: "window")
      try text.add(document.segmented, &values)
      return text
    }
    // The characters are the same, and every token has one.
    let scores = try? TreebankScores(gold: text(gold), predicted: text(predicted))
    func counts(_ name: String) -> [Double] {
      guard let measure = scores?[name] else { return [0, 0, 0] }
      return [Double(measure.correct), Double(measure.predicted), Double(measure.gold)]
    }
    let isContinued = gold.fields[SegmentEnd.continuedField] != nil
    let sentences = F1(
      gold: Self.sentences(gold, isContinued: isContinued),
      predicted: Self.sentences(predicted, isContinued: isContinued))
    return counts("Tokens") + sentences.counts + counts("Words")
  }

  /// The sentences that lie wholly in a window, as ranges of characters.
  private static func sentences(_ document: Document, isContinued: Bool) -> [Range<Int>] {
    var ends = (document.tags[SegmentEnd.layerName] ?? []).indices.filter { index in
      document.tags[SegmentEnd.layerName]?[index].flatMap { SegmentEnd(rawValue: $0) }?.isSentence == true
    }.map { $0 + 1 }
    if !isContinued { ends.insert(0, at: 0) }
    return zip(ends, ends.dropFirst()).map { $0..<$1 }
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let scores = [0, 3, 6].map { F1(correct: sums[$0], predicted: sums[$0 + 1], gold: sums[$0 + 2]).value }
    return [
      ("mean F1", scores.reduce(0, +) / 3), ("tokens F1", scores[0]), ("sentences F1", scores[1]),
      ("words F1", scores[2]),
    ]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[8]) }

  /// What ends with each character with which something ends, or is said to.
  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    guard let truth = gold.tags[SegmentEnd.layerName] else { return [] }
    let prediction = predicted.tags[SegmentEnd.layerName] ?? []
    let nothing = SegmentEnd.inside.rawValue
    return zip(truth, prediction).compactMap { truth, prediction in
      guard let truth, truth != nothing || prediction != nothing else { return nil }
      return LabelOutcome(gold: truth, predicted: prediction)
    }
  }

  /// The tokens with spaces between them, sentences with bars, and the words of a token of several words in brackets.
  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    (Self.description(gold), Self.description(predicted))
  }

  private static func description(_ document: Document) -> String {
    let document = document.segmented
    return document.sentences.map { sentence in
      var parts: [String] = []
      var next = sentence.tokens.lowerBound
      for multiword in sentence.multiwords {
        parts += document.words(next..<multiword.tokens.lowerBound)
        parts.append("\(multiword.form)[\(multiword.tokens.map(document.form).joined(separator: " "))]")
        next = multiword.tokens.upperBound
      }
      return (parts + document.words(next..<sentence.tokens.upperBound)).joined(separator: " ")
    }.joined(separator: " | ")
  }
}
