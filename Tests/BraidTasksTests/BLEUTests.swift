import BraidTasks
import Testing

/// Scores of sacreBLEU 2, `case:lc|eff:no|tok:13a|smooth:exp`, made by References/bleu.py.
@Suite struct BLEUTests {
  static let cases: [([String], [String], Double)] = [
    (["The cat sat on the mat."], ["The cat sat on the mat."], 100.0),
    (["the the the the the the the"], ["The cat is on the mat."], 7.80985),
    (["A man rides a horse, slowly."], ["A man is riding a horse slowly."], 19.130147),
    (["It costs 1,000.50 dollars (about 900 euros)."], ["It costs 1,000.50 dollars, about 900 euros."], 39.281465),
    (["Two well-known 12-year-old boys play."], ["Two well known 12-year-old boys are playing."], 29.797147),
    (["&quot;Yes&quot; &amp; no, he said."], ["\"Yes\" & no, he said."], 100.0),
    (["Ein Hund läuft über die grüne Wiese."], ["Ein brauner Hund rennt über eine grüne Wiese."], 21.573653),
    ([""], ["An empty answer."], 0.0),
    (
      ["One.", "A dog runs in the snow .", "Three men stand on a roof"],
      ["One!", "A dog is running in the snow.", "Three men are standing on a roof."], 31.610981
    ),
    (["a b"], ["a b"], 0.0),
    (["x y z"], ["a b c"], 0.0),
    (["Prices rose 3.5% in the U.S. in 2019-20."], ["Prices rose by 3.5 % in the U.S. in 2019/20."], 67.009789),
  ]

  @Test(arguments: cases)
  func `BLEU is sacreBLEU's`(hypotheses: [String], references: [String], expected: Double) {
    var sums = [Double](repeating: 0, count: BLEU.count)
    for (hypothesis, reference) in zip(hypotheses, references) {
      let statistics = BLEU.statistics(hypothesis: hypothesis, reference: reference)
      for (index, value) in statistics.enumerated() { sums[index] += value }
    }
    #expect(abs(BLEU.value(sums) - expected) < 1e-4)
  }

  /// Odd but valid texts, a segment each: BLEU and chrF2 of sacreBLEU 2.6.0 with `lowercase=True`.
  @Test(arguments: [
    ("ΕΑΝ ΟΔΟΣ ΤΗΣ ΠΟΛΗΣ ΜΑΣ", "εαν οδος της πολης μας", 100.0, 100.0),
    (
      "caf\u{E9} cr\u{E8}me br\u{FB}l\u{E9}e d\u{E9}j\u{E0} l\u{E0}",
      "cafe\u{301} cre\u{300}me bru\u{302}le\u{301}e de\u{301}ja\u{300} la\u{300}", 0.0, 16.07
    ),
    ("wait..5 and more words here", "wait . .5 and more words here", 42.38, 100.0),
    ("a \u{308}b c d e", "a b c d e", 42.73, 55.17),
  ])
  func `texts are compared as sacreBLEU compares them, by code points`(
    hypothesis: String, reference: String, bleu: Double, chrF: Double
  ) {
    let found = (
      BLEU.value(BLEU.statistics(hypothesis: hypothesis, reference: reference)),
      ChrF.value(ChrF.statistics(hypothesis: hypothesis, reference: reference))
    )
    #expect(abs(found.0 - bleu) < 0.005 && abs(found.1 - chrF) < 0.005)
  }

  private static let pairs = [
    ("Hello, World! It's 3.5 (ok).", "hello , world ! it is 3.5 -ok- ."),
    ("我喜欢你。It’s 2-3 “ok”…", "我很喜欢你。It’s 2-3 “ok”…"),
    ("Prices: $5, 10€ – 20%", "Prices : $5 , 10 € – 20 %"), ("The Cat sat.", "the cat sat ."),
    (".5 wait..5, a-b", "‘.5’ wait . . 5 , a - b"),
  ]

  // sacrebleu 2.6.0: BLEU(lowercase=not cased, tokenize=tokens).corpus_score([h], [[r]]).score
  @Test(arguments: [
    ("13a", false, [29.0715, 66.874, 53.4174, 100, 11.0915]),
    ("13a", true, [5.9342, 66.874, 53.4174, 31.9472, 11.0915]),
    ("none", false, [4.7998, 0, 4.7998, 0, 0]), ("none", true, [4.7998, 0, 4.7998, 0, 0]),
    ("char", false, [69.6385, 89.5177, 100, 100, 75.4611]), ("char", true, [42.9026, 89.5177, 100, 58.1431, 75.4611]),
    ("zh", false, [29.0715, 88.0771, 100, 100, 6.609]), ("zh", true, [5.9342, 88.0771, 100, 31.9472, 6.609]),
    ("intl", false, [35.6551, 88.0112, 77.2551, 100, 24.9365]),
    ("intl", true, [5.064, 88.0112, 77.2551, 31.9472, 24.9365]),
  ])
  func `tokens and case are sacreBLEU's by the same names`(name: String, isCased: Bool, scores: [Double]) throws {
    let tokens = try #require(BLEUTokens(rawValue: name))
    for ((hypothesis, reference), expected) in zip(Self.pairs, scores) {
      let found = BLEU.value(
        BLEU.statistics(hypothesis: hypothesis, reference: reference, tokens: tokens, isCased: isCased))
      #expect(abs(found - expected) < 1e-4, "\(name): \(hypothesis)")
    }
  }

  // sacrebleu 2.6.0: BLEU(tokenize=tokens).corpus_score([h], [[r]]).score
  @Test(arguments: [
    ("a b c d 5. ", "a b c d 5.", [100, 100, 100, 100, 100]),
    (" .5 a b c d", ".5 a b c d", [100, 100, 100, 100, 50.8133]),
    ("\u{3000}.5 a b c 5,\u{A0}\n", ".5 a b c 5,", [100, 100, 100, 100, 50.8133]),
    ("a b c d e-\n", "a b c d e -", [54.7518, 54.7518, 100, 54.7518, 100]),
    ("a b c &amp;\u{301} d", "a b c &\u{301} d", [100, 42.7287, 31.2394, 41.1134, 41.1134]),
    ("a b c d <skipped>\u{301}e", "a b c d \u{301}e", [100, 66.874, 19.5648, 36.5555, 36.5555]),
  ])
  func `white space at an end, and marks behind mark-up, are no tokens of sacreBLEU's`(
    hypothesis: String, reference: String, scores: [Double]
  ) throws {
    for (name, expected) in zip(["13a", "none", "char", "zh", "intl"], scores) {
      let tokens = try #require(BLEUTokens(rawValue: name))
      let found = BLEU.value(
        BLEU.statistics(hypothesis: hypothesis, reference: reference, tokens: tokens, isCased: true))
      #expect(abs(found - expected) < 1e-4, "\(name): \(hypothesis)")
    }
  }

  // sacrebleu 2.6.0: CHRF(lowercase=not cased)
  @Test(arguments: [
    (false, [63.2601, 89.0226, 100, 100, 73.1502]), (true, [32.8912, 89.0226, 100, 48.8095, 73.1502]),
  ])
  func `chrF2 with and without case is sacreBLEU's`(isCased: Bool, scores: [Double]) {
    for ((hypothesis, reference), expected) in zip(Self.pairs, scores) {
      let found = ChrF.value(ChrF.statistics(hypothesis: hypothesis, reference: reference, isCased: isCased))
      #expect(abs(found - expected) < 1e-4, "\(hypothesis)")
    }
  }
}
