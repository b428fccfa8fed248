import BraidText

/// XLIFF 2.0: a unit with one segment a document, with its translation into the target language.
///
/// Documents that follow each other and have the same field `file` are of one file. The fields `state` and `translate` are
/// attributes; without a state a translation by a model, which has a score, is `initial`, any other `translated`.
///
/// Source: XLIFF 2.0, <https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html>, section 4.
struct XLIFFSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  /// Source and target language of the whole; nil before the first document.
  private var languages: (source: String, target: String)?
  /// What the documents of the open `file` element have in common.
  private var group: String?
  private var groups = 0
  /// The ids of the units of the open file.
  private var ids: Set<String> = []
  private var xml = XMLBuffer()

  private static let states = ["initial", "translated", "reviewed", "final"]

  /// Takes the target language of the options.
  ///
  /// - Throws: `badOption` when it is no language.
  init(_ file: CorpusFile, options: WriteOptions) throws(CorpusError) {
    guard LanguageMatch.isTag(options.targetLanguage) else {
      throw .badOption(
        name: "targetLanguage", found: options.targetLanguage, expected: "the language of the translations, such as de")
    }
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    begin(document)
    let source = document.language ?? options.language
    if let source, let languages, source != languages.source {
      throw .cannotExpress(
        .xliff, document: document.id, what: "a text in \(source) beside others in \(languages.source)")
    }
    openFile(document.fields["file"] ?? "")
    let translation = document.translations[options.targetLanguage]
    xml.markup("<unit")
    let id = unitID(document.id)
    xml.attribute("id", id)
    let name = document.fields["name"] ?? (id == document.id || document.id.isEmpty ? nil : document.id)
    xml.attribute("name", name)
    if let translate = document.fields["translate"], ["yes", "no"].contains(translate) {
      xml.attribute("translate", translate)
    }
    xml.markup(">\n<segment")
    xml.attribute("state", state(document, translation))
    xml.markup(">")
    text("source", document.text)
    if let translation { text("target", translation.text) }
    xml.markup("</segment>\n</unit>\n")
    try file.append(try xml.take(.xliff, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if languages == nil { begin(Document(text: "")) }
    // A whole without a file, or a file without content, is not valid.
    if group == nil {
      openFile("")
      xml.markup("<group id=\"g1\"/>\n")
    }
    xml.markup("</file>\n</xliff>\n")
    try file.append(try xml.take(.xliff, of: Document(text: "")))
    return [file]
  }

  private mutating func begin(_ document: Document) {
    guard languages == nil else { return }
    let names = (source: document.language ?? options.language ?? "und", target: options.targetLanguage)
    languages = names
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.markup("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\"")
    xml.attribute("srcLang", names.source)
    xml.attribute("trgLang", names.target)
    xml.markup(">\n")
  }

  private mutating func openFile(_ name: String) {
    guard group != name else { return }
    if group != nil { xml.markup("</file>\n") }
    group = name
    groups += 1
    ids = []
    xml.markup("<file id=\"f\(groups)\"")
    xml.attribute("original", name.isEmpty ? nil : name)
    xml.markup(">\n")
  }

  /// The document's id where it may be one of a unit, else a number.
  private mutating func unitID(_ id: String) -> String {
    let isToken =
      !id.isEmpty
      && id.utf8.allSatisfy { byte in
        (48...58).contains(byte) || (65...90).contains(byte & 0xDF) || [.hyphen, .underscore, .dot].contains(byte)
      }
    var unit = isToken ? id : "u\(ids.count + 1)"
    while !ids.insert(unit).inserted { unit += "-\(ids.count + 1)" }
    return unit
  }

  private func state(_ document: Document, _ translation: AlignedText?) -> String? {
    guard let translation else { return nil }
    if let state = document.fields["state"], Self.states.contains(state), translation.score == nil { return state }
    return translation.score == nil ? "translated" : "initial"
  }

  private mutating func text(_ name: String, _ text: String) {
    xml.markup("<\(name) xml:space=\"preserve\">")
    xml.text(text)
    xml.markup("</\(name)>")
  }
}
