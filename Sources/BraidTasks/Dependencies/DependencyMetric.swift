import BraidFiles
package import BraidText

/// Labelled and unlabelled attachment: the share of words whose head is right, with its label and without.
///
/// `LAS` compares labels up to their colon, as the CoNLL 2018 shared task does (Zeman et al. 2018, section 5);
/// `LAS with subtypes` compares all of them.
package struct DependencyMetric: DocumentMetric {
  let heads: String
  let labels: String

  /// A metric of the layers `heads` and `labels`.
  package init(heads: String, labels: String) {
    self.heads = heads
    self.labels = labels
  }

  package var comparedUnits: ComparedUnits { .words(scoredBy: self, untagged: nil, heads: heads) }

  /// Words with a gold head; those whose head is right; with the universal part of the label; with all of the label.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.tags[heads] else { return nil }
    var counts = [0.0, 0, 0, 0]
    for word in truth.indices where truth[word] != nil {
      counts[0] += 1
      guard Self.cell(predicted.tags[heads], word).isExactly(truth[word]) else { continue }
      counts[1] += 1
      let labels = (Self.cell(gold.tags[self.labels], word), Self.cell(predicted.tags[self.labels], word))
      if Self.universal(labels.0).isExactly(Self.universal(labels.1)) { counts[2] += 1 }
      if labels.0.isExactly(labels.1) { counts[3] += 1 }
    }
    return counts
  }

  private static func cell(_ tags: [String?]?, _ word: Int) -> String? {
    guard let tags, word < tags.count else { return nil }
    return tags[word]
  }

  /// A label without its subtype: `nsubj` of `nsubj:pass`.
  private static func universal(_ label: String?) -> String? {
    label.map { String(decoding: $0.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self) }
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    func share(_ count: Double) -> Double { sums[0] > 0 ? 100 * count / sums[0] : 0 }
    return [("LAS", share(sums[2])), ("UAS", share(sums[1])), ("LAS with subtypes", share(sums[3]))]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[0]) }

  /// The labels of words with a gold label.
  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    (gold.tags[labels] ?? []).enumerated().compactMap { word, label in
      label.map { LabelOutcome(gold: $0, predicted: Self.cell(predicted.tags[labels], word)) }
    }
  }

  /// The words, each that is wrong with its label and head: `dog[nsubj of barks]`.
  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    func arc(_ document: Document, _ word: Int, _ sentence: Range<Int>) -> String {
      let label = Self.cell(document.tags[labels], word) ?? "-"
      guard let head = Self.cell(document.tags[heads], word).flatMap({ Int($0) }) else { return label }
      guard head > 0, head <= sentence.count else { return "\(label) of root" }
      return "\(label) of \(gold.word(sentence.lowerBound + head - 1))"
    }
    var texts: (gold: [String], predicted: [String]) = ([], [])
    for sentence in gold.encodedSentences {
      for word in sentence {
        let isRight =
          Self.cell(gold.tags[heads], word) == nil
          || Self.cell(gold.tags[heads], word).isExactly(Self.cell(predicted.tags[heads], word))
            && Self.cell(gold.tags[labels], word).isExactly(Self.cell(predicted.tags[labels], word))
        let form = gold.word(word)
        texts.gold.append(isRight ? form : "\(form)[\(arc(gold, word, sentence))]")
        texts.predicted.append(isRight ? form : "\(form)[\(arc(predicted, word, sentence))]")
      }
    }
    return (texts.gold.joined(separator: " "), texts.predicted.joined(separator: " "))
  }
}
