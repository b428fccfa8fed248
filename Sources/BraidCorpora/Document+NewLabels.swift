import BraidFiles
package import BraidText

extension Document {
  /// The document with new names for its labels of a layer.
  ///
  /// - Parameters:
  ///   - labels: the new name of each label; one that has none is left out. Empty: all stay as they are.
  ///   - layer: the layer of the labels.
  /// - Returns: nil when none of the labels has a new name.
  package func renaming(_ labels: [String: String], in layer: String) -> Document? {
    guard !labels.isEmpty else { return self }
    var document = self
    let kept = (document.labels[layer] ?? []).compactMap { old -> Label? in
      // Names are told apart by their bytes.
      guard let index = labels.index(forKey: old.name), labels[index].key.isExactly(old.name) else { return nil }
      return Label(labels[index].value, score: old.score)
    }
    guard !kept.isEmpty else { return nil }
    document.labels[layer] = kept
    return document
  }
}
