import BraidFiles
package import BraidText

/// Accuracy of token tags.
package struct TagMetric: DocumentMetric {
  let layer: String
  /// Whether a token of a layer that is there counts when it has no tag: it is right where none is predicted.
  let countsEmpty: Bool

  /// A metric of the tags in `layer`.
  package init(layer: String, countsEmpty: Bool = false) {
    self.layer = layer
    self.countsEmpty = countsEmpty
  }

  package var comparedUnits: ComparedUnits {
    .words(
      scoredBy: TagMetric(layer: layer), untagged: countsEmpty ? TaggingOptions.emptyTag : nil, heads: nil)
  }

  /// The gold tags of a document; where they count, tokens without one have the tag that is learned for them.
  private func tags(_ document: Document) -> [String?]? {
    guard let tags = document.tags[layer], countsEmpty else { return document.tags[layer] }
    return tags.map { $0 ?? TaggingOptions.emptyTag }
  }

  /// Tokens with a gold tag, tokens that are right.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = tags(gold) else { return nil }
    let prediction = tags(predicted) ?? []
    var counts = [0.0, 0.0]
    for (index, tag) in truth.enumerated() {
      guard let tag else { continue }
      counts[0] += 1
      if index < prediction.count, prediction[index].isExactly(tag) { counts[1] += 1 }
    }
    return counts
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    [("accuracy", sums[0] > 0 ? 100 * sums[1] / sums[0] : 0)]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[0]) }

  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    let prediction = tags(predicted) ?? []
    return (tags(gold) ?? []).enumerated().compactMap { index, tag in
      tag.map { LabelOutcome(gold: $0, predicted: index < prediction.count ? prediction[index] : nil) }
    }
  }

  /// The words, each that is wrong with its tag: `saw[VERB]`.
  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    let truth = tags(gold) ?? []
    let prediction = tags(predicted) ?? []
    func text(_ tags: [String?]) -> String {
      gold.tokens.indices.map { index in
        guard index < truth.count, let right = truth[index] else { return gold.word(index) }
        let other = index < prediction.count ? prediction[index] : nil
        guard !other.isExactly(right) else { return gold.word(index) }
        return "\(gold.word(index))[\((index < tags.count ? tags[index] : nil) ?? "-")]"
      }.joined(separator: " ")
    }
    return (text(truth), text(prediction))
  }

  /// The probability of each tag that has a gold tag beside it.
  package func confidences(gold: Document, predicted: Document) -> [Confidence] {
    guard let truth = gold.tags[layer], let prediction = predicted.tags[layer],
      let scores = predicted.tagScores[layer]
    else { return [] }
    return zip(truth, zip(prediction, scores)).compactMap { tag, prediction in
      guard let tag, let score = prediction.1 else { return nil }
      return Confidence(score, isRight: prediction.0.isExactly(tag))
    }
  }
}
