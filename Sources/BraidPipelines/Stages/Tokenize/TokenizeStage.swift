import BraidFiles
import BraidText

/// Finds sentences and tokens.
struct TokenizeStage: DocumentStage {
  static let verb = "tokenize"
  static let about = "finds sentences and tokens"
  static let sharesPasses = true

  var of: [String] = []
  /// How texts are prepared.
  var preparation = TextPreparation()
  var target: String?
  var targetLocale: String?
  /// The train stage of a segmentation task whose model finds tokens and sentences; nil for rules.
  var model: String?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try preparation.fields(&visitor)
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field(
      "model", &model,
      "train stage of a segmentation task, whose model finds tokens and sentences (default: the locale's rules)")
    try visitor.field("targetLocale", &targetLocale, "BCP 47 locale of the aligned text (default: that of the text)")
  }

  var problem: OptionProblem? {
    var rules = preparation
    (rules.locale, rules.normalize) = (TextPreparation().locale, [])
    guard model == nil || rules == TextPreparation() else {
      return OptionProblem(
        "model", found: "given beside rules of tokens and sentences", expected: "one of the two")
    }
    return preparation.problem
  }

  var references: [StageReference] {
    of.map { StageReference(option: "of", name: $0, kind: .documents) }
      + (model.map { [StageReference(option: "model", name: $0, kind: .model)] } ?? [])
  }

  var textPreparation: TextPreparation? { preparation }
  var segmenterStage: String? { model }

  /// What prepares documents, for one thread.
  ///
  /// - Throws: `TextError` for rules that ICU does not know.
  func makePreprocessor() throws(TextError) -> DocumentPreprocessor {
    try DocumentPreprocessor(preparation, targetLocale: targetLocale, languages: target.map { [$0] } ?? [])
  }
}
