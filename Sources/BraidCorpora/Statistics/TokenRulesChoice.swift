package import BraidText

/// Which rules of tokens meet a corpus's own tokens best in raw text.
package struct TokenRulesChoice {
  /// How much better a language's rules must meet a corpus than ICU's do to be proposed, in points of F1.
  private static let margin = 0.5

  private var candidates: [(preparation: TextPreparation, agreement: TokenAgreement)] = []

  /// ICU's rules, as in `preparation`, and those of each language.
  ///
  /// - Parameters:
  ///   - preparation: rules that are compared with others.
  ///   - language: the BCP 47 language of the texts, whose rules alone are tried then; nil when it is not known.
  /// - Throws: `TextError` for rules that ICU does not know.
  package init(besides preparation: TextPreparation, language: String? = nil) throws(TextError) {
    var all = [preparation]
    let language = language.map { $0.prefix { $0 != "-" && $0 != "_" }.lowercased() }
    for (rules, locale) in [(TokenRules.english, "en"), (.french, "fr"), (.italian, "it")]
    where rules != preparation.rules && language ?? locale == locale {
      var other = preparation
      (other.rules, other.locale, other.abbreviations) = (rules, locale, [])
      all.append(other)
    }
    for preparation in all { candidates.append((preparation, try TokenAgreement(preparation))) }
  }

  /// Takes a document's tokens into account.
  ///
  /// - Throws: `TextError.textTooLong`.
  package func add(_ document: Document) throws(TextError) {
    for candidate in candidates { try candidate.agreement.add(document) }
  }

  /// Documents that were compared.
  package var documents: Int { candidates[0].agreement.documents }

  /// How well the first rules meet the corpus.
  package var first: TokenAgreement { candidates[0].agreement }

  /// The rules that meet it best; nil when none are better than the first by enough to be proposed.
  package var better: (preparation: TextPreparation, agreement: TokenAgreement)? {
    guard first.isMeaningful, let best = candidates.dropFirst().max(by: { $0.agreement.f1 < $1.agreement.f1 }),
      best.agreement.f1 >= first.f1 + Self.margin
    else { return nil }
    return best
  }
}
