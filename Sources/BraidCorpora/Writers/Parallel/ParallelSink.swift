import BraidText

/// Two files of aligned lines, `PATH.LANGUAGE` and `PATH.TARGET`; line ends inside a text become spaces, a missing
/// translation an empty line.
struct ParallelSink: DocumentSink {
  private let source: CorpusFile
  private let target: CorpusFile
  private let targetLanguage: String
  /// Documents with line ends in their translation.
  private var brokenTranslations = 0

  /// Opens both files.
  ///
  /// - Throws: `file`; `badOption` for standard output, which is only one file.
  init(_ path: String, options: WriteOptions) throws(CorpusError) {
    guard path != "-" else {
      throw .badOption(name: "output", found: "-", expected: "a path, or the format parallel-tsv")
    }
    source = try CorpusFile("\(path).\(options.language ?? "source")")
    target = try CorpusFile("\(path).\(options.targetLanguage)")
    targetLanguage = options.targetLanguage
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    let translation = document.translations[targetLanguage]?.text ?? ""
    try source.appendLine(document.text)
    try target.appendLine(translation)
    if translation.hasLineBreak { brokenTranslations += 1 }
  }

  var lost: [DocumentContent: Int] {
    brokenTranslations > 0 ? [.spelling(.translation(targetLanguage)): brokenTranslations] : [:]
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [source, target] }
}
