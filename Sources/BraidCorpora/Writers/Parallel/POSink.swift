import BraidText

/// A gettext catalogue: a message a document, with its translation into the target language.
///
/// The id is the message's context; the fields that reading makes of comments are comments again. A translation by a model,
/// which has a score, is marked fuzzy, so that it is not used before somebody has confirmed it.
///
/// Source: GNU gettext manual, chapter "The Format of PO Files", <https://www.gnu.org/software/gettext/manual/>.
struct POSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  private var hasHeader = false
  private var keys: Set<[String]> = []

  /// The fields that are comments, with what stands behind `#`.
  static let comments = [
    ("comment", " "), ("extracted", ". "), ("references", ": "), ("flags", ", "), ("previous", "| "),
  ]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    try header()
    guard !document.text.isEmpty else {
      throw .cannotExpress(.po, document: document.id, what: "an empty text, which stands for the header")
    }
    guard keys.insert([document.id, document.text]).inserted else {
      throw .cannotExpress(.po, document: document.id, what: "the same message and context a second time")
    }
    let translation = document.translations[options.targetLanguage]
    var out = "\n"
    var fields = document.fields
    if let translation, translation.score != nil, !translation.text.isEmpty {
      let flags = (fields["flags"] ?? "").split { $0 == "," || $0 == "\n" }.map { $0.trimmingPrefix(" ") }
      if !flags.contains("fuzzy") { fields["flags"] = (["fuzzy"] + flags).joined(separator: ", ") }
    }
    for (name, mark) in Self.comments {
      for line in fields[name]?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] {
        out += "#\(mark)\(line)\n"
      }
    }
    if !document.id.isEmpty { out += "msgctxt \(Self.quoted(document.id))\n" }
    out += "msgid \(Self.quoted(document.text))\nmsgstr \(Self.quoted(translation?.text ?? ""))\n"
    try file.append(out)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    try header()
    return [file]
  }

  private mutating func header() throws(CorpusError) {
    guard !hasHeader else { return }
    hasHeader = true
    let language = LanguageMatch.isTag(options.targetLanguage) ? options.targetLanguage : ""
    let lines =
      "Language: \(language)\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
      + "Content-Transfer-Encoding: 8bit\n"
    try file.append("msgid \"\"\nmsgstr \(Self.quoted(lines))\n")
  }

  /// A text as strings of C, a line a string.
  static func quoted(_ text: String, lineEnd: String = "\n") -> String {
    var strings = [""]
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": strings[strings.count - 1] += "\\\""
      case "\\": strings[strings.count - 1] += "\\\\"
      case "\t": strings[strings.count - 1] += "\\t"
      case "\r": strings[strings.count - 1] += "\\r"
      case "\n":
        strings[strings.count - 1] += "\\n"
        strings.append("")
      case _ where scalar.value < 32:
        strings[strings.count - 1] += "\\" + String(scalar.value + 512, radix: 8).dropFirst()
      default: strings[strings.count - 1].unicodeScalars.append(scalar)
      }
    }
    if strings.count > 1, strings.last == "" { strings.removeLast() }
    let quoted = strings.map { "\"\($0)\"" }
    return quoted.count == 1 ? quoted[0] : (["\"\""] + quoted).joined(separator: lineEnd)
  }
}
