import BraidFiles
import BraidText
import Foundation

/// Drops documents that are not fit for training.
struct CleanStage: DocumentStage {
  /// What is done about documents with the same text.
  enum Duplicates: String, CaseIterable {
    /// Nothing.
    case keep
    /// The second one of the same bytes is left out.
    case exact
    /// Of documents with the same letters and digits the first is kept, ignoring case and all other characters.
    case similar
  }

  static let verb = "clean"
  static let about = "drops documents that are not fit for training"
  static let sharesPasses = true

  var of: [String] = []
  var minimumCharacters = 0
  var maximumCharacters = 0
  var minimumWords = 0
  var maximumWords = 0
  var minimumLetters = 0.0
  var matching: [String] = []
  var notMatching: [String] = []
  var languages: [String] = []
  var fields: [String: [String]] = [:]
  var notFields: [String: [String]] = [:]
  var labelled: String?
  var target: String?
  var maximumRatio = 0.0
  var duplicates = Duplicates.keep
  var leaks = false

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are checked")
    try visitor.field("minimumCharacters", &minimumCharacters, 0...Int.max, "minimum length in characters")
    try visitor.field(
      "maximumCharacters", &maximumCharacters, 0...Int.max, "maximum length in characters; 0 for no limit")
    try visitor.field(
      "minimumWords", &minimumWords, 0...Int.max, "minimum number of tokens, or of words between spaces")
    try visitor.field("maximumWords", &maximumWords, 0...Int.max, "maximum number of tokens; 0 for no limit")
    try visitor.field(
      "minimumLetters", &minimumLetters, 0...1, "minimum share of letters among characters other than white space")
    try visitor.field("matching", &matching, required: false, "regular expressions that every text must match")
    try visitor.field("notMatching", &notMatching, required: false, "regular expressions that no text may match")
    try visitor.field(
      "languages", &languages, required: false, "BCP 47 languages; documents known to be in another one are dropped")
    try visitor.field(
      "fields", &fields,
      "fields by name with the values of which a document must have one, such as `state: [final]`; a list in a field, "
        + "such as flags with commas, has each of its parts")
    try visitor.field(
      "notFields", &notFields, "fields by name with values that no document may have, such as `flags: fuzzy`")
    try visitor.field("labelled", &labelled, "label layer; documents without a label in it are dropped")
    try visitor.field(
      "target", &target, "required aligned text, with the same limits of characters and words")
    try visitor.field(
      "maximumRatio", &maximumRatio, 0...1e6,
      "maximum ratio of the lengths of text and `target` in words; 0 for no limit")
    try visitor.choice("duplicates", &duplicates, "handling of documents with the same text in one part")
    try visitor.field(
      "leaks", &leaks,
      "whether to drop training documents whose text is in dev or test, and dev documents whose text is in test")
  }

  var references: [StageReference] { of.map { StageReference("of", name: $0, kind: .documents) } }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    for (key, minimum, maximum) in [
      ("maximumCharacters", minimumCharacters, maximumCharacters), ("maximumWords", minimumWords, maximumWords),
    ] where maximum > 0 && maximum < minimum {
      mistakes.append(
        .badValue(
          stage.place(of: key), key: key, found: "`\(maximum)`", expected: "no less than the minimum, \(minimum)"))
    }
    for (key, expressions) in [("matching", matching), ("notMatching", notMatching)] {
      for expression in expressions where (try? NSRegularExpression(pattern: expression)) == nil {
        mistakes.append(
          .badValue(
            stage.place(of: key, naming: expression), key: key, found: "`\(expression)`",
            expected: "a regular expression"))
      }
    }
    if maximumRatio > 0, target == nil {
      mistakes.append(
        .missingKey(
          stage.place(of: "maximumRatio"), key: "target", inside: "stage `\(stage.name)`",
          expected: "the aligned text that `maximumRatio` looks at"))
    }
  }
}
