import BraidText

/// The locale of texts, and where a pipeline says it.
struct StatedLocale: Equatable {
  /// BCP 47 language tag.
  var tag: String
  /// The option that says it, or the stage that has it by default.
  var place: String

  /// Whether both are one language.
  func agrees(with other: StatedLocale) -> Bool { TextLocale.language(of: tag) == TextLocale.language(of: other.tag) }
}

/// Two locales of the texts that one vocabulary or one model is made of.
struct LocaleConflict: Equatable {
  let first: StatedLocale
  let second: StatedLocale
  /// What becomes of it.
  let consequence: String

  /// The first two locales that differ; nil when all are of one language.
  init?(_ locales: [StatedLocale], consequence: String) {
    guard let first = locales.first, let second = locales.first(where: { !$0.agrees(with: first) }) else { return nil }
    (self.first, self.second, self.consequence) = (first, second, consequence)
  }

  /// The conflict in words.
  var text: String {
    "texts of two locales meet: `\(first.tag)` (\(first.place)) and `\(second.tag)` (\(second.place)); \(consequence)"
  }

  static let advice = "Give the stages one `locale`, or make a vocabulary and a model of each language."
}

extension ArraySlice<PipelineStage> {
  /// What the stages say of the locale of the documents of one of them: itself, or those that its documents come from.
  ///
  /// - Parameters:
  ///   - source: the stage's name.
  ///   - name: the aligned text that is meant; nil for the documents' own.
  /// - Returns: the locales in the order of the stages that say them; none where nothing is said.
  func locales(of source: String, aligned name: String? = nil) -> [StatedLocale] {
    guard let index = lastIndex(where: { $0.name == source }) else { return [] }
    let stage = self[index]
    if let stated = stage.options.statedLocale(ofAligned: name) {
      return [StatedLocale(tag: stated.tag, place: "\(stage.place(of: stated.option))")]
    }
    return stage.options.references.filter { $0.kind == .documents }.flatMap {
      self[..<index].locales(of: $0.name, aligned: name)
    }
  }

  /// What the first of a stage and those that its documents come from says of which something is known.
  func first<Value>(of source: String, _ value: (any Stage) -> Value?) -> Value? {
    guard let index = lastIndex(where: { $0.name == source }) else { return nil }
    let options = self[index].options
    return value(options)
      ?? options.references.first { $0.kind == .documents }.flatMap { self[..<index].first(of: $0.name, value) }
  }
}
