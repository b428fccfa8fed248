import BraidText

/// Puts the predictions for a long document's windows together, in their order.
///
/// Tags, spans and frames are joined as they come, by their place in the text, and packed; what is said about a window as a
/// whole is kept for the heads to join.
struct WindowJoiner {
  private var document: Document
  private let replacesFrames: Bool
  private var tags: [String: PackedValuesBuilder<TagCodec>] = [:]
  private var tagScores: [String: PackedValuesBuilder<ScoreCodec>] = [:]
  private var spans: [String: JoinedSpans] = [:]
  private var frames = PackedValuesBuilder<FrameCodec>()
  private var hasFrames = false
  private var windows: [WindowPrediction] = []

  /// The spans of a layer, and where the last one ends.
  private struct JoinedSpans {
    var spans = PackedValuesBuilder<SpanCodec>()
    var end = 0

    mutating func append(_ span: LabeledSpan) {
      spans.append(span)
      end = span.tokens.upperBound
    }
  }

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
    Self.add(prediction.tags, to: &tags, window, before: document.tags)
    Self.add(prediction.tagScores, to: &tagScores, window, before: document.tagScores)
    // Sentences that a window cuts have no sequences of tags of their own.
    if window.tokens == window.kept {
      for (layer, alternatives) in prediction.tagAlternatives {
        document.tagAlternatives[layer, default: []] += alternatives.map {
          AlternativeTags(moved($0.tokens, offset), tags: $0.tags, score: $0.score)
        }
      }
    }
    for (layer, spans) in prediction.spans { add(spans, layer, window) }
    if replacesFrames, let frames = prediction.frames {
      hasFrames = true
      for var frame in frames where window.kept.contains(frame.predicate + offset) {
        frame.predicate += offset
        frame.extent = frame.extent.map { moved($0, offset) }
        for index in frame.arguments.indices {
          frame.arguments[index].tokens = moved(frame.arguments[index].tokens, offset)
        }
        self.frames.append(frame)
      }
    }
    var whole = Document(text: "")
    whole.labels = prediction.labels
    whole.probabilities = prediction.probabilities
    whole.translations = prediction.translations
    whole.fields = prediction.fields
    windows.append(
      WindowPrediction(document: whole, tokens: window.kept.count, read: window.tokens, kept: window.kept))
  }

  private mutating func add(_ spans: [LabeledSpan], _ layer: String, _ window: DocumentWindow) {
    var all = self.spans.removeValue(forKey: layer) ?? JoinedSpans()
    if all.spans.count == 0 { for span in document.spans[layer] ?? [] { all.append(span) } }
    for span in spans {
      // A span belongs to the window that keeps its start; one that the window before has reached into is its.
      let tokens = moved(span.tokens, window.tokens.lowerBound)
      guard window.kept.contains(tokens.lowerBound), tokens.lowerBound >= all.end else { continue }
      all.append(LabeledSpan(tokens, label: span.label, score: span.score))
    }
    self.spans[layer] = all
  }

  /// The document with all predictions of some tasks.
  func joined(
    _ tasks: [(head: any TaskHead, kind: any TaskKind, temperature: Double)], options: PredictionOptions
  ) -> Document {
    var layers = PackedLayers()
    let count = document.tokens.count
    for (layer, var values) in tags {
      Self.fill(&values, to: count, before: document.tags[layer])
      layers.tags[layer] = values.values
    }
    for (layer, var values) in tagScores {
      Self.fill(&values, to: count, before: document.tagScores[layer])
      layers.tagScores[layer] = values.values
    }
    layers.spans = spans.mapValues(\.spans.values)
    if hasFrames { layers.frames = frames.values }
    var result = document
    result.pack(layers)
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

  /// Adds the values of the tokens that a window keeps.
  private static func add<Codec: PackedCodec, Value>(
    _ layers: [String: [Value?]], to all: inout [String: PackedValuesBuilder<Codec>], _ window: DocumentWindow,
    before: @autoclosure () -> [String: [Value?]]
  ) where Codec.Element == Value? {
    for (layer, values) in layers {
      // Taken out, so that it is changed in its place.
      var joined = all.removeValue(forKey: layer) ?? PackedValuesBuilder()
      fill(&joined, to: window.kept.lowerBound, before: before()[layer])
      for token in window.kept { joined.append(values[token - window.tokens.lowerBound]) }
      all[layer] = joined
    }
  }

  /// Fills a layer up with what the document had before, for windows without a prediction.
  private static func fill<Codec: PackedCodec, Value>(
    _ joined: inout PackedValuesBuilder<Codec>, to end: Int, before: @autoclosure () -> [Value?]?
  ) where Codec.Element == Value? {
    guard joined.count < end else { return }
    let before = before()
    for token in joined.count..<end { joined.append(before.flatMap { token < $0.count ? $0[token] : nil }) }
  }
}
