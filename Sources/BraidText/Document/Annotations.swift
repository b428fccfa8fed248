/// What is said about a document's text beside its tokens and sentences.
@usableFromInline struct Annotations: Hashable, Sendable {
  var labels: [String: [Label]] = [:]
  var probabilities: [String: [Label]] = [:]
  var tags = TagLayers()
  var tagScores: [String: [Double?]] = [:]
  var tagAlternatives: [String: [AlternativeTags]] = [:]
  var spans: [String: [LabeledSpan]] = [:]
  var frames: [Frame]?
  var translations: [String: AlignedText] = [:]
  var fields: [String: String] = [:]
  var predictions: [String: Prediction] = [:]
}

extension Annotations {
  /// What there is.
  var kinds: AnnotationKinds {
    AnnotationKinds(
      labels: !labels.isEmpty, tags: !tags.isEmpty, spans: !spans.isEmpty, frames: frames != nil,
      translations: !translations.isEmpty)
  }
}

/// Which kinds of annotations a document has.
package struct AnnotationKinds: Sendable {
  package var labels = false
  package var tags = false
  package var spans = false
  package var frames = false
  package var translations = false
}
