import BraidText

/// What a column of a table or of a column file holds that is asked for by name: the prediction of the task of its name, else
/// the layer of its name.
extension Document {
  /// The labels of a column.
  func labels(inColumn name: String) -> [Label]? {
    guard let predicted = predictions[name]?.annotation else { return labels[name] }
    return Self.one(of: predicted.labels, name) ?? labels[name]
  }

  /// The tags of a column, one a token; none where the task of its name predicts spans.
  func tags(inColumn name: String) -> [String?]? {
    guard let predicted = predictions[name]?.annotation else { return tags(of: name) }
    return Self.one(of: predicted.tags, name) ?? (predicted.spans.isEmpty ? tags(of: name) : nil)
  }

  /// The parts of speech of a format with one column of them: the layer `pos`, else the universal ones, else those of the
  /// language.
  var partsOfSpeech: [String?]? { partsLayer.flatMap { tags(of: $0) } }

  /// The layer of these.
  var partsLayer: String? { hasTags("pos") ? "pos" : Self.otherParts.first(where: hasTags) }

  /// The layers that stand in for `pos`, the first of those that there are.
  static let otherParts = ["upos", "xpos"]

  /// The spans of a column.
  func spans(inColumn name: String) -> [LabeledSpan]? {
    predictions[name].flatMap { Self.one(of: $0.annotation.spans, name) } ?? spans[name]
  }

  /// The only one of some layers, or of several the one of that name.
  private static func one<Layer>(of layers: [String: Layer], _ name: String) -> Layer? {
    layers.count == 1 ? layers.values.first : layers[name]
  }
}
