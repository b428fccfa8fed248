import BraidFiles
import BraidText

/// Finds sentences and tokens.
struct TokenizeStage: DocumentStage {
  static let verb = "tokenize"
  static let about = "finds sentences and tokens"

  var of: [String] = []
  /// How texts are prepared.
  var preparation = TextPreparation()
  var target: String?
  var targetLocale: String?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try preparation.fields(&visitor)
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field("targetLocale", &targetLocale, "BCP 47 locale of the aligned text (default: that of the text)")
  }

  var problem: OptionProblem? { preparation.problem }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }

  var textPreparation: TextPreparation? { preparation }

  /// How aligned texts are prepared.
  var targetPreparation: TextPreparation {
    var preparation = preparation
    preparation.locale = targetLocale ?? preparation.locale
    preparation.unit = .word
    preparation.sentences = .none
    return preparation
  }
}
