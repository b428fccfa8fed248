import BraidText

/// A translation memory, TMX 1.4b: a translation unit a document, with a segment in each of its languages.
///
/// A field `note` is a note, others are properties, each line of them one. A translation by a model, which has a score, and one
/// that is not confirmed in the file that it is from is marked as Braid's (`creationtool`), so that it counts as none before
/// somebody has changed it; the mark stands for the flag `fuzzy`. White space is text; line breaks before white space are
/// codes, as they would be taken for the file's layout.
///
/// Source: TMX 1.4b specification, <https://www.gala-global.org/tmx-14b>.
struct TMXSink: DocumentSink {
  private let file: CorpusFile
  private let language: String?
  private let targetLanguage: String
  /// The source language that the header names; nil before the first document.
  private var sourceLanguage: String?
  private var xml = XMLBuffer()
  /// Documents with fields whose white space is not kept.
  private(set) var lost: [DocumentContent: Int] = [:]

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    language = options.language
    targetLanguage = options.targetLanguage
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    let source = document.language ?? language ?? "und"
    let translations = document.translations.filter { LanguageMatch.isTag($0.key) }
    guard translations.count > 0 || document.translations.isEmpty else {
      throw .cannotExpress(
        .tmx, document: document.id,
        what: "translations without a language (\(document.translations.keys.sorted().joined(separator: ", "))), "
          + "which `targetLanguage` names when they are read")
    }
    guard translations[source] == nil else {
      throw .cannotExpress(.tmx, document: document.id, what: "a translation into its own language, \(source)")
    }
    try begin(source)
    var isSpaced = false
    xml.markup("<tu")
    xml.attribute("tuid", document.id.isEmpty ? nil : document.id)
    if source != sourceLanguage { xml.attribute("srclang", source) }
    xml.markup(">")
    let isConfirmed = document.isConfirmed
    var fields = document.fields
    if !translations.isEmpty, POEntry.isFuzzy(flags: fields["flags"]) {
      let others = POEntry.others(ofFlags: fields["flags"])
      fields["flags"] = others.isEmpty ? nil : others.joined(separator: ", ")
    }
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      for line in value.utf8.split(separator: .lineFeed, omittingEmptySubsequences: false) {
        let line = String(decoding: line, as: UTF8.self)
        // White space at the ends of a line, or more than a space, is the file's own.
        if !Self.isPlain(line) { isSpaced = true }
        if name == "note" {
          element("note", [], line)
        } else {
          element("prop", [("type", name)], line)
        }
      }
      if isSpaced { lost[.spelling(.field(name)), default: 0] += 1 }
      isSpaced = false
    }
    segment(document.text, source)
    for (name, translation) in translations.sorted(by: { $0.key < $1.key }) {
      segment(translation.text, name, isMarked: translation.score != nil || !isConfirmed)
    }
    xml.markup("\n</tu>\n")
    try file.append(try xml.take(.tmx, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    try begin(language ?? "und")
    try file.append("</body>\n</tmx>\n")
    return [file]
  }

  private mutating func begin(_ source: String) throws(CorpusError) {
    guard sourceLanguage == nil else { return }
    sourceLanguage = source
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header")
    xml.markup(" creationtool=\"Braid\" creationtoolversion=\"1\" segtype=\"block\" o-tmf=\"Braid\" adminlang=\"en\"")
    xml.attribute("srclang", source)
    xml.markup(" datatype=\"plaintext\"/>\n<body>\n")
    try file.append(try xml.take(.tmx, of: Document(text: "")))
  }

  private mutating func element(_ name: String, _ attributes: [(String, String)], _ text: String) {
    xml.markup("\n<\(name)")
    for (name, value) in attributes { xml.attribute(name, value) }
    xml.markup(">")
    xml.text(text)
    xml.markup("</\(name)>")
  }

  /// Whether all white space of a text is single spaces between other characters.
  private static func isPlain(_ text: String) -> Bool {
    var wasSpace = true
    for byte in text.utf8 {
      guard XMLText.isSpace(byte) else {
        wasSpace = false
        continue
      }
      guard byte == .space, !wasSpace else { return false }
      wasSpace = true
    }
    return !wasSpace || text.isEmpty
  }

  private mutating func segment(_ text: String, _ language: String, isMarked: Bool = false) {
    xml.markup("\n<tuv")
    xml.attribute("xml:lang", language)
    if isMarked { xml.attribute("\(TMXReader.mark.attribute)", TMXReader.mark.value) }
    xml.markup("><seg>")
    // Line breaks that would be taken for the file's own are codes.
    let bytes = Array(text.utf8)
    var start = 0
    var codes = 0
    for (index, byte) in bytes.enumerated() where byte == .lineFeed {
      guard index + 1 < bytes.count, bytes[index + 1] == .space || bytes[index + 1] == .tab else { continue }
      xml.text(String(decoding: bytes[start..<index], as: UTF8.self))
      codes += 1
      xml.markup("<ph x=\"\(codes)\" type=\"lb\"/>")
      start = index + 1
    }
    xml.text(String(decoding: bytes[start...], as: UTF8.self))
    xml.markup("</seg></tuv>")
  }
}
