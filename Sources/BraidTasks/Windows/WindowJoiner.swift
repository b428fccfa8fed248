import BraidText

/// Puts the predictions for a long document's windows together, in their order.
///
/// Tags, spans and frames are joined as they come, by their place in the text; what is said about a window as a whole is
/// kept for the heads to join.
struct WindowJoiner {
  private var document: Document
  private let replacesFrames: Bool
  private var windows: [WindowPrediction] = []

  /// The predictions for `document`, which has none yet.
  ///
  /// `replacesFrames`: whether a task writes frames; otherwise those that the document has are kept.
  init(_ document: Document, replacesFrames: Bool) {
    self.document = document
    self.replacesFrames = replacesFrames
    if replacesFrames { self.document.frames = nil }
  }

  /// Adds what was predicted for a window.
  mutating func add(_ prediction: Document, _ window: DocumentWindow) {
    let offset = window.tokens.lowerBound
    Self.copy(prediction.tags, to: &document.tags, window, count: document.tokens.count)
    Self.copy(prediction.tagScores, to: &document.tagScores, window, count: document.tokens.count)
    // Sentences that a window cuts have no sequences of tags of their own.
    if window.tokens == window.kept {
      for (layer, alternatives) in prediction.tagAlternatives {
        document.tagAlternatives[layer, default: []] += alternatives.map {
          AlternativeTags(moved($0.tokens, offset), tags: $0.tags, score: $0.score)
        }
      }
    }
    for (layer, spans) in prediction.spans {
      var all = document.spans[layer] ?? []
      document.spans[layer] = nil
      for span in spans {
        // A span belongs to the window that keeps its start; one that the window before has reached into is its.
        let tokens = moved(span.tokens, offset)
        guard window.kept.contains(tokens.lowerBound), tokens.lowerBound >= all.last?.tokens.upperBound ?? 0 else {
          continue
        }
        all.append(LabeledSpan(tokens, label: span.label, score: span.score))
      }
      document.spans[layer] = all
    }
    if replacesFrames, let frames = prediction.frames {
      var all = document.frames ?? []
      document.frames = nil
      for var frame in frames where window.kept.contains(frame.predicate + offset) {
        frame.predicate += offset
        for index in frame.arguments.indices {
          frame.arguments[index].tokens = moved(frame.arguments[index].tokens, offset)
        }
        all.append(frame)
      }
      document.frames = all
    }
    var whole = Document(text: "")
    whole.labels = prediction.labels
    whole.probabilities = prediction.probabilities
    whole.translations = prediction.translations
    whole.fields = prediction.fields
    windows.append(
      WindowPrediction(document: whole, tokens: window.kept.count, read: window.tokens, kept: window.kept))
  }

  /// The document with all predictions of some tasks.
  func joined(
    _ tasks: [(head: any TaskHead, kind: any TaskKind, temperature: Double)], options: PredictionOptions
  ) -> Document {
    var result = document
    for task in tasks {
      let windows = windows.map { window in
        var window = window
        window.temperature = task.temperature
        return window
      }
      task.head.join(windows, into: &result, layers: task.kind.writtenLayers, options: options)
    }
    return result
  }

  private func moved(_ range: Range<Int>, _ offset: Int) -> Range<Int> {
    range.lowerBound + offset..<range.upperBound + offset
  }

  /// Copies the values of the tokens that a window keeps.
  private static func copy<Value>(
    _ layers: [String: [Value?]], to all: inout [String: [Value?]], _ window: DocumentWindow, count: Int
  ) {
    for (layer, values) in layers {
      for token in window.kept {
        all[layer, default: [Value?](repeating: nil, count: count)][token] = values[token - window.tokens.lowerBound]
      }
    }
  }
}
