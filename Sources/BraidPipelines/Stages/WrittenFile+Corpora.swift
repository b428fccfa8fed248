import BraidCorpora
import Foundation

/// What a corpus that is there looks like: by its first record where the format has a mark of its own, else by its name, since lines of
/// text and cells may be anything.
extension WrittenFile {
  /// Whether a file with this beginning is a corpus in a format.
  ///
  /// - Parameters:
  ///   - format: the format.
  ///   - head: the beginning, without a byte order mark.
  ///   - isCut: whether more follows.
  /// - Returns: whether it is one.
  func isCorpus(in format: CorpusFormat, _ head: ArraySlice<UInt8>, isCut: Bool) -> Bool {
    guard !head.contains(0) else { return false }
    let lines = head.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self)
    }
    let whole = isCut && lines.count > 1 ? Array(lines.dropLast()) : lines
    let first = whole.first { $0.contains { !$0.isWhitespace } } ?? ""
    switch format {
    case .jsonl, .doccano, .prodigy: return Self.isDocument(first, of: whole)
    case .labelStudio: return first.hasPrefix("[")
    case .xml, .tei, .tmx, .xliff, .tiger, .semeval, .propbankFrames, .xmi, .html:
      guard first.contains(/^\s*</) else { return false }
      let found = FormatGuess.xml(whole).format
      return found == format || format == .xml && found != .html || format == .html && hasOwnEnding(of: .html)
    case .conllu:
      let row = whole.first { !$0.isEmpty && !$0.hasPrefix("#") } ?? ""
      return row.utf8.split(separator: 9, omittingEmptySubsequences: false).count == 10
    case .conllup: return whole.contains { $0.hasPrefix("# global.columns") }
    case .webanno: return first.hasPrefix("#FORMAT=WebAnno")
    case .po: return !hasOtherName(than: format) && whole.contains { $0.hasPrefix("msgid ") }
    // It is a folder.
    case .aligned: return false
    // The names of its files end with those of languages.
    case .parallel: return true
    case .brat: return first.contains(/^(?:[TERAMN]\d\S*|\*|#\S*)\t/)
    default: return !hasOtherName(than: format) && !(parts.ending == nil && head.starts(with: "#!/".utf8))
    }
  }

  /// Whether the first line is a document, or a rejected record; what is spread over lines is one if it has such a member.
  private static func isDocument(_ line: String, of lines: [String]) -> Bool {
    let members = ["text", "data", "tokens", "reason"]
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
      return line.hasPrefix("{") && lines.contains { line in members.contains { line.contains("\"\($0)\":") } }
    }
    return members.contains { object[$0] != nil }
  }

  /// Names that files of other kinds have, without an ending or with that of plain text.
  private static let otherNames: Set = [
    "authors", "changelog", "cmakelists", "containerfile", "contributing", "copying", "dockerfile", "gemfile",
    "gnumakefile", "jenkinsfile", "licence", "license", "makefile", "procfile", "rakefile", "readme",
    "requirements", "vagrantfile",
  ]
  /// Endings of programs, documents and settings, which no corpus has.
  private static let otherEndings: Set = [
    "adoc", "bash", "bat", "bib", "braid", "c", "cc", "cfg", "conf", "cpp", "css", "diff", "doc", "docx",
    "dtd", "gif", "go", "h", "hpp", "ini", "ipynb", "java", "jpeg", "jpg", "js", "json", "lock", "m",
    "markdown", "md", "org", "patch", "pdf", "php", "png", "ps1", "py", "r", "rb", "rng", "rs", "rst", "rtf",
    "scala", "sh", "sql", "svg", "swift", "tex", "toml", "xml", "xsd", "xsl", "yaml", "yml", "zip", "zsh",
  ]

  /// The name in lower case, before and behind its last point; that a file is packed does not count.
  private var parts: (stem: String, ending: String?) {
    var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if name.hasSuffix(".gz") { name.removeLast(3) }
    guard let point = name.lastIndex(of: ".") else { return (name, nil) }
    return (String(name[..<point]), String(name[name.index(after: point)...]))
  }

  /// Whether the name ends as those of a format do.
  private func hasOwnEnding(of format: CorpusFormat) -> Bool {
    guard let ending = parts.ending else { return false }
    if ending == "json", [.jsonl, .doccano, .prodigy].contains(format) { return true }
    return ".\(ending)" == format.fileEnding || ending == format.rawValue || CorpusFormat(path: "a.\(ending)") == format
  }

  /// Whether the name is that of a file of another kind than a corpus in a format.
  func hasOtherName(than format: CorpusFormat) -> Bool {
    let (stem, ending) = parts
    guard let ending else { return Self.otherNames.contains(stem) }
    // A hidden file.
    guard !stem.isEmpty else { return true }
    if Self.otherNames.contains(stem), [".txt", ".text"].contains(".\(ending)") { return true }
    if hasOwnEnding(of: format) { return false }
    if Self.otherEndings.contains(ending) { return true }
    let named = CorpusFormat(path: "a.\(ending)")
    // Columns may be a tab apart, and any format of lines be called text.
    let alike: [CorpusFormat] = format.hasOnlyTokens ? [.text, .lines, .tsv, .conll2012] : [.text, .lines]
    return named.map { !alike.contains($0) } ?? false
  }
}
