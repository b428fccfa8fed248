package import BraidText

/// Corpus BLEU of an aligned text, lower-cased, tokenized as `13a`.
package struct TranslationScorer: Sendable {
  let target: String

  /// A scorer of the aligned text `target`.
  package init(target: String) { self.target = target }

  /// Scores the documents whose gold text is known.
  package func score(gold: [Document], predicted: [Document]) -> TaskScore {
    var bleu = BLEU()
    var items = 0
    for (gold, predicted) in zip(gold, predicted) {
      guard let truth = gold.translations[target]?.text else { continue }
      items += 1
      bleu.add(hypothesis: predicted.translations[target]?.text ?? "", reference: truth)
    }
    return TaskScore(metric: "BLEU", value: bleu.value, secondary: [:], items: items)
  }
}
