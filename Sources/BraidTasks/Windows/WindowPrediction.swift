public import BraidText

/// What a head predicts about one window of a long document as a whole.
public struct WindowPrediction: Sendable {
  /// The window with its labels, probabilities, translations and fields.
  public var document: Document
  /// Tokens of the document that the window stands for.
  public var tokens: Int
  /// The tokens that were read, those of other windows that were read as context included.
  package var read: Range<Int>
  /// The tokens that the window stands for.
  package var kept: Range<Int>

  /// The mean probability of each label of a layer over the windows, weighted by their tokens, to six places.
  public static func meanProbabilities(_ windows: [WindowPrediction], _ layer: String) -> [Label] {
    var sums: [Label] = []
    var tokens = 0
    for window in windows {
      tokens += window.tokens
      let labels = window.document.probabilities[layer] ?? []
      if sums.isEmpty { sums = labels.map { Label($0.name, score: 0) } }
      for (index, label) in labels.enumerated() where index < sums.count {
        sums[index].score = (sums[index].score ?? 0) + Double(window.tokens) * (label.score ?? 0)
      }
    }
    return sums.map { Label($0.name, score: (($0.score ?? 0) / Double(max(1, tokens))).rounded6) }
  }

  /// Joins one layer: labels by their mean probability, or where there is none those of the most tokens, as with fields;
  /// translations follow one another, without alternatives and attention.
  static func join(
    _ windows: [WindowPrediction], _ layer: AnnotationLayer, into document: inout Document, options: PredictionOptions
  ) {
    switch layer {
    case .labels(let name):
      let means = meanProbabilities(windows, name)
      if let best = means.max(by: { ($0.score ?? 0) < ($1.score ?? 0) }) {
        document.labels[name] = [options.scores ? best : Label(best.name)]
        if options.givesProbabilities { document.probabilities[name] = means }
      } else {
        document.labels[name] = majority(windows) { $0.labels[name]?.map { Label($0.name) } }
      }
    case .field(let name): document.fields[name] = majority(windows) { $0.fields[name] }
    case .translation(let name):
      let parts = windows.compactMap { $0.document.translations[name] }
      if let joined = AlignedText(joining: parts.map { AlignedText($0.text, score: $0.score) }) {
        document.translations[name] = joined
      }
    case .tags, .spans, .frames: break
    }
  }

  /// The value of the windows with the most tokens, the first of equal ones; nil when no window has one.
  private static func majority<Value: Hashable>(
    _ windows: [WindowPrediction], _ value: (Document) -> Value?
  ) -> Value? {
    var tokens: [Value: Int] = [:]
    var order: [Value] = []
    for window in windows {
      guard let value = value(window.document) else { continue }
      if tokens[value] == nil { order.append(value) }
      tokens[value, default: 0] += window.tokens
    }
    return order.max { (tokens[$0] ?? 0) < (tokens[$1] ?? 0) }
  }
}
