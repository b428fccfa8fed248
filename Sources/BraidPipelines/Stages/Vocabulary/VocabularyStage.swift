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
    try visitor.choice("kind", &kind, "kind of entries")
    try visitor.field("vectors", &vectors, "pretrained vectors whose words are added after those counted")
    try visitor.field("lowercase", &lowercase, "whether to lower-case words first")
    try visitor.field("size", &size, 1...10_000_000, "maximum number of entries")
    try visitor.field("minimumCount", &minimumCount, 1...1_000_000, "minimum count of a word")
    try visitor.field("path", &path, "file of the vocabulary (default: in the run folder)")
  }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }
  var inputFiles: [String] { vectors.map { [$0] } ?? [] }
  var outputFiles: [String] { path.map { [$0] } ?? [] }
}
