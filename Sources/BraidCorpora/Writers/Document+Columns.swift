import BraidText

/// What a column of a table or of a column file holds: the prediction of the task of its name, else the layer of its name.
extension Document {
  /// The labels of a column.
  func labels(inColumn name: String) -> [Label]? {
    predictions[name].flatMap { $0.annotation.labels.values.first } ?? labels[name]
  }

  /// The tags of a column, one a token.
  func tags(inColumn name: String) -> [String?]? {
    predictions[name].flatMap { $0.annotation.tags.values.first } ?? tags[name]
  }

  /// The spans of a column.
  func spans(inColumn name: String) -> [LabeledSpan]? {
    predictions[name].flatMap { $0.annotation.spans.values.first } ?? spans[name]
  }
}
