public import BraidText

extension WordCounter {
  /// Adds the labels of one layer of a document: document labels, tags or spans of that name, or the roles of its frames.
  ///
  /// What is missing is not counted.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - layer: Name of the layer; `roles` for the arguments of frames.
  /// - Throws: `VocabularyError.file` when the table is full and can't be written.
  public mutating func add(labelsOf document: Document, layer: String) throws(VocabularyError) {
    for label in document.labels[layer] ?? [] { try add(label.name) }
    for case let tag? in document.tags(of: layer) ?? [] { try add(tag) }
    for span in document.spans[layer] ?? [] { try add(span.label) }
    guard layer == "roles" else { return }
    for frame in document.frames ?? [] {
      for argument in frame.arguments { try add(argument.role) }
    }
  }
}
