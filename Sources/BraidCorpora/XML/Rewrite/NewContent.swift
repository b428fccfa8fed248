import BraidFiles
import BraidText

/// What a document has that the one it was made of, which stands in a file, has not.
struct NewContent {
  private let document: Document
  private let original: Document

  init(_ document: Document, beside original: Document) {
    self.document = document
    self.original = original
  }

  /// How much there is that no file takes: other texts and fields, what a model says beside its predictions but for the scores
  /// of labels and spans.
  var unplaced: [String: Int] {
    var counts: [String: Int] = [:]
    for (name, text) in document.translations where original.translations[name] != text {
      counts[AnnotationLayer.translation(name).code] = 1
    }
    for (code, count) in details { counts[code] = count }
    return counts
  }

  /// The same, translations aside.
  var details: [String: Int] {
    var counts: [String: Int] = [:]
    for (name, text) in document.fields where original.fields[name] != text {
      counts[AnnotationLayer.field(name).code] = 1
    }
    let places = PartPlaces.elements
    var (known, details): ([DocumentContent], [DocumentContent]) = ([], [])
    places.details(original, except: { _ in false }, into: &known)
    places.details(document, except: { _ in false }, into: &details)
    for detail in details where !known.contains(detail) {
      if case .extents = detail { continue }
      counts[detail.code] = 1
    }
    return counts
  }

  /// How many labels, tags, spans and frames there are.
  func annotations(_ options: RewriteOptions) -> [String: Int] {
    var counts: [String: Int] = [:]
    func isChosen(_ name: String, _ names: [String]?) -> Bool { names?.contains(name) ?? true }
    for (name, labels) in document.labels where original.labels[name] != labels && isChosen(name, options.labels) {
      counts[AnnotationLayer.labels(name).code] = labels.count
    }
    for (name, tags) in document.tags where original.tags[name] != tags && isChosen(name, options.tags) {
      if document.spans[name] == nil { counts[AnnotationLayer.tags(name).code] = tags.count { $0 != nil } }
    }
    for (name, spans) in document.spans where original.spans[name] != spans && isChosen(name, options.spans) {
      counts[AnnotationLayer.spans(name).code] = spans.count
    }
    if let frames = document.frames, frames != original.frames { counts[AnnotationLayer.frames.code] = frames.count }
    return counts
  }

  /// How many tokens and sentences there are, by what messages call them.
  var segmentation: [String: Int] {
    [DocumentContent.Part.tokens.rawValue: tokens, DocumentContent.Part.sentences.rawValue: sentences]
      .filter { $0.value > 0 }
  }

  /// How many tokens there are.
  var tokens: Int {
    guard document.tokens != original.tokens else { return 0 }
    let known = Set(original.tokens.map(\.range))
    return document.tokens.count { !known.contains($0.range) }
  }

  /// How many sentences there are.
  var sentences: Int {
    let known = Set(original.sentences.map { original.bytes(of: $0.tokens) })
    return document.sentences.count { !known.contains(document.bytes(of: $0.tokens)) }
  }
}

/// A label on bytes of a text.
struct NamedRange: Hashable {
  var bytes: Range<Int>
  var label: ExactString

  init(bytes: Range<Int>, label: String) { (self.bytes, self.label) = (bytes, ExactString(label)) }

  /// A span of a document.
  init(_ span: LabeledSpan, of document: Document) {
    self.init(bytes: document.bytes(of: span.tokens), label: span.label)
  }

  /// Those of some spans of a document.
  static func all(_ spans: [LabeledSpan]?, of document: Document) -> Set<NamedRange> {
    Set((spans ?? []).map { NamedRange($0, of: document) })
  }
}

extension Document {
  /// The bytes from the first to the last of some tokens.
  func bytes(of tokens: Range<Int>) -> Range<Int> {
    guard let first = tokens.first, let last = tokens.last else { return 0..<0 }
    let start = Int(self.tokens[first].start)
    return start..<max(start, Int(self.tokens[last].end))
  }
}
