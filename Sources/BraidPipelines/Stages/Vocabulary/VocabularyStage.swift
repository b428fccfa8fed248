import BraidFiles

/// Builds a vocabulary from the training parts of corpora.
struct VocabularyStage: Stage {
  static let verb = "vocabulary"
  static let about = "builds a vocabulary from the training parts of corpora"
  static let output = StageOutputKind.vocabulary

  /// What an entry is.
  enum Kind: String, CaseIterable {
    case words
    case characters
    case bpe
  }

  var of: [String] = []
  var side = "source"
  var kind = Kind.words
  var vectors: String?
  var lowercase = false
  var size = 30_000
  var minimumCount = 1
  var path: String?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose words are counted")
    try visitor.field("side", &side, required: false, "`source`, or the name of an aligned text")
    try visitor.choice("kind", &kind, "what an entry is")
    try visitor.field("vectors", &vectors, "pretrained vectors whose words are added behind those counted")
    try visitor.field("lowercase", &lowercase, "whether words are lower-cased first")
    try visitor.field("size", &size, 1...10_000_000, "most entries")
    try visitor.field("minimumCount", &minimumCount, 1...1_000_000, "words seen less often are left out")
    try visitor.field("path", &path, "file that the vocabulary is written to")
  }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }
  var inputFiles: [String] { vectors.map { [$0] } ?? [] }
  var outputFiles: [String] { path.map { [$0] } ?? [] }
}
