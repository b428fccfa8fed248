import BraidFiles
import BraidTasks

/// Makes running text of treebanks, in windows of characters, for segmentation tasks.
struct CharactersStage: DocumentStage {
  static let verb = "characters"
  static let about = "makes running text of treebanks, in windows of characters, for segmentation tasks"
  static let makesWindows = true

  var of: [String] = []
  /// Characters of a window.
  var window = CharacterWindows.standardLength

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages with the sentences and tokens of a treebank")
    try visitor.field("window", &window, 50...3000, "characters of a window")
  }

  var references: [StageReference] { of.map { StageReference("of", name: $0, kind: .documents) } }
}
