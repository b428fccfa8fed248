import BraidFiles
import BraidText
import BraidVocabularies

/// Builds a vocabulary from the training parts of corpora.
struct VocabularyStage: Stage {
  static let verb = "vocabulary"
  static let about = "builds a vocabulary from the training parts of corpora"
  static let output = StageOutputKind.vocabulary
  static let sharesPasses = true

  var of: [String] = []
  var options = VocabularyOptions()
  var path: String?
  /// The language by whose rules words become lower case: that of all texts whose words are counted; nil where it is not one, or
  /// not known.
  private(set) var locale: String?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose words are counted")
    try options.fields(&visitor)
    try visitor.field("path", &path, "file of the vocabulary (default: in the run folder)")
  }

  var problem: OptionProblem? { options.problem }

  var references: [StageReference] { of.map { StageReference("of", name: $0, kind: .documents) } }

  mutating func placed(below stages: [PipelineStage]) {
    func found(_ source: String, above: ArraySlice<PipelineStage>) -> String? {
      guard let index = above.lastIndex(where: { $0.name == source }) else { return nil }
      let stage = above[index].options
      let isOwnText = options.side == VocabularyOptions().side
      if let preparation = isOwnText ? stage.textPreparation : stage.textPreparation(ofAligned: options.side) {
        return preparation.locale
      }
      return stage.references.first { $0.kind == .documents }.flatMap { found($0.name, above: above[..<index]) }
    }
    let locales = of.map { found($0, above: stages[...]) }
    locale = locales.allSatisfy { LowerCasing(locale: $0) == LowerCasing(locale: locales[0]) } ? locales[0] : nil
  }

  var inputFiles: [String] { options.vectors.map { [$0] } ?? [] }
  var outputFiles: [String] { path.map { [$0] } ?? [] }
}
