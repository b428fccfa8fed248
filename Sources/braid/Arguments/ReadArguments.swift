import ArgumentParser
import BraidCorpora
import BraidFiles
import BraidText
import Foundation

/// How corpora are read: the same options for every command that does.
struct ReadArguments: ParsableArguments {
  @Option(
    name: [.customLong("format"), .customLong("from")],
    help: ArgumentHelp("Format of the input; otherwise its file name's ending tells.", valueName: "format"))
  var format: CorpusFormat?

  @Option(
    name: .customLong("column"),
    help: ArgumentHelp(
      "Which column of a table holds what, by number from 1 or by header: label=1, text=2.", valueName: "layer=column"))
  var columns: [String] = []

  @Option(
    name: .customLong("field"),
    help: ArgumentHelp("Which member of JSONL that is not Braid's holds what.", valueName: "layer=member"))
  var fields: [String] = []

  @Flag(
    inversion: .prefixedNo,
    help: """
      Whether a table's first line names its columns; without either it does when it holds nothing but names such as
      label, text and id, or when --column asks by name.
      """)
  var header: Bool?

  @Option(help: ArgumentHelp("Spelling of characters in the input.", valueName: "encoding"))
  var encoding: TextEncoding = .utf8

  @Flag(name: .customLong("replace-invalid"), help: "Replace bytes that are not UTF-8 by U+FFFD instead of failing.")
  var replacesInvalid = false

  @Option(help: ArgumentHelp("BCP 47 language of the (source) text.", valueName: "language"))
  var language: String?

  @Option(
    name: .customLong("target-language"),
    help: ArgumentHelp("Language or name of the translation in parallel text.", valueName: "language"))
  var targetLanguage: String = "target"

  @Flag(help: "Texts are tokens separated by single spaces.")
  var pretokenized = false

  @Flag(help: "Every sub-tree of bracketed trees is a document.")
  var phrases = false

  @Option(help: ArgumentHelp("What makes a document of column files.", valueName: "boundary"))
  var documents: DocumentBoundary = .sentence

  @Option(name: .customLong("label-layer"), help: ArgumentHelp("Name of the layer of labels.", valueName: "layer"))
  var labelLayer: String = "label"

  @Flag(name: .customLong("strict-tags"), help: "A broken tag sequence is an error instead of being repaired.")
  var strictTags = false

  @Option(
    name: .customLong("max-lost"),
    help: ArgumentHelp("Fail when a larger share of anything is dropped or truncated, 0 to 1.", valueName: "share"))
  var maximumLost: Double = 1

  @Option(
    name: .customLong("max-repaired"),
    help: ArgumentHelp("Fail when a larger share of anything is repaired, 0 to 1.", valueName: "share"))
  var maximumRepaired: Double = 1

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Say nothing but errors.")
  var isQuiet = false

  func validate() throws {
    for (name, share) in [("--max-lost", maximumLost), ("--max-repaired", maximumRepaired)] where !(0...1 ~= share) {
      throw ValidationError("\(name) \(share): expected a share from 0 to 1.")
    }
  }

  /// The options for reading `paths`.
  ///
  /// - Throws: `ValidationError` when no format is given or known from the names, or a map is not `LAYER=COLUMN`.
  func options(_ paths: [String]) throws -> ReadOptions {
    var options = ReadOptions(format: try resolvedFormat(paths))
    for column in columns {
      let (layer, value) = try KeyValue.parse(column, option: "--column", example: "label=1")
      options.columns[layer] = ColumnRef(value)
    }
    for field in fields {
      let (layer, value) = try KeyValue.parse(field, option: "--field", example: "text=body")
      options.fields[layer] = value
    }
    options.header = header
    options.encoding = encoding
    options.invalidUTF8 = replacesInvalid ? .replace : .refuse
    options.language = language
    options.targetLanguage = targetLanguage
    options.pretokenized = pretokenized
    options.phrases = phrases
    options.documents = documents
    options.labelLayer = labelLayer
    options.strictTags = strictTags
    options.maximumLost = maximumLost
    options.maximumRepaired = maximumRepaired
    options.meter = ReadMeter()
    return options
  }

  private func resolvedFormat(_ paths: [String]) throws -> CorpusFormat {
    for path in paths where path != "-" && !FileManager.default.fileExists(atPath: path) {
      // Parallel text may be given without its languages.
      if format != .parallel { throw FileError.unreadable(file: path, reason: "no such file") }
    }
    if let format { return format }
    if paths.allSatisfy({ $0 == "-" }) { return .text }
    let known = paths.filter { $0 != "-" }.map(CorpusFormat.init(path:))
    if let first = known.first, let format = first, known.allSatisfy({ $0 == format }) { return format }
    let path = paths.first { CorpusFormat(path: $0) == nil } ?? paths.joined(separator: ", ")
    throw ValidationError("The name of \(path) does not tell its format: give --format FORMAT.")
  }
}
