import BraidCorpora
import BraidText

/// Reads corpora from files.
struct ReadStage: DocumentStage {
  static let verb = "read"
  static let about = "reads corpora from files"

  var format = ""
  var train: [String] = []
  var dev: [String] = []
  var test: [String] = []
  var columns: [String: String] = [:]
  var members: [String: String] = [:]
  var label = "label"
  var labels: [String: String] = [:]
  var header: Bool?
  var encoding = "utf-8"
  var pretokenized = false
  var phrases = false
  var source: String?
  var target = "target"
  var documents = DocumentBoundary.sentence.rawValue
  var strictTags = false
  var replaceInvalid = false
  var maximumLost = 0.0
  var maximumRepaired = 1.0

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.choice(
      "format", &format, of: CorpusFormat.allCases.map(\.rawValue), required: true, "the format of the files")
    try visitor.field("train", &train, required: false, "files or patterns of the training part")
    try visitor.field("dev", &dev, required: false, "files or patterns of the development part")
    try visitor.field("test", &test, required: false, "files or patterns of the test part")
    try visitor.field("columns", &columns, "layer to column, by number from 1 or by name in the header")
    try visitor.field("members", &members, "layer to JSON member")
    try visitor.field("label", &label, required: false, "document layer that labels go to")
    try visitor.field("labels", &labels, "label to label; documents with none of these are left out")
    try visitor.field(
      "header", &header,
      "whether the first line names the columns; absent: when a column is asked for by name, or its cells are such names"
    )
    try visitor.choice(
      "encoding", &encoding, of: ["utf-8", "iso-8859-1"], required: false, "how bytes spell characters")
    try visitor.field("pretokenized", &pretokenized, "whether texts are tokens separated by spaces")
    try visitor.field("phrases", &phrases, "whether every sub-tree of a bracketed tree is a document")
    try visitor.field("source", &source, "language of the text")
    try visitor.field("target", &target, required: false, "language of the translation in parallel formats")
    try visitor.choice(
      "documents", &documents, of: DocumentBoundary.allCases.map(\.rawValue), required: false,
      "column files: what makes a document")
    try visitor.field("strictTags", &strictTags, "column files: whether a broken sequence of tags is an error")
    try visitor.field("replaceInvalid", &replaceInvalid, "whether bytes that are not UTF-8 are replaced")
    try visitor.field("maximumLost", &maximumLost, 0...1, "highest share of any unit that may be dropped")
    try visitor.field("maximumRepaired", &maximumRepaired, 0...1, "highest share of any unit that may be repaired")
  }

  /// The reader's options.
  var options: ReadOptions {
    var options = ReadOptions(format: CorpusFormat(rawValue: format) ?? .lines)
    options.columns = columns.mapValues { ColumnRef($0) }
    options.fields = members
    options.labelLayer = label
    options.header = header
    options.encoding = encoding == "utf-8" ? .utf8 : .latin1
    options.pretokenized = pretokenized
    options.phrases = phrases
    options.language = source
    options.targetLanguage = target
    options.documents = DocumentBoundary(rawValue: documents) ?? .sentence
    options.strictTags = strictTags
    options.invalidUTF8 = replaceInvalid ? .replace : .refuse
    options.maximumLost = maximumLost
    options.maximumRepaired = maximumRepaired
    return options
  }

  /// The document with its labels renamed; nil when none of them is to be kept.
  func renamed(_ document: Document) -> Document? {
    guard !labels.isEmpty else { return document }
    var document = document
    let kept = (document.labels[label] ?? []).compactMap { old in labels[old.name].map { Label($0, score: old.score) } }
    guard !kept.isEmpty else { return nil }
    document.labels[label] = kept
    return document
  }

  /// The files of each part that has any.
  var parts: [(name: String, paths: [String])] {
    [("train", train), ("dev", dev), ("test", test)].filter { !$0.1.isEmpty }.map { ($0.0, FileList.expand($0.1)) }
  }

  var ownParts: [String] { parts.map(\.name) }

  var inputFiles: [String] { parts.flatMap { CorpusReader.files($0.paths, options: options) } }

  func check(name: String, place: Place) throws(PipelineError) {
    guard train.isEmpty, dev.isEmpty, test.isEmpty else { return }
    throw .missingKey(place, key: "train", inside: "stage `\(name)`", expected: "files of at least one part")
  }
}
