import BraidFiles
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

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose words are counted")
    try options.fields(&visitor)
    try visitor.field("path", &path, "file of the vocabulary (default: in the run folder)")
  }

  var problem: OptionProblem? { options.problem }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }
  var inputFiles: [String] { options.vectors.map { [$0] } ?? [] }
  var outputFiles: [String] { path.map { [$0] } ?? [] }
}
