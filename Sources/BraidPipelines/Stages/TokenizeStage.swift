import BraidText

/// Finds sentences and tokens.
struct TokenizeStage: DocumentStage {
  static let verb = "tokenize"
  static let about = "finds sentences and tokens"

  var of: [String] = []
  var locale = "en"
  var sentences = "icu"
  var target: String?
  var targetLocale = "en"

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try visitor.field("locale", &locale, required: false, "BCP 47 locale of the rules")
    try visitor.choice(
      "sentences", &sentences, of: ["icu", "newline", "none"], required: false, "how sentences are found")
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field("targetLocale", &targetLocale, required: false, "BCP 47 locale of the aligned text")
  }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }
}
