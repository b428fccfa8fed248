import BraidCorpora
import Foundation

/// What a corpus that is there looks like: by its first record where the format has a mark of its own, else by its name as well, since
/// lines of text or cells may be anything.
extension WrittenFile {
  /// Whether a file with this beginning is a corpus in a format.
  ///
  /// - Parameters:
  ///   - format: the format.
  ///   - head: the beginning, without a byte order mark.
  ///   - isCut: whether more follows.
  /// - Returns: whether it is one.
  func isCorpus(in format: CorpusFormat, _ head: ArraySlice<UInt8>, isCut: Bool) -> Bool {
    guard !head.contains(0), !head.starts(with: "#!".utf8) else { return false }
    let lines = head.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self)
    }
    // A pipeline: nothing else has such a line.
    guard !lines.contains(where: { $0.hasPrefix("stages:") }) else { return false }
    let whole = isCut && lines.count > 1 ? Array(lines.dropLast()) : lines
    let first = whole.first { $0.contains { !$0.isWhitespace } } ?? ""
    switch format {
    case .jsonl, .doccano, .prodigy: return Self.isDocument(first, isWhole: !isCut || lines.count > 1)
    case .labelStudio: return first.hasPrefix("[") && lines.contains { $0.contains("\"data\"") }
    case .xml, .tei, .tmx, .xliff, .tiger, .semeval, .propbankFrames, .xmi, .html: return isMarkup(in: format, lines)
    case .conllu:
      let row = whole.first { !$0.isEmpty && !$0.hasPrefix("#") } ?? ""
      return row.utf8.split(separator: 9, omittingEmptySubsequences: false).count == 10
    case .conllup: return whole.contains { $0.hasPrefix("# global.columns") }
    case .webanno: return first.hasPrefix("#FORMAT=WebAnno")
    case .po: return !hasOtherName(than: format) && whole.contains { $0.hasPrefix("msgid ") }
    case .fasttext: return !hasOtherName(than: format) && whole.contains { $0.contains("__label__") }
    case .trec: return !hasOtherName(than: format) && first.prefixMatch(of: #/[^\s:]+:[^\s:/]+\s/#) != nil
    case .trees, .ptb: return !hasOtherName(than: format) && first.hasPrefix("(")
    case .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012:
      return !hasOtherName(than: format) && Self.areColumns(whole)
    case .tsv, .parallelTSV: return !hasOtherName(than: format) && (hasOwnEnding(of: format) || first.contains("\t"))
    case .csv: return !hasOtherName(than: format) && (hasOwnEnding(of: format) || first.contains(","))
    case .text, .lines, .paragraphs: return !hasOtherName(than: format)
    // The names of its files end with those of languages.
    case .parallel: return true
    case .brat: return false
    }
  }

  /// Whether a line is a document, or a rejected record.
  private static func isDocument(_ line: String, isWhole: Bool) -> Bool {
    let members = ["text", "tokens", "reason"]
    guard isWhole else { return line.hasPrefix("{") && members.contains { line.contains("\"\($0)\":") } }
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return members.contains { object?[$0] != nil }
  }

  /// Whether sentences have a token a line, with as many columns on each line.
  private static func areColumns(_ lines: [String]) -> Bool {
    var width: Int?
    for line in lines where !line.hasPrefix("#") {
      let columns = line.split { line.utf8.contains(9) ? $0 == "\t" : $0.isWhitespace }.count
      guard columns > 0 else {
        width = nil
        continue
      }
      guard columns == width ?? columns else { return false }
      width = columns
    }
    return true
  }

  /// Whether the first element is one that files of a format begin with.
  private func isMarkup(in format: CorpusFormat, _ lines: [String]) -> Bool {
    let start = lines.joined(separator: "\n")
    guard start.first(where: { !$0.isWhitespace }) == "<" else { return false }
    let name = start.firstMatch(of: #/<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/#).map { String($0.1) } ?? ""
    let isPage = name.lowercased() == "html" || start.range(of: "<!doctype html", options: .caseInsensitive) != nil
    return switch format {
    case .html: isPage || hasOwnEnding(of: format)
    case .tei: ["TEI", "TEI.2", "teiCorpus"].contains(name) || start.contains("http://www.tei-c.org/ns/")
    case .tmx: name == "tmx"
    case .xliff: name == "xliff"
    case .tiger: name == "corpus"
    case .semeval: ["sentences", "Reviews"].contains(name)
    case .propbankFrames: name == "frameset"
    case .xmi: name == "XMI"
    default: !isPage
    }
  }
}

extension WrittenFile {
  /// Names that files of other kinds have, without an ending or with that of plain text.
  private static let otherNames: Set = [
    "authors", "changelog", "changes", "cmakelists", "containerfile", "contributing", "copying", "dockerfile",
    "gemfile", "gnumakefile", "install", "jenkinsfile", "licence", "license", "makefile", "notice",
    "procfile", "rakefile", "readme", "requirements", "vagrantfile",
  ]
  /// Endings of programs, documents and settings, which no corpus has.
  private static let otherEndings: Set = [
    "adoc", "bash", "bat", "bib", "braid", "c", "cc", "cfg", "conf", "cpp", "css", "diff", "doc", "docx",
    "dtd", "go", "h", "hpp", "ini", "ipynb", "java", "js", "json", "lock", "log", "m", "markdown", "md",
    "org", "patch", "pdf", "php", "ps1", "py", "r", "rb", "rng", "rs", "rst", "rtf", "scala", "sh", "sql",
    "svg", "swift", "tex", "toml", "xml", "xsd", "xsl", "yaml", "yml", "zsh",
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
