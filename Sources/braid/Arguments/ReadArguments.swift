import ArgumentParser
import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidText
import Foundation

/// Options for reading corpora, shared by every command that reads them.
struct ReadArguments: ParsableArguments {
  private static let standard = ReadOptions()

  @Option(
    name: [.customLong("format"), .customLong("from")],
    help: ArgumentHelp("Format of the input (default: from the file extension).", valueName: "format"))
  var format: CorpusFormat?
  @Option(name: .customLong("column"), help: .declared(ReadOptions.self, "columns", "layer=column"))
  var columns: [String] = []
  @Option(name: .customLong("field"), help: .declared(ReadOptions.self, "fields", "layer=field"))
  var fields: [String] = []
  @Option(name: .customLong("label-layer"), help: .declared(ReadOptions.self, "labelLayer", "layer"))
  var labelLayer = Self.standard.labelLayer
  @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: .declared(ReadOptions.self, "header")) var header: Bool?
  @Option(help: .declared(ReadOptions.self, "separator")) var separator: ColumnSeparator?
  @Option(help: .declared(ReadOptions.self, "quote", "character")) var quote: String?
  @Option(name: .customLong("label-separator"), help: .declared(ReadOptions.self, "labelSeparator", "text"))
  var labelSeparator: String?
  @Option(help: .declared(ReadOptions.self, "encoding")) var encoding = Self.standard.encoding
  @Flag(name: .customLong("replace-invalid"), help: .declared(ReadOptions.self, "replaceInvalid"))
  var replaceInvalid = false
  @Flag(help: .declared(ReadOptions.self, "pretokenized")) var pretokenized = false
  @Flag(help: .declared(ReadOptions.self, "phrases")) var phrases = false
  @Option(help: .declared(ReadOptions.self, "language", "language")) var language: String?
  @Option(name: .customLong("target-language"), help: .declared(ReadOptions.self, "targetLanguage", "language"))
  var targetLanguage: String?
  @Flag(help: .declared(ReadOptions.self, "unconfirmed")) var unconfirmed = false
  @Option(help: .declared(ReadOptions.self, "comments", "text")) var comments: String?
  @Option(help: .declared(ReadOptions.self, "documents")) var documents = Self.standard.documents
  @Option(name: .customLong("span-encoding"), help: .declared(ReadOptions.self, "spanEncoding"))
  var spanEncoding: SpanEncoding?
  @Flag(name: .customLong("strict-tags"), help: .declared(ReadOptions.self, "strictTags")) var strictTags = false
  @Option(name: .customLong("span-offsets"), help: .declared(ReadOptions.self, "spanOffsets")) var spanOffsets:
    OffsetUnit?
  @Flag(name: .customLong("cut-tokens"), help: .declared(ReadOptions.self, "cutTokens")) var cutTokens = false
  @Option(
    name: .customLong("maximum-document-bytes"), help: .declared(ReadOptions.self, "maximumDocumentBytes", "bytes"))
  var maximumDocumentBytes: Int?
  @Option(
    name: [.customLong("maximum-lost"), .customLong("max-lost")],
    help: .declared(ReadOptions.self, "maximumLost", "share"))
  var maximumLost = Self.standard.maximumLost
  @Option(
    name: [.customLong("maximum-repaired"), .customLong("max-repaired")],
    help: .declared(ReadOptions.self, "maximumRepaired", "share"))
  var maximumRepaired = Self.standard.maximumRepaired

  @OptionGroup var quiet: QuietArguments

  /// Whether only errors are printed.
  var isQuiet: Bool { quiet.isQuiet }

  /// The option of the command line that sets a field of the options for reading; nil for what is none.
  static func flag(of field: String) -> String? {
    field == "format" ? "--from" : ReadOptions().flag(of: field).map { "--" + $0 }
  }

  func validate() throws { try options(format: .text).validateFlags() }

  /// The flags of what is said of the input, for a command that reads none.
  ///
  /// - Throws: `ValidationError` for a map that is not `LAYER=COLUMN`.
  func given() throws -> [String] {
    (format == nil ? [] : ["--from"]) + (try options(format: .text).givenFlags.map { "--" + $0 })
  }

  /// What every command takes as its input, beside what each has of its own.
  static let inputs = "files, folders of them or quoted patterns such as 'in/*.tsv'"

  /// The files that inputs name: files, folders, which stand for the files of the format in them and below, and patterns.
  ///
  /// - Throws: `AnnotationError.noFiles` for a folder or pattern without files.
  func files(_ paths: [String]) throws -> [String] { try InputFiles.corpora(paths, format: format) }

  /// The language of the texts, as is said or as the first file names it; nil where it is not known, or ICU does not know it.
  func textLanguage(_ paths: [String]) -> String? {
    let file = paths.first { $0 != "-" && !FileSystem.isSpecial($0) && !FileList.isFolder($0) }
    func named() -> String? {
      var reading = self
      reading.quiet.isQuiet = true
      return file.flatMap { file in (try? reading.options([file]))?.namedLanguage(in: [file]) }
    }
    return (language ?? named()).flatMap { TextLocale.isKnown($0) ? TextLocale.canonical($0) : nil }
  }

  /// The options for reading `paths`.
  ///
  /// - Throws: `ValidationError` when no format is given or known from the names, or a map is not `LAYER=COLUMN`.
  func options(_ paths: [String]) throws -> ReadOptions { try options(format: resolvedFormat(paths)) }

  private func options(format: CorpusFormat) throws -> ReadOptions {
    var options = ReadOptions(format: format)
    for column in columns {
      let (layer, value) = try KeyValue.parse(column, option: "--column", example: "label=1")
      options.columns[layer] = ColumnRef(value)
    }
    for field in fields {
      let (layer, value) = try KeyValue.parse(field, option: "--field", example: "text=body")
      options.fields[layer] = value
    }
    if let (option, name, meant) = options.misspeltText, let flag = Self.flag(of: option) {
      throw ValidationError("\(flag) \(name): found no text. Did you mean `\(meant)`?")
    }
    options.header = header
    options.encoding = encoding
    options.separator = separator
    options.quote = quote
    options.labelSeparator = labelSeparator
    options.replaceInvalid = replaceInvalid
    options.language = language
    options.targetLanguage = targetLanguage
    options.pretokenized = pretokenized
    options.phrases = phrases
    options.unconfirmed = unconfirmed
    options.comments = comments
    options.documents = documents
    options.labelLayer = labelLayer
    options.spanEncoding = spanEncoding
    options.strictTags = strictTags
    options.spanOffsets = spanOffsets
    options.cutTokens = cutTokens
    options.maximumDocumentBytes = maximumDocumentBytes
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
    if let guess = contentGuess(paths) {
      if !isQuiet {
        Console.note("\(paths[0]): read as \(guess.format.rawValue), by \(guess.reason); --from names another format")
      }
      return guess.format
    }
    let files = Self.withoutTexts(paths.filter { $0 != "-" })
    let known = files.map(CorpusFormat.init(recognizing:))
    if let first = known.first, let format = first, known.allSatisfy({ $0 == format }) { return format }
    if let path = files.first(where: { CorpusFormat(path: $0) == nil }) {
      throw ValidationError("The format of \(path) is not clear from its name: give --from FORMAT.")
    }
    let formats = Set(known.compactMap { $0?.rawValue }).sorted()
    throw ValidationError(
      "\(Self.few(files)) are of several formats, \(formats.joined(separator: ", ")): name those of one at a time, or give "
        + "--from FORMAT.")
  }

  /// Files without those that belong to annotations of brat beside them: their texts, and brat's own settings.
  static func withoutTexts(_ paths: [String]) -> [String] {
    let annotated = Set(paths.filter { CorpusFormat(path: $0) == .brat }.map { $0.dropLast(".ann".count) })
    guard !annotated.isEmpty else { return paths }
    return paths.filter { path in
      !path.hasSuffix(".conf") && !(path.hasSuffix(".txt") && annotated.contains(path.dropLast(".txt".count)))
    }
  }

  /// Some paths in words, of many the first few.
  private static func few(_ paths: [String]) -> String {
    paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? " and \(paths.count - 3) more" : "")
  }

  /// What files are by their content, where all have a name that does not say it and columns that do: a file `.conll` has any
  /// of six layouts.
  private func contentGuess(_ paths: [String]) -> FormatGuess? {
    let columnFormats: [CorpusFormat] = [.columns, .conll2000, .conll2003, .conll2005, .conll2009, .conll2012, .conllu]
    var guesses: [FormatGuess] = []
    for path in paths {
      let named = CorpusFormat(path: path)
      guard path != "-", named == nil || named == .conll2012, !FileList.isFolder(path),
        let guess = try? FormatGuess(path), columnFormats.contains(guess.format), guess.format != named
      else { return nil }
      guesses.append(guess)
    }
    guard let first = guesses.first, guesses.allSatisfy({ $0.format == first.format }) else { return nil }
    return first
  }
}
