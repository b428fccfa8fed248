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
