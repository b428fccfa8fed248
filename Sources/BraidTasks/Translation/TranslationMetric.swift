package import BraidText

/// Corpus BLEU of an aligned text, beside it chrF2, both lower-cased unless asked otherwise, both sacreBLEU's; and the percentage
/// of texts that are right to the letter, which is what counts for lemmas.
package struct TranslationMetric: DocumentMetric {
  let target: String
  let scoring: TranslationScoring

  /// A metric of the aligned text `target`.
  package init(target: String, scoring: TranslationScoring = TranslationScoring()) {
    (self.target, self.scoring) = (target, scoring)
  }

  private var tokens: BLEUTokens { scoring.bleuTokens }
  private var isCased: Bool { scoring.casedScores }

  package var signature: String? {
    let letters = isCased ? "mixed" : "lc"
    return "BLEU|nrefs:1|case:\(letters)|eff:no|tok:\(tokens.rawValue)|smooth:exp "
      + "chrF2|nrefs:1|case:\(letters)|eff:yes|nc:6|nw:0|space:no"
  }

  /// The statistics of `BLEU`, those of `ChrF`, 1 for an exact match, then 1.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.translations[target]?.text else { return nil }
    let prediction = predicted.translations[target]?.text ?? ""
    return BLEU.statistics(hypothesis: prediction, reference: truth, tokens: tokens, isCased: isCased)
      + ChrF.statistics(hypothesis: prediction, reference: truth, isCased: isCased) + [
        prediction.utf8.elementsEqual(truth.utf8) ? 1 : 0, 1,
      ]
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    [
      ("BLEU", BLEU.value(Array(sums[..<BLEU.count]))),
      ("chrF2", ChrF.value(Array(sums[BLEU.count..<BLEU.count + ChrF.count]))),
      ("exact match", 100 * sums[sums.count - 2] / max(1, sums[sums.count - 1])),
    ]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[sums.count - 1]) }

  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    (gold.translations[target]?.text ?? "", predicted.translations[target]?.text ?? "")
  }

  /// 1 minus the document's chrF2 as a share: BLEU says little about one sentence.
  package func severity(gold: Document, predicted: Document) -> Double {
    guard let counts = statistics(gold: gold, predicted: predicted) else { return 0 }
    return 1 - values(counts)[1].value / 100
  }
}
