import BraidLayers
package import BraidTensors
package import BraidText

/// What ends with each character, by a softmax.
///
/// Tokens end before white space, unless those of the training texts had some in them, and sentences before an empty line: there
/// the likeliest of the ends that are possible is taken.
package struct SegmentationHead: TaskHead {
  let options: SegmentationOptions
  /// Which words a token is.
  package private(set) var rules: MultiwordRules
  /// Whether tokens may have white space in them.
  package let spaces: Bool
  private let output: TokenOutput

  private static let ends = SegmentEnd.allCases

  package var lossTerms: [String] { ["segments"] }

  /// Adds the head's weights.
  package init(
    task: String, options: SegmentationOptions, rules: MultiwordRules, spaces: Bool, width: Int, weights: inout Weights,
    random: Random
  ) {
    self.options = options
    self.rules = rules
    self.spaces = spaces
    output = TokenOutput(
      task: task, width: width, scores: Self.ends.count, dropout: options.dropout, weights: &weights, random: random)
  }

  package func spelled(in locale: String) -> SegmentationHead {
    var head = self
    head.rules = rules.cased(by: LowerCasing(locale: locale))
    return head
  }

  /// What ends with each character, by its number; -1 for white space.
  package func target(_ document: Document) -> [Int32]? {
    document.tags[SegmentEnd.layerName]?.map { name in
      name.flatMap { SegmentEnd(rawValue: $0) }.flatMap { Self.ends.firstIndex(of: $0) }.map { Int32($0) } ?? -1
    }
  }

  package func lossItemCounts(of target: [Int32]) -> [Int] { [target.count { $0 >= 0 }] }

  package var metric: any DocumentMetric { SegmentationMetric() }

  package func loss(_ input: HeadInput, normalizers: [Float]) -> Tensor? {
    input.tokenCrossEntropy({ output.scores(input) }, smoothing: options.smoothing, normalizer: normalizers[0])
  }

  package func annotate(_ documents: inout [Document], _ input: HeadInput) {
    let logits = output.scores(input)
    for index in documents.indices {
      let rows = input.batch.documentRows[index]
      let ends = rows.indices.map { token -> SegmentEnd? in
        guard documents[index].character(token).kind == .visible else { return nil }
        let next = token + 1 < rows.count ? documents[index].character(token + 1).kind : nil
        return logits.withRow(Int(rows[token])) { end(of: $0, before: next) }
      }
      documents[index].tags[SegmentEnd.layerName] = ends.map { $0?.rawValue }
      documents[index].tags[SegmentEnd.wordsLayerName] = words(documents[index], ends)
    }
  }

  /// The likeliest end that is possible before what comes next.
  private func end(of logits: UnsafeBufferPointer<Float>, before next: TextCharacter.Kind?) -> SegmentEnd {
    var best: (end: SegmentEnd, logit: Float)?
    for (end, logit) in zip(Self.ends, logits) {
      if end == .inside, next == .paragraph || next == .space && !spaces { continue }
      if !end.isSentence, next == .paragraph { continue }
      if logit > best?.logit ?? -.infinity { best = (end, logit) }
    }
    return best?.end ?? .token
  }

  /// The words of each token of several words, at its last character.
  private func words(_ document: Document, _ ends: [SegmentEnd?]) -> [String?] {
    var start: Int?
    return ends.indices.map { index in
      guard let end = ends[index] else {
        if !spaces || document.character(index).kind == .paragraph { start = nil }
        return nil
      }
      let bytes = document.tokens[index].range
      let first = start ?? bytes.lowerBound
      start = end == .inside ? first : nil
      guard end.isMultiword else { return nil }
      return rules.words(of: document.string(first..<bytes.upperBound))?
        .joined(separator: String(SegmentEnd.wordSeparator))
    }
  }
}
