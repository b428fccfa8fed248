import BraidFiles
import BraidText

/// One entry of a PO catalogue while it is read.
struct POEntry {
  private var texts: [(keyword: String, text: [UInt8])] = []
  private var fields: [String: String] = [:]
  /// Where its message begins; where its comments do as long as it has none.
  private(set) var place = SourceLocation(file: "")

  private static let keywords = ["msgctxt", "msgid", "msgid_plural", "msgstr"]
  /// Keywords of the forms of a plural.
  private static let forms = (0..<PluralRule.limit).map { "msgstr[\($0)]" }

  /// Lines of comments.
  var commentLines: Int { fields.values.reduce(0) { $0 + $1.utf8.count { $0 == .lineFeed } + 1 } }

  /// Whether it has no message.
  var isEmpty: Bool { texts.isEmpty }

  /// Whether it has a translation, so that a comment or another message begins the next entry.
  var isComplete: Bool { texts.contains { $0.keyword.hasPrefix("msgstr") } }

  /// The text of a keyword such as `msgid`.
  private func text(_ keyword: String) -> String? {
    texts.first { $0.keyword == keyword }.map { String(decoding: $0.text, as: UTF8.self) }
  }

  /// The header's text; nil for an entry that is a message.
  var header: String? { text("msgid") == "" && text("msgctxt") == nil ? text("msgstr") ?? "" : nil }

  /// Whether it has a translation that is not confirmed.
  var hasUnconfirmed: Bool { isFuzzy && texts.contains { $0.keyword.hasPrefix("msgstr") && !$0.text.isEmpty } }

  /// Lines of a header that say nothing to a document, and its comments; the writer makes others.
  var headerLines: Int {
    let lines = (header ?? "").utf8.split(separator: .lineFeed)
    let hasLanguage = POLanguage.tag(header: header ?? "") != nil
    let others = lines.count { line in
      line.starts(with: "Language:".utf8)
        ? !hasLanguage && line.dropFirst(9).contains { $0 > .space }
        : !Self.written.contains { line.count > $0.utf8.count && line.prefix($0.utf8.count).elementsEqual($0.utf8) }
    }
    return others + fields.filter { $0.key != "flags" }.values.reduce(0) { $0 + $1.utf8.count { $0 == .lineFeed } + 1 }
  }

  private static let written = [
    "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:", "Plural-Forms:",
  ]

  /// Whether its translation is not confirmed.
  var isFuzzy: Bool { Self.isFuzzy(flags: fields["flags"]) }

  /// Whether flags say of a translation that it is not confirmed.
  static func isFuzzy(flags: String?) -> Bool { words(ofFlags: flags).contains { $0.elementsEqual("fuzzy".utf8) } }

  /// Flags that say anything else.
  static func others(ofFlags flags: String?) -> [String] {
    words(ofFlags: flags).filter { !$0.elementsEqual("fuzzy".utf8) }.map { String(Substring($0)) }
  }

  private static func words(ofFlags flags: String?) -> [Substring.UTF8View] {
    (flags ?? "").utf8.split { $0 == .comma || XMLText.isSpace($0) }
  }

  /// Whether a line of this keyword belongs to the next entry.
  func ends(before keyword: String) -> Bool { isComplete && !keyword.hasPrefix("msgstr") }

  /// Whether a comment line is the message of an entry that is obsolete.
  static func isObsolete(_ line: Bytes) -> Bool {
    guard line.starts(with: "#~".utf8) else { return false }
    let rest = line.slice(2..<line.count).trimmed
    guard rest.starts(with: "msgid".utf8), rest.count > 5 else { return false }
    return rest[5] == .space || rest[5] == .tab || rest[5] == .quote
  }

  /// Adds a comment line; the one before an obsolete entry is not one of the next message.
  mutating func addComment(_ line: Bytes, at place: SourceLocation) {
    guard line.count > 1, line[1] != .tilde else {
      if line.count > 1, isEmpty { fields = [:] }
      return
    }
    let value = line.slice(2..<line.count).trimmed.string
    let name =
      switch line[1] {
      case .comma: "flags"
      case .colon: "references"
      case .dot: "extracted"
      case .bar: "previous"
      default: "comment"
      }
    guard !value.isEmpty else { return }
    if isEmpty, fields.isEmpty { self.place = place }
    fields[name] = fields[name].map { $0 + "\n" + value } ?? value
  }

