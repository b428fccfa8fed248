import BraidFiles
import BraidText

/// SemEval-2014 task 4, 2015 task 12 and 2016 task 5, aspect-based sentiment: one document a sentence.
///
/// Aspect terms are spans of the layer `aspect`, labelled with their polarity. Their `from` and `to` count characters
/// (code points); tokens are cut so that each term is a run of whole tokens. Aspect categories are document labels:
/// `category` holds their names, `category-polarity` the names with polarities, as in `food:positive`.
///
/// From 2015 on a sentence has opinions, each a category with a polarity and, unless it is `NULL`, a target: the targets
/// are spans of `aspect` with their polarity, and of `aspect-category` with their category. `OutOfScope` of a sentence is a field.
/// Opinions about a whole review and other attributes are left aside and counted.
///
/// Source: M. Pontiki et al. 2014, section 3, <https://aclanthology.org/S14-2004/>; 2016, section 3,
/// <https://aclanthology.org/S16-1002/>.
package final class SemEvalReader: XMLDocumentHandler {
  private enum Tag: String, CaseIterable {
    case sentences, sentence, text, aspectTerms, aspectTerm, aspectCategories, aspectCategory
    case reviews = "Reviews"
    case opinion = "Opinion"
  }

  private struct Term {
    var term: String
    var polarity: String
    var category: String?
    var from: Int
    var to: Int
    var place: SourceLocation
  }

  /// Made once: each use of `allCases` makes them again.
  private static let tags = Tag.allCases
  package let elementNames = SemEvalReader.tags.map(\.rawValue)
  package let output = XMLOutput()

  private let language: String?
  private var depth = 0
  private var id: String?
  private var inText = false
  private var hasText = false
  private var text = XMLText(.keep)
  private var terms: [Term] = []
  private var hasTerms = false
  /// Whether the file has opinions, as from 2015 on.
  private var hasOpinions = false
  private var categories: [Label]?
  private var polarities: [Label] = []
  private var outOfScope: String?

  /// A reader of one file.
  ///
  /// Copies of the restaurant set have a line of R code in them, with a `<` that is no mark-up: let the source repair it.
  package init(options: ReadOptions) { language = options.language }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    let tag = element.id < 0 ? nil : Self.tags[element.id]
    if depth == 1 {
      guard tag == .sentences || tag == .reviews else {
        throw .unexpected(
          location.place, found: "root element <\(element.name)>", expected: "<sentences> or <Reviews>")
      }
      hasOpinions = tag == .reviews
    }
    if let tag { noteAttributes(tag, element, at: location) }
    switch tag {
    case .sentence:
      output.beginRecord(at: location)
      id = element.attributes["id"] ?? ""
      text.removeAll()
      hasText = false
      terms = []
      hasTerms = false
      categories = hasOpinions ? [] : nil
      polarities = []
      outOfScope = element.attributes[Self.scope]
    case .text where id != nil:
      inText = true
      hasText = true
    case .aspectTerms: hasTerms = true
    case .aspectTerm: try addTerm(element.attributes, at: location)
    case .aspectCategories: categories = categories ?? []
    case .aspectCategory: try addCategory(element, at: location)
    case .opinion:
      guard id != nil else {
        output.ledger.note(.ignored, .values, "opinions about a whole review", at: location.place)
        break
      }
      try addCategory(element, at: location)
      if element.attributes["target"] ?? "NULL" != "NULL" { try addTerm(element.attributes, at: location) }
    default: break
    }
  }

  package func end(_ id: Int, at location: XMLLocation) throws(CorpusError) {
    depth -= 1
    guard id >= 0 else { return }
    switch Self.tags[id] {
    case .text: inText = false
    case .sentence: try endSentence(at: location)
    default: break
    }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {
    if inText {
      text.append(bytes, from: nil)
    } else if bytes.contains(where: { !XMLText.isSpace($0) }) {
      output.ledger.note(.dropped, .characters, "text outside of <text>", at: location.place)
    }
  }

  /// The attribute of sentences that are about nothing that the task asks for, and the field that keeps it.
  static let scope: StaticString = "OutOfScope"

  /// Counts attributes that no part of a document holds.
  private func noteAttributes(_ tag: Tag, _ element: XMLElement, at location: XMLLocation) {
    let known: [String]
    switch tag {
    case .sentence: known = ["id", "\(Self.scope)"]
    case .aspectTerm, .aspectCategory: known = ["term", "category", "polarity", "from", "to"]
    case .opinion: known = ["target", "category", "polarity", "from", "to"]
    case .text, .aspectTerms, .aspectCategories: known = []
    case .sentences, .reviews: return
    }
    for index in 0..<element.attributes.count where !known.contains(element.attributes[index].name) {
      let name = element.attributes[index].name
      output.ledger.note(
        .ignored, .values, "attributes without a place, such as \(name) of <\(element.name)>", at: location.place)
    }
  }

  /// Counts a category once, however many opinions have it.
  private func addCategory(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    guard let category = element.attributes["category"] else {
      throw .unexpected(
        location.place, found: "<\(element.name)> without a category", expected: "an attribute category")
    }
    var known = categories ?? []
    if !hasOpinions || !known.contains(Label(category)) { known.append(Label(category)) }
    categories = known
    guard let polarity = element.attributes["polarity"] else { return }
    let label = Label("\(category):\(polarity)")
    if !hasOpinions || !polarities.contains(label) { polarities.append(label) }
  }

  private func addTerm(_ attributes: XMLAttributes, at location: XMLLocation) throws(CorpusError) {
    guard let from = attributes["from"].flatMap({ Int($0) }), let to = attributes["to"].flatMap({ Int($0) }), from >= 0,
      from <= to
    else {
      throw .unexpected(
        location.place, found: "a term without a range", expected: "from and to in characters of the text")
    }
    hasTerms = true
    terms.append(
      Term(
        term: attributes["term"] ?? attributes["target"] ?? "", polarity: attributes["polarity"] ?? "",
        category: hasOpinions ? attributes["category"] : nil, from: from, to: to, place: location.place))
  }

  private func endSentence(at location: XMLLocation) throws(CorpusError) {
    guard let id else { return }
    self.id = nil
    output.endRecord()
    guard hasText else {
      throw .unexpected(location.place, found: "sentence \(id) without <text>", expected: "a text")
    }
    let bytes = text.bytes
    var document = Document(id: id, language: language, text: text.string)
    bytes.withUnsafeBufferPointer { bytes in
      let spans = ranges(bytes)
      var cuts: Set<Int> = []
      for span in spans { cuts.formUnion([span.range.lowerBound, span.range.upperBound]) }
      document.tokens = AspectTokenizer.tokens(bytes, cuts: cuts)
      document.sentences = document.tokens.isEmpty ? [] : [Sentence(tokens: 0..<document.tokens.count)]
      // Sentences without any aspect say so by leaving the element out.
      document.spans["aspect"] = []
      if hasOpinions { document.spans["aspect-category"] = [] }
      let aligner = SpanAligner(document.tokens)
      for (range, term) in spans {
        guard let tokens = aligner.tokens(of: range)?.tokens else { continue }
        document.spans["aspect", default: []].append(LabeledSpan(tokens, label: term.polarity))
        if let category = term.category {
          document.spans["aspect-category", default: []].append(LabeledSpan(tokens, label: category))
        }
      }
    }
    if let categories {
      document.labels["category"] = categories
      document.labels["category-polarity"] = polarities
    }
    if let outOfScope { document.fields["\(Self.scope)"] = outOfScope }
    output.append(document, at: location)
  }

  /// The terms in bytes, checked against what the text has there, in text order.
  private func ranges(_ bytes: Bytes) -> [(range: Range<Int>, term: Term)] {
    var offsets: [Int] = []
    for index in 0..<bytes.count where bytes[index] & 0xC0 != 0x80 { offsets.append(index) }
    offsets.append(bytes.count)
    var ranges: [(Range<Int>, Term)] = []
    for term in terms {
      let wanted = Array(term.term.utf8)
      if term.to < offsets.count, term.from < term.to {
        let range = offsets[term.from]..<offsets[term.to]
        if wanted.isEmpty || bytes.slice(range).elementsEqual(wanted) {
          ranges.append((range, term))
          continue
        }
      }
      if let range = Self.nearest(wanted, in: bytes, to: offsets[min(term.from, offsets.count - 1)]) {
        output.ledger.note(.repaired, .spans, "aspect term found at another offset", at: term.place)
        ranges.append((range, term))
      } else {
        output.ledger.note(.dropped, .spans, "aspect term not in the text", at: term.place)
      }
    }
    return ranges.sorted { ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound) }
  }

  /// The occurrence of `wanted` that starts nearest to `offset`.
  private static func nearest(_ wanted: [UInt8], in bytes: Bytes, to offset: Int) -> Range<Int>? {
    guard !wanted.isEmpty, wanted.count <= bytes.count else { return nil }
    var best: Range<Int>?
    for start in 0...(bytes.count - wanted.count)
    where bytes.slice(start..<start + wanted.count).elementsEqual(wanted) {
      if best.map({ abs(start - offset) < abs($0.lowerBound - offset) }) ?? true { best = start..<start + wanted.count }
    }
    return best
  }
}
