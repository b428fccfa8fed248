import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidText

/// Reads corpora from files.
struct ReadStage: DocumentStage {
  static let verb = "read"
  static let about = "reads corpora from files"
  static let sharesPasses = true

  var format: CorpusFormat?
  var train: [String] = []
  var dev: [String] = []
  var test: [String] = []
  var labels: [String: String] = [:]
  var reading = ReadOptions()
  /// The language that the first document of the first file names, where none is given; nil where none does, and for files that a
  /// stage above writes.
  private(set) var namedLanguage: String?

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("format", &format, required: true, "format of the files")
    try visitor.field("train", &train, required: false, "files, folders or patterns of the training part")
    try visitor.field("dev", &dev, required: false, "files, folders or patterns of the development part")
    try visitor.field("test", &test, required: false, "files, folders or patterns of the test part")
    try visitor.field("labels", &labels, "map of labels to new labels; documents with none of them are dropped")
    try reading.fields(&visitor)
  }

  /// The reader's options.
  var options: ReadOptions {
    var options = reading
    if let format { options.format = format }
    // Labels of any format are renamed in the layer that is named.
    if !labels.isEmpty, !options.uses("labelLayer") { options.labelLayer = ReadOptions().labelLayer }
    return options.forLearning
  }

  /// The document with its labels renamed; nil when none of them is to be kept.
  func renamed(_ document: Document) -> Document? { document.renaming(labels, in: reading.labelLayer) }

  /// The files of each part that has any.
  var parts: [(name: String, paths: [String])] {
    [("train", train), ("dev", dev), ("test", test)].filter { !$0.1.isEmpty }.map { name, paths in
      // What names nothing stays, so that opening it says what is missing.
      (name, paths.flatMap { path in (try? InputFiles.corpora([path], format: format)) ?? [path] })
    }
  }

  var ownParts: [String] { parts.map(\.name) }

  var inputFiles: [String] { parts.flatMap { CorpusReader.files($0.paths, options: options) } }

  func absentFiles(_ isWritten: (String) -> Bool) -> [(path: String, expected: String)] {
    inputFiles.filter { FileSystem.isAbsent($0) && !FileSystem.isStream($0) && !isWritten($0) }
      .map { ($0, options.format == .brat ? "a folder that is there" : "a file that is there") }
  }

  func takes(_ file: String) -> Bool { InputFiles.take(file, train + dev + test, format: format) }

  mutating func placed(below stages: [PipelineStage]) {
    guard reading.language == nil, let file = parts.first?.paths.first,
      !stages.contains(where: { $0.options.outputFiles.contains { Paths.isSame(file, or: $0) } })
    else { return }
    namedLanguage = options.namedLanguage(in: [file])
  }

  func statedLocale(ofAligned name: String?) -> (tag: String, option: String)? {
    // Translations are called as their language.
    if let name { return TextLocale.isKnown(name) ? (TextLocale.canonical(name), "targetLanguage") : nil }
    let part = parts.first?.name ?? "train"
    return [(reading.language, "language"), (namedLanguage, part)].lazy.compactMap { tag, option in
      tag.flatMap { TextLocale.isKnown($0) ? (TextLocale.canonical($0), option) : nil }
    }.first
  }

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    stage.check(reading: options, mistakes: &mistakes)
    guard train.isEmpty, dev.isEmpty, test.isEmpty else { return }
    mistakes.append(
      .missingKey(stage.place, key: "train", inside: "stage `\(stage.name)`", expected: "files of at least one part"))
  }
}
