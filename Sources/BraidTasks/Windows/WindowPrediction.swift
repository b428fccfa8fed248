public import BraidText
import Foundation

/// What a head predicts about one window of a long document as a whole.
public struct WindowPrediction: Sendable {
  /// The window with its labels, probabilities, translations and fields.
  public var document: Document
  /// Tokens of the document that the window stands for.
  public var tokens: Int
  /// What the logits of the task's first loss term are divided by: the probabilities of labels that are joined have not been
  /// divided yet, so that a temperature does not change which label the whole document gets.
  public var temperature = 1.0
  /// The tokens that were read, those of other windows that were read as context included.
  package var read: Range<Int>
  /// The tokens that the window stands for.
  package var kept: Range<Int>

  /// The mean probability of each label of a layer over the windows, weighted by their tokens, to six places; before any
  /// temperature.
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

  /// Labels as their mean probabilities are told: those of one choice divided by the temperature as its logits would be, so
  /// that they add up to 1 again, or where each label is a choice of its own (`independent`) one by one.
  public static func tempered(_ means: [Label], _ windows: [WindowPrediction], independent: Bool) -> [Label] {
    let temperature = windows.first?.temperature ?? 1
    guard temperature != 1 else { return means }
    func power(_ probability: Double) -> Double { pow(max(0, probability), 1 / temperature) }
    let total = means.reduce(0) { $0 + power($1.score ?? 0) }
    return means.map { label in
      let value = power(label.score ?? 0)
      let all = independent ? value + power(1 - (label.score ?? 0)) : total
      return Label(label.name, score: all > 0 ? (value / all).rounded6 : label.score)
    }
  }

  /// Joins one layer: labels by their mean probability, or where there is none those of the most tokens, as with fields;
  /// translations follow one another, without alternatives and attention.
  static func join(
    _ windows: [WindowPrediction], _ layer: AnnotationLayer, into document: inout Document, options: PredictionOptions
  ) {
    switch layer {
    case .labels(let name):
      let means = meanProbabilities(windows, name)
      if let best = means.indices.max(by: { (means[$0].score ?? 0) < (means[$1].score ?? 0) }) {
        let told = tempered(means, windows, independent: false)
        document.labels[name] = [options.scores ? told[best] : Label(told[best].name)]
        if options.givesProbabilities { document.probabilities[name] = told }
      } else {
        document.labels[name] = majority(windows) { $0.labels[name]?.map { Label($0.name) } }
      }
    case .field(let name): document.fields[name] = majority(windows) { $0.fields[name] }
    case .translation(let name):
      let parts = windows.compactMap { window in
        window.document.translations[name].map {
          (text: AlignedText($0.text, score: $0.score), lineBreak: document.lineBreak(before: window.kept.lowerBound))
        }
      }
      if let joined = AlignedText(joining: parts.map(\.text), breaks: parts.map(\.lineBreak)) {
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
