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
  /// The language by whose rules words become lower case: that of all texts whose words are counted; nil where it is not known, or
  /// they have several ways.
  private(set) var locale: String?
  private(set) var localeConflict: LocaleConflict?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose words are counted")
    try options.fields(&visitor)
    try visitor.field("path", &path, "file of the vocabulary (default: in the run folder)")
  }

  var problem: OptionProblem? { options.problem }

  var references: [StageReference] { of.map { StageReference("of", name: $0, kind: .documents) } }

  mutating func placed(below stages: [PipelineStage]) {
    let side = options.side == VocabularyOptions().side ? nil : options.side
    let locales = of.flatMap { stages[...].locales(of: $0, aligned: side) }
    let ways = Set(locales.map { LowerCasing(locale: $0.tag) })
    locale = ways.count > 1 ? nil : locales.first?.tag
    guard options.lowercase else { return }
    localeConflict = LocaleConflict(
      locales, consequence: "words become lower case as in \(ways.count > 1 ? "most languages" : "`\(locale ?? "")`")")
  }

  var inputFiles: [String] { options.vectors.map { [$0] } ?? [] }
  var outputFiles: [String] { path.map { [$0] } ?? [] }
  var writtenFiles: [WrittenFile] { outputFiles.map { WrittenFile($0, .vocabulary) } }
}