  /// Starts the text of a keyword.
  ///
  /// - Throws: `unexpected` for one that is none, is there already, or does not go with the message.
  mutating func start(_ keyword: String, at place: SourceLocation) throws(CorpusError) {
    guard Self.keywords.contains(keyword) || Self.forms.contains(keyword) else {
      throw .unexpected(
        place, found: keyword,
        expected: keyword.hasPrefix("msgstr[")
          ? "a form from msgstr[0] to \(Self.forms[Self.forms.count - 1])"
          : "msgid, msgid_plural, msgctxt, msgstr or domain")
    }
    if !texts.isEmpty, keyword.hasPrefix("msgstr") {
      let isPlural = texts.contains { $0.keyword == "msgid_plural" }
      guard isPlural == (keyword != "msgstr") else {
        throw .unexpected(
          place, found: isPlural ? "msgstr of a plural" : "\(keyword) without msgid_plural",
          expected: isPlural ? "msgstr[0] and the other forms" : "msgstr, or msgid_plural before the forms")
      }
    }
    guard !texts.contains(where: { $0.keyword == keyword }) else {
      throw .unexpected(place, found: "a second \(keyword)", expected: "one in each entry, with its msgstr")
    }
    if texts.isEmpty { self.place = place }
    texts.append((keyword, []))
  }

  /// Continues with the text of the keyword last started.
  ///
  /// - Throws: `unexpected` when there is none.
  mutating func append(_ text: [UInt8], at place: SourceLocation) throws(CorpusError) {
    guard !texts.isEmpty else { throw .unexpected(place, found: "a string", expected: "a keyword such as msgid") }
    guard text.withUnsafeBufferPointer({ UTF8Validation.firstInvalid($0) }) == nil else {
      throw .unexpected(place, found: "escapes that are not UTF-8", expected: "the characters themselves")
    }
    texts[texts.count - 1].text += text
  }

  /// The field of a plural that has the text of its singular.
  static let singular = "singular"
  /// The field of a plural that has its catalogue's rule of plurals.
  static let pluralForms = "plural-forms"

  /// The field that has the domain, where it is not the usual one.
  static let domain = "domain"
  /// The field that has the language of a translation that is missing.
  static let targetLanguage = "target-language"

  /// The documents of the message: the text, and for a plural message the plural too, which says of what and by what rule.
  ///
  /// - Parameters:
  ///   - options: How it is read.
  ///   - plurals: The catalogue's rule of plurals.
  ///   - language: The language of its translations; nil when the catalogue says none.
  ///   - domain: The domain that it is in; nil for the usual one.
  /// - Returns: The documents.
  /// - Throws: `unexpected` for a message without `msgid` or `msgstr`.
  func documents(
    _ options: ReadOptions, plurals: PluralRule, language: String?, domain: String?
  ) throws(CorpusError) -> [Document] {
    guard let id = text("msgid"), isComplete else {
      throw .unexpected(
        place, found: "an entry without \(isComplete ? "msgid" : "msgstr")",
        expected: "msgid and msgstr in each entry")
    }
    let isUnconfirmed = isFuzzy && !options.unconfirmed
    let translations =
      isUnconfirmed && !options.readsPredictions ? [] : texts.filter { $0.keyword.hasPrefix("msgstr") }
    func finished(_ document: Document) -> Document {
      let named = document.naming(target: language)
      return isUnconfirmed ? named.predictingTranslations : named
    }
    func form(_ index: Int) -> String? {
      translations.first { $0.keyword == "msgstr[\(index)]" }.map { String(decoding: $0.text, as: UTF8.self) }
    }
    let target = options.targetName(in: language)
    var document = Document(id: text("msgctxt") ?? "", language: options.language, text: id)
    document.fields = fields
    document.fields[Self.domain] = domain
    guard let plural = text("msgid_plural") else {
      if !translations.isEmpty { document.translations[target] = text("msgstr").map { AlignedText($0) } }
      return [finished(document)]
    }
    var second = document
    second.text = plural
    second.fields[Self.singular] = id
    second.fields[Self.pluralForms] = plurals.text
    document.translations[target] = form(plurals.one).map { AlignedText($0) }
    second.translations[target] = form(plurals.many).map { AlignedText($0) }
    for index in 0..<PluralRule.limit where index != plurals.one && index != plurals.many {
      second.translations["\(target)[\(index)]"] = form(index).map { AlignedText($0) }
    }
    return [finished(document), finished(second)]
  }
}

extension Document {
  /// The document with the language of its translation in a field where there is no translation, so that a file that is still
  /// to be translated says into what.
  func naming(target language: String?) -> Document {
    guard let language, translations.values.allSatisfy({ $0.text.unlessBlank == nil }) else { return self }
    var document = self
    document.fields[POEntry.targetLanguage] = language
    return document
  }
}
