/// How well one treebank agrees with another one over the same characters, by the measures of the CoNLL 2018 shared task.
///
/// Source: Zeman et al. 2018, section 5; the numbers are those of `conll18_ud_eval.py` and of `udeval` of the package `udtools`.
public struct TreebankScores: Sendable, Equatable {
  /// One measure.
  public struct Measure: Sendable, Equatable, Encodable {
    /// Its name, such as `LAS`.
    public var name: String
    /// Things that are right.
    public var correct: Int
    /// Things in the gold standard.
    public var gold: Int
    /// Things predicted.
    public var predicted: Int
    /// Things that are in both, right or not; nil where that is no question.
    public var aligned: Int?

    /// Share of predicted things that are right, 0 to 100; 0 when there are none.
    public var precision: Double { predicted > 0 ? 100 * Double(correct) / Double(predicted) : 0 }
    /// Share of gold things that are there, 0 to 100; 0 when there are none.
    public var recall: Double { gold > 0 ? 100 * Double(correct) / Double(gold) : 0 }
    /// The harmonic mean of both, 0 to 100.
    public var f1: Double { gold + predicted > 0 ? 200 * Double(correct) / Double(gold + predicted) : 0 }
    /// Share of the things in both that are right, 0 to 100; nil where that is no question.
    public var alignedAccuracy: Double? { aligned.flatMap { $0 > 0 ? 100 * Double(correct) / Double($0) : nil } }

    private enum CodingKeys: String, CodingKey {
      case correct, gold, predicted, aligned, precision, recall, f1, alignedAccuracy
    }

    /// Writes counts and shares.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(correct, forKey: .correct)
      try container.encode(gold, forKey: .gold)
      try container.encode(predicted, forKey: .predicted)
      try container.encodeIfPresent(aligned, forKey: .aligned)
      try container.encode(precision, forKey: .precision)
      try container.encode(recall, forKey: .recall)
      try container.encode(f1, forKey: .f1)
      try container.encodeIfPresent(alignedAccuracy, forKey: .alignedAccuracy)
    }
  }

  /// The measures: Tokens, Sentences, Words, UPOS, XPOS, UFeats, AllTags and Lemmas; where both have trees, UAS, LAS, CLAS, MLAS
  /// and BLEX as well.
  public private(set) var measures: [Measure] = []

  /// The measure of a name.
  public subscript(_ name: String) -> Measure? { measures.first { $0.name == name } }

  /// Scores a treebank.
  ///
  /// - Parameters:
  ///   - gold: the gold standard.
  ///   - predicted: what is scored, over the same characters, its values numbered with those of `gold`.
  /// - Throws: `TaskError.otherCharacters` where the characters differ; `badTreebank`.
  /// - Complexity: O(words), but for stretches of multiword tokens the square of their words.
  public init(gold: TreebankText, predicted: TreebankText) throws(TaskError) {
    try Self.compare(gold, predicted)
    let alignment = try TreebankAlignment(gold: gold, predicted: predicted)
    let (left, right) = (gold.words, predicted.words)
    measures = [
      Self.stretches("Tokens", gold.tokens, predicted.tokens),
      Self.stretches("Sentences", gold.sentences, predicted.sentences),
      Measure(
        name: "Words", correct: alignment.pairs.count, gold: left.count, predicted: right.count, aligned: nil),
    ]
    /// Counts the aligned words for which `isRight` holds, all or those with content.
    func add(_ name: String, content: Bool = false, _ isRight: (TreebankText.Word, TreebankText.Word) -> Bool) {
      let pairs = content ? alignment.pairs.filter { left[$0.gold].hasContent } : alignment.pairs
      measures.append(
        Measure(
          name: name, correct: pairs.count { isRight(left[$0.gold], right[$0.predicted]) },
          gold: content ? left.count { $0.hasContent } : left.count,
          predicted: content ? right.count { $0.hasContent } : right.count, aligned: pairs.count))
    }
    add("UPOS") { $0.upos == $1.upos }
    add("XPOS") { $0.xpos == $1.xpos }
    add("UFeats") { $0.features == $1.features }
    add("AllTags") { $0.upos == $1.upos && $0.xpos == $1.xpos && $0.features == $1.features }
    // A gold standard without a lemma takes any.
    add("Lemmas") { $0.lemma == $1.lemma || $0.hasNoLemma }
    guard gold.hasTrees, predicted.hasTrees else { return }
    /// The gold word of a predicted one's head; -1 for the root, -2 for a head without one.
    func head(_ word: TreebankText.Word) -> Int {
      guard word.head >= 0 else { return -1 }
      let gold = alignment.goldOf[word.head]
      return gold < 0 ? -2 : gold
    }
    func hasArc(_ gold: TreebankText.Word, _ predicted: TreebankText.Word) -> Bool {
      gold.head == head(predicted) && gold.label == predicted.label
    }
    func hasTags(_ gold: TreebankText.Word, _ predicted: TreebankText.Word) -> Bool {
      gold.upos == predicted.upos && gold.features == predicted.features
    }
    add("UAS") { $0.head == head($1) }
    add("LAS", hasArc)
    add("CLAS", content: true, hasArc)
    add("MLAS", content: true) { gold, predicted in
      hasArc(gold, predicted) && hasTags(gold, predicted) && gold.functional.count == predicted.functional.count
        && zip(gold.functional, predicted.functional).allSatisfy { first, second in
          alignment.goldOf[second] == first && left[first].label == right[second].label
            && hasTags(left[first], right[second])
        }
    }
    add("BLEX", content: true) { hasArc($0, $1) && ($0.lemma == $1.lemma || $0.hasNoLemma) }
  }

  /// The stretches that both have.
  private static func stretches(
    _ name: String, _ gold: [TreebankText.Stretch], _ predicted: [TreebankText.Stretch]
  ) -> Measure {
    var correct = 0
    var (first, second) = (0, 0)
    while first < gold.count, second < predicted.count {
      if gold[first].start == predicted[second].start {
        if gold[first].end == predicted[second].end { correct += 1 }
        (first, second) = (first + 1, second + 1)
      } else if gold[first].start < predicted[second].start {
        first += 1
      } else {
        second += 1
      }
    }
    return Measure(name: name, correct: correct, gold: gold.count, predicted: predicted.count, aligned: nil)
  }

  /// Checks that both have the same characters.
  private static func compare(_ gold: TreebankText, _ predicted: TreebankText) throws(TaskError) {
    guard gold.characters != predicted.characters else { return }
    let common = zip(gold.characters, predicted.characters).prefix { $0 == $1 }.count
    func rest(_ text: TreebankText) -> (sentence: String, text: String) {
      let index = text.sentences.firstIndex { $0.end > common }
      let end = min(text.characters.count, common + 20)
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text.characters[min(common, end)..<end])
      return (index.map { text.sentenceNames[$0] } ?? "its end", String(view))
    }
    throw .otherCharacters(
      gold: gold.name, predicted: predicted.name, sentence: rest(gold).sentence, expected: rest(gold).text,
      found: rest(predicted).text)
  }
}
