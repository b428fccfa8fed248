/// Layers of a long document that are held in few bytes a token.
package struct PackedLayers: Sendable {
  /// Tags by layer, one a token.
  package var tags: [String: PackedValues<TagCodec>] = [:]
  /// Probabilities of tags by layer, one a token.
  package var tagScores: [String: PackedValues<ScoreCodec>] = [:]
  /// Spans by layer.
  package var spans: [String: PackedValues<SpanCodec>] = [:]
  /// Frames; nil where there are none, or not here.
  package var frames: PackedValues<FrameCodec>?

  /// No layers.
  package init() {}

  /// Whether there are none.
  package var isEmpty: Bool { tags.isEmpty && tagScores.isEmpty && spans.isEmpty && frames == nil }

  /// Takes out tags, their probabilities, and spans of a name.
  mutating func removeTokens(_ layer: String) {
    tags[layer] = nil
    tagScores[layer] = nil
    spans[layer] = nil
  }
}

extension Dictionary where Key == String {
  /// These layers and packed ones.
  func merging<Codec: PackedCodec>(_ packed: [String: PackedValues<Codec>]) -> Self where Value == [Codec.Element] {
    packed.isEmpty ? self : merging(packed.mapValues(\.values)) { $1 }
  }
}
