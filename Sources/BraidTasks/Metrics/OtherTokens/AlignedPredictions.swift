import BraidFiles
package import BraidText

/// How many words of gold documents are words of predicted ones.
public struct AlignedWords: Sendable, Equatable, Codable {
  /// Words that both have.
  public var aligned: Int
  /// Gold words.
  public var gold: Int
  /// Predicted words.
  public var predicted: Int

  /// Counts of words; none so far.
  package init(aligned: Int = 0, gold: Int = 0, predicted: Int = 0) {
    (self.aligned, self.gold, self.predicted) = (aligned, gold, predicted)
  }

  /// Share of the predicted words that gold has, 0 to 100.
  public var precision: Double { predicted > 0 ? 100 * Double(aligned) / Double(predicted) : 0 }
  /// Share of the gold words that were found, 0 to 100.
  public var recall: Double { gold > 0 ? 100 * Double(aligned) / Double(gold) : 0 }
  /// The harmonic mean of both, 0 to 100.
  public var f1: Double { gold + predicted > 0 ? 200 * Double(aligned) / Double(gold + predicted) : 0 }
}

/// Predictions about other tokens than gold's, brought onto tokens that all have, with the metric that scores them there.
package struct AlignedPredictions {
  /// How scores on other tokens than gold's are told from others.
  package static let signature = "tokens:own"

  /// What scores them.
  package let metric: any DocumentMetric
  /// The gold documents.
  package private(set) var gold: [Document] = []
  /// The documents of each system.
  package private(set) var predicted: [[Document]]
  /// How many words are the same, for each system.
  package private(set) var words: [AlignedWords]

  /// Aligns the predictions of some systems.
  ///
  /// - Parameters:
  ///   - metric: what scores predictions about gold's tokens.
  ///   - gold: documents with gold labels.
  ///   - predicted: for each system the same documents with its predictions, over the same characters, white space aside.
  /// - Throws: `TaskError.otherDocuments` where there are more or fewer documents, or other characters.
  /// - Complexity: O(bytes), but for multiword tokens the square of their words.
  package init(_ metric: any DocumentMetric, gold: [Document], predicted: [[Document]]) throws(TaskError) {
    self.predicted = predicted.map { _ in [] }
    words = predicted.map { _ in AlignedWords() }
    let units = metric.comparedUnits
    switch units {
    case .documents, .characters: self.metric = metric
    case .words(let inner, _, _): self.metric = AlignedWordMetric(inner)
    }
    for system in predicted where system.count != gold.count {
      throw .otherDocuments(document: nil, expected: gold.count.counted("document"), found: "\(system.count)")
    }
    for (number, document) in gold.enumerated() {
      let name = document.id.isEmpty ? "document \(number + 1)" : document.id
      let others = predicted.map { $0[number] }
      let places = (gold: TokenAlignment.Places(document), predicted: others.map(TokenAlignment.Places.init))
      var alignments: [TokenAlignment] = []
      for (system, other) in others.enumerated() {
        guard places.gold.bytes == places.predicted[system].bytes else {
          throw .otherDocuments(
            document: name, expected: "the text `\(document.text.prefix(40))`", found: "`\(other.text.prefix(40))`")
        }
        let alignment = try TokenAlignment(
          (document, places.gold), (other, places.predicted[system]), name: name)
        alignments.append(alignment)
        words[system].aligned += alignment.goldOf.count { $0 != nil }
        words[system].gold += document.tokens.count
        words[system].predicted += other.tokens.count
      }
      switch units {
      case .documents:
        add(document, others)
      case .characters:
        let pieces = TokenPieces(places.gold, places.predicted)
        add(pieces.document(document, places.gold), zip(others, places.predicted).map { pieces.document($0, $1) })
      case .words(_, let untagged, let heads):
        let union = WordUnion(document, zip(others, alignments).map { ($0, $1) }, untagged: untagged, heads: heads)
        add(union.gold, union.predicted)
      }
    }
  }

  private mutating func add(_ gold: Document, _ predicted: [Document]) {
    self.gold.append(gold)
    for (system, document) in predicted.enumerated() { self.predicted[system].append(document) }
  }
}
