import BraidFiles
import BraidText

/// A gettext catalogue: a message a document, with its translation into the target language.
///
/// The id is the message's context; the fields that reading makes of comments are comments again. A translation by a model,
/// which has a score, and one of XLIFF that is not confirmed there are marked fuzzy, so that they are not used before somebody has
/// confirmed them.
///
/// Source: GNU gettext manual, chapter "The Format of PO Files", <https://www.gnu.org/software/gettext/manual/>.
///
/// A document with the field `singular` is the plural of a message: of the document before it, if that has the text. Its field
/// `plural-forms` is the rule of the catalogue, which says which of its forms are these; the others are translations such as
/// `target[2]`. The field `domain` is that of a `domain` directive, of which each has a header of its own.
struct POSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  /// Entries that follow each other in a domain, before the first of which its header stands.
  private var sections: [(domain: String, entries: String)] = []
  private var keys: Set<[ExactString]> = []
  /// A message that the next document may be the plural of.
  private var waiting: Document?
  /// The rule of plurals of each domain: that of its first plural.
  private var plurals = ExactDictionary<PluralRule>()
  /// Documents with comments of other white space than is read, and with forms of a plural that their message has not.
  private(set) var lost: [DocumentContent: Int] = [:]

  /// The domain of messages before the first `domain`.
  static let usualDomain = "messages"

  /// The fields that are comments, with what stands behind `#`.
  static let comments = [
    ("comment", " "), ("extracted", ". "), ("references", ": "), ("flags", ", "), ("previous", "| "),
  ]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    guard !document.text.isEmpty else {
      throw .cannotExpress(.po, document: document.id, what: "an empty text, which stands for the header")
    }
    let domain = Self.domain(of: document)
    guard !domain.utf8.contains(where: { $0 < .space }) else {
      throw .cannotExpress(.po, document: document.id, what: "a domain with control characters")
    }
    if let language = document.fields[POEntry.targetLanguage], !language.utf8.elementsEqual(options.targetLanguage.utf8)
    {
      lost[.layer(.field(POEntry.targetLanguage)), default: 0] += 1
    }
    guard let singular = document.fields[POEntry.singular] else {
      guard keys.insert([domain, document.id, document.text].map { ExactString($0) }).inserted else {
        throw .cannotExpress(.po, document: document.id, what: "the same message and context a second time")
      }
      writeWaiting()
      waiting = document
      return
    }
    let rule = document.fields[POEntry.pluralForms].flatMap(PluralRule.init(text:)) ?? .germanic
    guard plurals[domain] ?? rule == rule else {
      throw .cannotExpress(.po, document: document.id, what: "a second rule of plurals")
    }
    if let first = waiting, first.id.utf8.elementsEqual(document.id.utf8), first.text.utf8.elementsEqual(singular.utf8),
      Self.domain(of: first).utf8.elementsEqual(domain.utf8)
    {
      waiting = nil
      plurals[domain] = rule
      return write(first, plural: document, rule)
    }
    guard keys.insert([domain, document.id, singular].map { ExactString($0) }).inserted else {
      throw .cannotExpress(.po, document: document.id, what: "a plural of a message that stands elsewhere")
    }
    writeWaiting()
    plurals[domain] = rule
    var first = document
    first.text = singular
    first.translations = [:]
    write(first, plural: document, rule)
  }

  private static func domain(of document: Document) -> String {
    document.fields[POEntry.domain]?.unlessBlank ?? usualDomain
  }

  private mutating func writeWaiting() {
    if let waiting { write(waiting, plural: nil, .germanic) }
    waiting = nil
  }

  private mutating func write(_ document: Document, plural: Document?, _ rule: PluralRule) {
    let name = options.targetLanguage
    let translation = document.translations[name]
    var out = "\n"
    var fields = document.fields
    // A rule of one form has it from the plural.
    let isOther = rule.one == rule.many && plural.map { $0.translations[name]?.text != translation?.text } ?? false
    count(lostFormsOf: document, besides: isOther ? [] : [name])
    if let plural {
      let others = (0..<rule.count).filter { $0 != rule.one && $0 != rule.many }.map { "\(name)[\($0)]" }
      count(lostFormsOf: plural, besides: [name] + others)
    }
    let texts = [translation, plural?.translations[name]]
    if texts.contains(where: { $0?.text.isEmpty == false && ($0?.score != nil || !document.isConfirmed) }) {
      let flags = (fields["flags"] ?? "").utf8.split { $0 == .comma || $0 == .lineFeed }
        .map { String(decoding: $0.drop { $0 == .space }, as: UTF8.self) }
      if !flags.contains("fuzzy") { fields["flags"] = (["fuzzy"] + flags).joined(separator: ", ") }
    }
    let isPredicted = texts.contains { $0?.score != nil }
    // What a fuzzy translation was made of says nothing of a model's.
    if isPredicted, fields.removeValue(forKey: "previous") != nil { lost[.layer(.field("previous")), default: 0] += 1 }
    for (name, mark) in Self.comments {
      guard let comment = fields[name] else { continue }
      let lines = Self.lines(comment)
      // A comment is read without the white space around its lines, and without empty ones.
      if !lines.joined(separator: [.lineFeed]).elementsEqual(comment.utf8) {
        lost[.spelling(.field(name)), default: 0] += 1
      }
      for line in lines { out += "#\(mark)\(String(decoding: line, as: UTF8.self))\n" }
    }
    if !document.id.isEmpty { out += "msgctxt \(Self.quoted(document.id))\n" }
    out += "msgid \(Self.quoted(document.text))\n"
    if let plural {
      out += "msgid_plural \(Self.quoted(plural.text))\n"
      for index in 0..<rule.count {
        let text =
          index == rule.many
          ? plural.translations[name] : index == rule.one ? translation : plural.translations["\(name)[\(index)]"]
        out += "msgstr[\(index)] \(Self.quoted(Self.string(text, of: document)))\n"
      }
    } else {
      out += "msgstr \(Self.quoted(Self.string(translation, of: document)))\n"
    }
    let domain = Self.domain(of: document)
    if sections.last.map({ !$0.domain.utf8.elementsEqual(domain.utf8) }) ?? true { sections.append((domain, "")) }
    sections[sections.count - 1].entries += out
  }

  /// A translation as it is written; a model knows nothing of line feeds around a message.
  private static func string(_ translation: AlignedText?, of document: Document) -> String {
    guard let translation, translation.score != nil, !translation.text.isEmpty else { return translation?.text ?? "" }
    return ending(like: document.text, translation.text)
  }

  /// A translation that begins and ends with a line feed where its source does, as `msgfmt` demands.
  static func ending(like source: String, _ text: String) -> String {
    var lines = Array(text.utf8)[...]
    while lines.first == .lineFeed { lines.removeFirst() }
    while lines.last == .lineFeed { lines.removeLast() }
    let text = String(decoding: lines, as: UTF8.self)
    return (source.utf8.first == .lineFeed ? "\n" : "") + text + (source.utf8.last == .lineFeed ? "\n" : "")
  }

  /// Counts the translations into the target language that are none of these forms.
  private mutating func count(lostFormsOf document: Document, besides forms: [String]) {
    let target = LayerPlaces.Names.targets(options.targetLanguage)
    for form in document.translations.keys where target.holds(form) && !forms.contains(form) {
      lost[.layer(.translation(form)), default: 0] += 1
    }
  }

  /// The lines of a comment, without white space around them; carriage returns end lines, too.
  private static func lines(_ comment: String) -> [ArraySlice<UInt8>] {
    Array(comment.utf8).split { $0 == .lineFeed || $0 == .carriageReturn }.compactMap { line in
      let start = line.drop { $0 == .space || $0 == .tab }
      let blanks = start.reversed().prefix { $0 == .space || $0 == .tab }.count
      return start.isEmpty ? nil : start.dropLast(blanks)
    }
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    writeWaiting()
    if sections.isEmpty { sections = [(Self.usualDomain, "")] }
    var known: Set<ExactString> = []
    for (index, section) in sections.enumerated() {
      if index > 0 || !section.domain.utf8.elementsEqual(Self.usualDomain.utf8) {
        try file.append("\(index > 0 ? "\n" : "")domain \(Self.quoted(section.domain))\n\(index > 0 ? "" : "\n")")
      }
      if known.insert(ExactString(section.domain)).inserted {
        try file.append("\(index > 0 ? "\n" : "")\(header(plurals[section.domain]))")
      }
      try file.append(section.entries)
    }
    return [file]
  }

  private func header(_ plurals: PluralRule?) -> String {
    let rule = plurals.map { "Plural-Forms: \($0.text ?? "nplurals=2; plural=(n != 1);")\n" } ?? ""
    let lines =
      "Language: \(POLanguage.locale(of: options.targetLanguage))\nMIME-Version: 1.0\n"
      + "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\(rule)"
    return "msgid \"\"\nmsgstr \(Self.quoted(lines))\n"
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
