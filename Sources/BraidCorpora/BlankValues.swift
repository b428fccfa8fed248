import BraidText

extension String {
  /// The string; nil when it has nothing but white space. This is the one rule of what a file leaves out.
  var unlessBlank: String? {
    if let first = utf8.first, first > .space { return self }
    return utf8.allSatisfy { $0 == .space || 9...13 ~= $0 } ? nil : self
  }
}

extension Document {
  /// Takes out translations and labels that have no characters: they are missing, whatever the format.
  ///
  /// - Returns: How many labels these were; a translation without characters is how files say that there is none.
  @discardableResult
  mutating func dropBlankValues() -> Int {
    guard isAnnotated else { return 0 }
    let kinds = annotationKinds
    guard kinds.labels || kinds.translations,
      translations.values.contains(where: { $0.text.unlessBlank == nil })
        || labels.values.contains(where: { $0.contains { $0.name.unlessBlank == nil } })
    else { return 0 }
    for (name, translation) in translations where translation.text.unlessBlank == nil { translations[name] = nil }
    var blank = 0
    for (layer, values) in labels where values.contains(where: { $0.name.unlessBlank == nil }) {
      let present = values.filter { $0.name.unlessBlank != nil }
      blank += values.count - present.count
      labels[layer] = present.isEmpty ? nil : present
    }
    return blank
  }
}
