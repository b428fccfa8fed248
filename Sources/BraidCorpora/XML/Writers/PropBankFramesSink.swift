import BraidText

/// PropBank frame files: an example for each document, in the roleset that the document's first frame or field `roleset` names.
///
/// Words are separated by spaces, those of the text where there are no others, so that they may not hold any. Examples of one roleset that follow each other stand
/// in one; what else a frame file says about a roleset (roles, aliases) is not there. An id `ROLESET/NAME` is the name `NAME`.
struct PropBankFramesSink: RevertingSink {
  private let file: CorpusFile
  private var roleset: (id: String, lemma: String)?
  private var count = 0

  init(_ file: CorpusFile) { self.file = file }

  mutating func put(_ document: Document) throws(CorpusError) {
    guard (document.frames?.count ?? 0) < 2 else {
      throw .cannotExpress(.propbankFrames, document: document.id, what: "several predicates of one example")
    }
    let frame = document.frames?.first
    guard let id = document.fields["roleset"] ?? frame?.sense else {
      throw .cannotExpress(
        .propbankFrames, document: document.id, what: "an example without a sense or a field `roleset`")
    }
    guard frame?.sense ?? id == id else {
      throw .cannotExpress(
        .propbankFrames, document: document.id, what: "a predicate of another sense than its roleset \(id)")
    }
    let words = try words(document)
    let (text, places) = Self.text(document, words)
    var xml = XMLBuffer()
    let lemma = document.fields["lemma"] ?? id.split(separator: ".").first.map(String.init) ?? id
    if count == 0 { xml.markup(Self.head) }
    count += 1
    if roleset?.id != id || roleset?.lemma != lemma {
      if roleset != nil { xml.markup("</roleset>\n") }
      if roleset?.lemma != lemma {
        if roleset != nil { xml.markup("</predicate>\n") }
        xml.markup("<predicate")
        xml.attribute("lemma", lemma)
        xml.markup(">\n")
      }
      xml.markup("<roleset")
      xml.attribute("id", id)
      xml.attribute("name", document.fields["name"] ?? "")
      xml.markup(">\n<roles/>\n")
      roleset = (id, lemma)
    }
    let name = document.id.hasPrefix(id + "/") ? String(document.id.dropFirst(id.count + 1)) : document.id
    xml.markup("<example")
    xml.attribute("name", name)
    xml.attribute("src", document.fields["source"] ?? "")
    xml.markup(">\n<text>")
    xml.text(text)
    xml.markup("</text>\n")
    if let frame { propbank(frame, words, places, &xml) }
    xml.markup("</example>\n")
    try file.append(try xml.take(.propbankFrames, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    try file.append((count == 0 ? Self.head : "</roleset>\n</predicate>\n") + "</frameset>\n")
    return [file]
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<frameset>\n"

  private func words(_ document: Document) throws(CorpusError) -> [String] {
    var words: [String] = []
    for token in document.tokens.indices {
      let word = document.form(token)
      guard !word.isEmpty, !word.utf8.contains(where: { $0 <= .space }) else {
        throw .cannotExpress(
          .propbankFrames, document: document.id,
          what: word.isEmpty ? "a word without characters" : "white space in \(word)")
      }
      words.append(word)
    }
    return words
  }

  /// The text of words, and the position of each, as frame files count: two spaces have an empty word between them.
  private static func text(_ document: Document, _ words: [String]) -> (text: String, places: [Int]) {
    let joined = (words.joined(separator: " "), Array(words.indices))
    guard document.tags["form"] == nil else { return joined }
    let bytes = Array(document.text.utf8)
    var places: [Int] = []
    var (end, spaces) = (0, 0)
    for token in document.tokens {
      let range = token.range
      guard range.lowerBound >= end, range.upperBound <= bytes.count else { return joined }
      let gap = bytes[end..<range.lowerBound]
      guard gap.allSatisfy({ $0 == .space }), gap.isEmpty == places.isEmpty else { return joined }
      spaces += gap.count
      places.append(spaces)
      end = range.upperBound
    }
    return end == bytes.count ? (document.text, places) : joined
  }

  private func propbank(_ frame: Frame, _ words: [String], _ positions: [Int], _ xml: inout XMLBuffer) {
    // Further words of the predicate are arguments C-V when they are read.
    var places = Array(frame.extent ?? frame.predicate..<frame.predicate + 1)
    var arguments: [Argument] = []
    for argument in frame.arguments {
      if argument.role == "C-V", argument.tokens.count == 1 {
        places.append(argument.tokens.lowerBound)
      } else {
        arguments.append(argument)
      }
    }
    if places.isEmpty { places = [frame.predicate] }
    xml.markup("<propbank>\n<rel")
    xml.attribute("relloc", places.map { String(positions[$0]) }.joined(separator: " "))
    xml.markup(">")
    xml.text(places.map { words[$0] }.joined(separator: " "))
    xml.markup("</rel>\n")
    for argument in arguments {
      xml.markup("<arg")
      xml.attribute("type", argument.role)
      xml.attribute("start", "\(positions[argument.tokens.lowerBound])")
      xml.attribute("end", "\(positions[argument.tokens.upperBound - 1])")
      xml.markup(">")
      xml.text(words[argument.tokens].joined(separator: " "))
      xml.markup("</arg>\n")
    }
    xml.markup("</propbank>\n")
  }
}
