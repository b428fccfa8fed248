import BraidText

/// SemEval aspect-based sentiment, one sentence a document: of 2016 when the first document has the span layer
/// `aspect-category`, else of 2014.
///
/// In 2016's layout an opinion has a target (a span of `aspect`, labelled with its polarity, and the span of
/// `aspect-category` over the same tokens), or it is one of the labels `category-polarity`, or `category`, that no target
/// has. A field `OutOfScope` is an attribute. Documents whose ids agree up to the last colon are one review, as there.
struct SemEvalSink: RevertingSink {
  private let file: CorpusFile
  private var hasOpinions: Bool?
  private var review: String?

  init(_ file: CorpusFile) { self.file = file }

  mutating func put(_ document: Document) throws(CorpusError) {
    var xml = XMLBuffer()
    let isFirst = hasOpinions == nil
    let hasOpinions = hasOpinions ?? (document.spans["aspect-category"] != nil)
    if isFirst {
      self.hasOpinions = hasOpinions
      xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(hasOpinions ? "<Reviews>" : "<sentences>")\n")
    }
    if hasOpinions {
      let name = Self.review(of: document.id)
      if name != review || review == nil {
        if review != nil { xml.markup(Self.reviewEnd) }
        xml.markup("<Review")
        xml.attribute("rid", name)
        xml.markup(">\n<sentences>\n")
        review = name
      }
    }
    xml.markup("<sentence")
    xml.attribute("id", document.id)
    let scope = "\(SemEvalReader.scope)"
    xml.attribute(scope, document.fields[scope])
    xml.markup(">\n<text>")
    xml.text(document.text)
    xml.markup("</text>\n")
    let map = CharacterMap(document.text)
    if hasOpinions { try opinions(document, map, &xml) } else { try terms(document, map, &xml) }
    xml.markup("</sentence>\n")
    try file.append(try xml.take(.semeval, of: document))
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    let head = hasOpinions == nil ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sentences>\n" : ""
    let end = hasOpinions == true ? (review == nil ? "" : Self.reviewEnd) + "</Reviews>\n" : "</sentences>\n"
    try file.append(head + end)
    return [file]
  }

  private static let reviewEnd = "</sentences>\n</Review>\n"

  /// What stands before the last colon of a sentence's id.
  private static func review(of id: String) -> String {
    guard let colon = id.utf8.lastIndex(of: .colon) else { return id }
    return String(id[..<colon])
  }

  private func terms(_ document: Document, _ map: CharacterMap, _ xml: inout XMLBuffer) throws(CorpusError) {
    let spans = document.spans["aspect"] ?? []
    if !spans.isEmpty {
      xml.markup("<aspectTerms>\n")
      for span in spans {
        xml.markup("<aspectTerm")
        range(span, named: "term", document, map, polarity: span.label, category: nil, &xml)
        xml.markup("/>\n")
      }
      xml.markup("</aspectTerms>\n")
    }
    let categories = try categories(document)
    if let categories {
      xml.markup("<aspectCategories>\n")
      for (name, polarity) in categories {
        xml.markup("<aspectCategory")
        xml.attribute("category", name)
        xml.attribute("polarity", polarity)
        xml.markup("/>\n")
      }
      xml.markup("</aspectCategories>\n")
    }
  }

  private func opinions(_ document: Document, _ map: CharacterMap, _ xml: inout XMLBuffer) throws(CorpusError) {
    var others = Waiting((document.spans["aspect-category"] ?? []).map { ($0.tokens, $0.label) })
    var opinions = XMLBuffer()
    var said: Set<[String]> = []
    var count = 0
    for span in document.spans["aspect"] ?? [] {
      guard let category = others.take(span.tokens) else {
        throw .cannotExpress(
          .semeval, document: document.id, what: "an aspect without a span of `aspect-category` over the same tokens")
      }
      opinions.markup("<Opinion")
      range(span, named: "target", document, map, polarity: span.label, category: category, &opinions)
      opinions.markup("/>\n")
      said.insert([category, span.label])
      said.insert([category])
      count += 1
    }
    guard others.isEmpty else {
      throw .cannotExpress(
        .semeval, document: document.id, what: "a span of `aspect-category` without an aspect over the same tokens")
    }
    for (name, polarity) in try categories(document) ?? [] where !said.contains(polarity.map { [name, $0] } ?? [name]) {
      opinions.markup("<Opinion target=\"NULL\"")
      opinions.attribute("category", name)
      opinions.attribute("polarity", polarity)
      opinions.markup(" from=\"0\" to=\"0\"/>\n")
      count += 1
    }
    guard count > 0 else { return }
    xml.markup("<Opinions>\n")
    xml.append(opinions)
    xml.markup("</Opinions>\n")
  }

  /// The categories with their polarities: those of `category-polarity`, and what only `category` has.
  private func categories(_ document: Document) throws(CorpusError) -> [(name: String, polarity: String?)]? {
    guard document.labels["category"] != nil || document.labels["category-polarity"] != nil else { return nil }
    var polarities: [(String, String)] = []
    for label in document.labels["category-polarity"] ?? [] {
      guard let colon = label.name.utf8.lastIndex(of: .colon) else {
        throw .cannotExpress(
          .semeval, document: document.id,
          what: "the label \(label.name) of `category-polarity`, which is no CATEGORY:POLARITY")
      }
      polarities.append((String(label.name[..<colon]), String(label.name[label.name.utf8.index(after: colon)...])))
    }
    var waiting = Waiting(polarities)
    var result: [(String, String?)] = []
    for category in document.labels["category"] ?? [] {
      result.append((category.name, waiting.take(category.name)))
      // In 2014's layout a category that has two polarities is there twice.
      while hasOpinions == true, let polarity = waiting.take(category.name) { result.append((category.name, polarity)) }
    }
    return result + waiting.rest.map { ($0, $1) }
  }

  private func range(
    _ span: LabeledSpan, named name: String, _ document: Document, _ map: CharacterMap, polarity: String,
    category: String?, _ xml: inout XMLBuffer
  ) {
    let bytes =
      document.tokens[span.tokens.lowerBound].range
      .lowerBound..<document.tokens[span.tokens.upperBound - 1].range.upperBound
    let characters = map.characters(bytes)
    xml.attribute(name, map.string(characters))
    xml.attribute("category", category)
    xml.attribute("polarity", polarity)
    xml.attribute("from", "\(characters.lowerBound)")
    xml.attribute("to", "\(characters.upperBound)")
  }
}

/// Values by key that have not been taken, each key's in order.
private struct Waiting<Key: Hashable> {
  private let all: [(key: Key, value: String)]
  private var places: [Key: [Int]] = [:]

  init(_ all: [(Key, String)]) {
    self.all = all
    for index in all.indices.reversed() { places[all[index].0, default: []].append(index) }
  }

  /// Takes the first value of a key; nil when there is none.
  mutating func take(_ key: Key) -> String? { places[key]?.popLast().map { all[$0].value } }

  var isEmpty: Bool { places.values.allSatisfy(\.isEmpty) }

  /// What has not been taken, in order.
  var rest: [(Key, String)] { places.values.joined().sorted().map { all[$0] } }
}
