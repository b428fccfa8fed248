import BraidFiles
import BraidText
import Foundation

/// Leaves out documents that nobody wants to learn from.
struct CleanStage: DocumentStage {
  /// What is done about documents with the same text.
  enum Duplicates: String, CaseIterable {
    /// Nothing.
    case keep
    /// The second one of the same bytes is left out.
    case exact
    /// The second one of the same letters and digits is left out, whatever their case and what stands between them.
    case similar
  }

  static let verb = "clean"
  static let about = "leaves out documents that nobody wants to learn from"

  var of: [String] = []
  var minimumCharacters = 0
  var maximumCharacters = 0
  var minimumWords = 0
  var maximumWords = 0
  var minimumLetters = 0.0
  var matching: [String] = []
  var notMatching: [String] = []
  var languages: [String] = []
  var labelled: String?
  var target: String?
  var maximumRatio = 0.0
  var duplicates = Duplicates.keep
  var leaks = false

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are looked at")
    try visitor.field("minimumCharacters", &minimumCharacters, 0...Int.max, "shorter documents are left out")
    try visitor.field("maximumCharacters", &maximumCharacters, 0...Int.max, "longer ones are left out; 0 for no limit")
    try visitor.field(
      "minimumWords", &minimumWords, 0...Int.max, "documents with fewer tokens, or words between spaces, are left out")
    try visitor.field("maximumWords", &maximumWords, 0...Int.max, "those with more are left out; 0 for no limit")
    try visitor.field(
      "minimumLetters", &minimumLetters, 0...1, "lowest share of letters among all that is not white space")
    try visitor.field("matching", &matching, required: false, "regular expressions that a text must match, each")
    try visitor.field("notMatching", &notMatching, required: false, "regular expressions that no text may match")
    try visitor.field(
      "languages", &languages, required: false, "BCP 47 languages; documents known to be in another are left out")
    try visitor.field("labelled", &labelled, "label layer; documents without a label of it are left out")
    try visitor.field(
      "target", &target, "aligned text that must be there, with the same limits of characters and words")
    try visitor.field(
      "maximumRatio", &maximumRatio, 0...1e6, "how many times more words text or `target` may have; 0 for no limit")
    try visitor.choice("duplicates", &duplicates, "what is done about documents of one part with the same text")
    try visitor.field(
      "leaks", &leaks, "whether training documents whose text is in dev or test are left out, and those of dev in test")
  }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }

  func check(name: String, place: SourceLocation) throws(PipelineError) {
    for (key, minimum, maximum) in [
      ("maximumCharacters", minimumCharacters, maximumCharacters), ("maximumWords", minimumWords, maximumWords),
    ] where maximum > 0 && maximum < minimum {
      throw .badValue(place, key: key, found: "`\(maximum)`", expected: "no less than the minimum, \(minimum)")
    }
    for (key, expressions) in [("matching", matching), ("notMatching", notMatching)] {
      for expression in expressions where (try? NSRegularExpression(pattern: expression)) == nil {
        throw .badValue(place, key: key, found: "`\(expression)`", expected: "a regular expression")
      }
    }
    if maximumRatio > 0, target == nil {
      throw .missingKey(
        place, key: "target", inside: "stage `\(name)`", expected: "the aligned text that `maximumRatio` looks at")
    }
  }
}
