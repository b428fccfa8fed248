import BraidText

/// Puts the answers of a long document's windows together, in their order.
struct WindowJoiner {
  private var document: Document
  private let count: Int
  private let replacesFrames: Bool
  /// For each layer of labels the sum of its probabilities, each weighted by the tokens of its window.
  private var sums: [String: [Label]] = [:]
  private var tokens = 0
  private var translations: [String: [AlignedText]] = [:]

  /// The answers for `document`, which has none yet.
  ///
  /// `replacesFrames`: whether a task says something about frames; otherwise those that the document has are kept.
  init(_ document: Document, replacesFrames: Bool) {
    self.document = document
    count = document.tokens.count
    self.replacesFrames = replacesFrames
    if replacesFrames { self.document.frames = nil }
  }

  /// Adds what a window has said.
  mutating func add(_ answers: Document, _ window: DocumentWindow) {
    let offset = window.tokens.lowerBound
    for (layer, tags) in answers.tags {
      for token in window.kept {
        document.tags[layer, default: [String?](repeating: nil, count: count)][token] = tags[token - offset]
      }
    }
    for (layer, scores) in answers.tagScores {
      for token in window.kept {
        document.tagScores[layer, default: [Double?](repeating: nil, count: count)][token] = scores[token - offset]
      }
    }
    // Sentences that a window cuts have no sequences of tags of their own.
    if window.tokens == window.kept {
      for (layer, alternatives) in answers.tagAlternatives {
        document.tagAlternatives[layer, default: []] += alternatives.map {
          AlternativeTags(
            $0.tokens.lowerBound + offset..<$0.tokens.upperBound + offset, tags: $0.tags, score: $0.score)
        }
      }
    }
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound + offset..<range.upperBound + offset }
    for (layer, spans) in answers.spans {
      var all = document.spans[layer] ?? []
      document.spans[layer] = nil
      for span in spans {
        // A span belongs to the window that keeps its start; one that the window before has reached into is its.
        let tokens = moved(span.tokens)
        guard window.kept.contains(tokens.lowerBound), tokens.lowerBound >= all.last?.tokens.upperBound ?? 0 else {
          continue
        }
        all.append(LabeledSpan(tokens, label: span.label, score: span.score))
      }
      document.spans[layer] = all
    }
    if replacesFrames, let frames = answers.frames {
      var all = document.frames ?? []
      document.frames = nil
      for var frame in frames where window.kept.contains(frame.predicate + offset) {
        frame.predicate += offset
        for index in frame.arguments.indices { frame.arguments[index].tokens = moved(frame.arguments[index].tokens) }
        all.append(frame)
      }
      document.frames = all
    }
    tokens += window.kept.count
    for (layer, labels) in answers.probabilities {
      var sum = sums[layer] ?? labels.map { Label($0.name, score: 0) }
      for index in sum.indices {
        sum[index].score = (sum[index].score ?? 0) + Double(window.kept.count) * (labels[index].score ?? 0)
      }
      sums[layer] = sum
    }
    for (name, translation) in answers.translations { translations[name, default: []].append(translation) }
  }

  /// The document with all answers.
  ///
  /// A document's probability of a label is the mean over its windows, weighted by their tokens; translations follow one
  /// another, without alternatives and attention.
  ///
  /// - Parameters:
  ///   - multiLabel: layers that may have any number of labels.
  ///   - probabilities: whether they are kept.
  /// - Returns: the document.
  func joined(multiLabel: Set<String>, probabilities: Bool) -> Document {
    var result = document
    for (layer, sum) in sums {
      let means = sum.map { Label($0.name, score: (($0.score ?? 0) / Double(max(1, tokens))).rounded6) }
      if multiLabel.contains(layer) {
        result.labels[layer] = means.filter { $0.score ?? 0 >= 0.5 }
      } else {
        result.labels[layer] = [means.reduce(means[0]) { ($1.score ?? 0) > ($0.score ?? 0) ? $1 : $0 }]
      }
      if probabilities { result.probabilities[layer] = means }
    }
    for (name, parts) in translations {
      result.translations[name] = AlignedText(
        joining: parts.map { AlignedText($0.text, score: $0.score) })
    }
    return result
  }
}
