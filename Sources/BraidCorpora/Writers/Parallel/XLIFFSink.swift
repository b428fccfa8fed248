import BraidFiles
import BraidText

/// XLIFF 2.0: a unit with one segment a document, with its translation into the target language.
///
/// Documents that follow each other and have the same field `file` are of one file. The fields `state` and `translate` are
/// attributes, a state of XLIFF 1.2 the nearest one of 2.0 with the old one as its sub-state; without a state a translation by a
/// model, which has a score, is `initial`, any other `translated`. One that is not approved, or fuzzy, is `initial` whatever its state
/// was. A unit that must not be translated gets none by a model.
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

  /// Documents with a field that is written otherwise, or left out.
  private(set) var lost: [DocumentContent: Int] = [:]

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
    let source = document.language ?? options.language
    if let source, let languages, source != languages.source {
      throw .cannotExpress(
        .xliff, document: document.id, what: "a text in \(source) beside others in \(languages.source)")
    }
    var head = XMLBuffer()
    let languages = languages ?? begin(document, &head)
    let name = document.fields["file"] ?? ""
    let opens = group != name
    if opens { openFile(name, &head) }
    let id = unitID(document, taken: opens ? [] : ids)
    let bytes = try head.take(.xliff, of: document) + unit(document, id: id)
    // Nothing is remembered of a document that is refused.
    self.languages = languages
    if opens {
      group = name
      groups += 1
      ids = []
    }
    ids.insert(id)
    if document.isAnnotated { noteFields(document) }
    try file.append(bytes)
  }

  /// A document as a unit.
  private func unit(_ document: Document, id: String) throws(CorpusError) -> [UInt8] {
    var xml = XMLBuffer()
    let translation = translation(of: document)
    xml.markup("<unit")
    xml.attribute("id", id)
    let name = document.fields["name"] ?? (id == document.id || document.id.isEmpty ? nil : document.id)
    xml.attribute("name", name)
    if let translate = document.fields["translate"], ["yes", "no"].contains(translate) {
      xml.attribute("translate", translate)
    }
    xml.markup(">\n<segment")
    let state = state(document, translation)
    xml.attribute("state", state?.state)
    xml.attribute("subState", state?.subState)
    xml.markup(">")
    Self.text("source", document.text, &xml)
    if let translation { Self.text("target", translation.text, &xml) }
    xml.markup("</segment>\n</unit>\n")
    return try xml.take(.xliff, of: document)
  }

  /// The translation that is written: none by a model where the text must not be translated.
  private func translation(of document: Document) -> AlignedText? {
    let translation = document.translations[options.targetLanguage]
    return document.fields["translate"] == "no" && translation?.score != nil ? nil : translation
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    var xml = XMLBuffer()
    if languages == nil { languages = begin(Document(text: ""), &xml) }
    // A whole without a file, or a file without content, is not valid.
    if group == nil {
      openFile("", &xml)
      xml.markup("<group id=\"g1\"/>\n")
    }
    xml.markup("</file>\n</xliff>\n")
    try file.append(try xml.take(.xliff, of: Document(text: "")))
    return [file]
  }

  /// Begins the whole, and gives its languages.
  private func begin(_ document: Document, _ xml: inout XMLBuffer) -> (source: String, target: String) {
    let names = (source: document.language ?? options.language ?? "und", target: options.targetLanguage)
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.markup("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\"")
    xml.attribute("srcLang", names.source)
    xml.attribute("trgLang", names.target)
    xml.markup(">\n")
    return names
  }

  /// Begins the next file.
  private func openFile(_ name: String, _ xml: inout XMLBuffer) {
    if group != nil { xml.markup("</file>\n") }
    xml.markup("<file id=\"f\(groups + 1)\"")
    xml.attribute("original", name.isEmpty ? nil : name)
    xml.markup(">\n")
  }

  /// What the ids of units begin with whose documents have none, or one that is no id of a unit.
  private static let madeUp = "braid-"

  /// Whether Braid has made up the id of a unit, so that it says nothing of the document.
  static func isMadeUp(_ id: String) -> Bool {
    let number = id.utf8.dropFirst(madeUp.utf8.count)
    return id.utf8.starts(with: madeUp.utf8) && !number.isEmpty
      && number.allSatisfy { (48...57).contains($0) || $0 == .hyphen }
  }

  /// The document's id where it may be one of a unit, else a number.
  private func unitID(_ document: Document, taken: Set<String>) -> String {
    let id = document.id
    let isToken =
      !id.isEmpty && !Self.isMadeUp(id)
      && id.utf8.allSatisfy { byte in
        (48...58).contains(byte) || (65...90).contains(byte & 0xDF) || [.hyphen, .underscore, .dot].contains(byte)
      }
    var unit = isToken ? id : "\(document.fields["name"] == nil ? Self.madeUp : "u")\(taken.count + 1)"
    while taken.contains(unit) { unit += "-\(taken.count + 1)" }
    return unit
  }

  private func state(_ document: Document, _ translation: AlignedText?) -> (state: String, subState: String?)? {
    let isApproved = document.fields[XLIFFStates.approved] != "no" && !POEntry.isFuzzy(flags: document.fields["flags"])
    if translation?.score == nil, let state = document.fields["state"],
      let known = XLIFFStates.new(state, isApproved: isApproved)
    {
      // Without a target a segment is in its initial state.
      if translation != nil || known.state == "initial" { return known }
    }
    guard let translation else { return nil }
    guard translation.score == nil, isApproved else { return ("initial", nil) }
    return (document.fields[XLIFFStates.approved] == "yes" ? "final" : "translated", nil)
  }

  /// Counts fields that are not written as they are; the state of a translation that a model has made is another one.
  private mutating func noteFields(_ document: Document) {
    let name = options.targetLanguage
    let translation = translation(of: document)
    if translation == nil, document.translations[name] != nil { lost[.layer(.translation(name)), default: 0] += 1 }
    if let state = document.fields["state"], translation?.score == nil {
      let written = self.state(document, translation)
      let back = XLIFFStates.old(written?.subState) ?? written?.state
      if back?.isExactly(state) != true { lost[.layer(.field("state")), default: 0] += 1 }
    }
    if let approved = document.fields[XLIFFStates.approved] {
      let written = state(document, translation)
      let old = XLIFFStates.old(written?.subState)
      let isKept = written?.state == "initial" && old != nil && !XLIFFStates.needsWork(old) && approved == "no"
      if !isKept { lost[.layer(.field(XLIFFStates.approved)), default: 0] += 1 }
    }
    if let language = document.fields[POEntry.targetLanguage],
      !language.utf8.elementsEqual(options.targetLanguage.utf8)
    {
      lost[.layer(.field(POEntry.targetLanguage)), default: 0] += 1
    }
    if let translate = document.fields["translate"], !["yes", "no"].contains(translate) {
      lost[.layer(.field("translate")), default: 0] += 1
    }
  }

  /// An element with text.
  private static func text(_ name: String, _ text: String, _ xml: inout XMLBuffer) {
    xml.markup("<\(name) xml:space=\"preserve\">")
    xml.text(text, codeName: "cp")
    xml.markup("</\(name)>")
  }
}
