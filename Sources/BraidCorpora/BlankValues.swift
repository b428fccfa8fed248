import BraidFiles
import BraidText

extension String {
  /// The string; nil when it has nothing but white space. This is the one rule of what a file leaves out.
  var unlessBlank: String? {
    if let first = utf8.first, first > .space { return self }
    return utf8.allSatisfy { $0 == .space || 9...13 ~= $0 } ? nil : self
  }
}

/// Values without characters that were taken out of a document.
struct BlankValues {
  /// Labels of the document.
  var labels = 0
  /// Spans without a label.
  var spans = 0

  var isEmpty: Bool { labels == 0 && spans == 0 }

  /// Counts them.
  func note(in ledger: inout Ledger, at place: SourceLocation) {
    ledger.note(.ignored, .labels, "without characters, which are missing", at: place, count: labels)
    ledger.note(.dropped, .spans, "span without a label", at: place, count: spans)
  }
}

extension Document {
  /// Takes out translations, labels and spans that have no characters: they are missing, whatever the format.
  ///
  /// - Returns: How many labels and spans these were; a translation without characters is how files say that there is none.
  @discardableResult
  mutating func dropBlankValues() -> BlankValues {
    var blank = BlankValues()
    guard isAnnotated else { return blank }
    let kinds = annotationKinds
    if kinds.spans { blank.spans = dropBlankSpans() }
    if kinds.translations {
      for (name, translation) in translations where translation.text.unlessBlank == nil { translations[name] = nil }
    }
    guard kinds.labels else { return blank }
    for (layer, values) in labels where values.contains(where: { $0.name.unlessBlank == nil }) {
      let present = values.filter { $0.name.unlessBlank != nil }
      blank.labels += values.count - present.count
      labels[layer] = present.isEmpty ? nil : present
    }
    return blank
  }

  /// - Returns: How many spans these were.
  private mutating func dropBlankSpans() -> Int {
    var blank = 0
    for (layer, values) in spans where values.contains(where: { $0.label.unlessBlank == nil }) {
      let present = values.filter { $0.label.unlessBlank != nil }
      blank += values.count - present.count
      spans[layer] = present.isEmpty ? nil : present
    }
    return blank
  }
}
