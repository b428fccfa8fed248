import BraidFiles
import BraidText

/// Finds out which annotations can be elements of a file, and puts the tags in.
struct XMLPlacer {
  private let marks: [XMLMark]
  private let sections: [Range<Int>]

  /// Tags to insert, by offset.
  private struct Insertion {
    var offset: Int
    /// 0 for what ends here, 1 for points, 2 for what starts here.
    var phase: Int
    var order: Int
    var text: String
  }

  private var insertions: [Insertion] = []
  private(set) var elements = 0
  private(set) var attributes = 0
  private(set) var milestones = 0
  private var identifiers = 0
  private let identifierPrefix: String
  private let options: RewriteOptions

  /// The start tags of the file's own tokens.
  private let tokenTags: Set<Range<Int>>

  init(
    marks: [XMLMark], sections: [Range<Int>], tokenTags: Set<Range<Int>>, identifierPrefix: String,
    options: RewriteOptions
  ) {
    self.marks = marks
    self.tokenTags = tokenTags
    self.sections = sections
    self.identifierPrefix = identifierPrefix
    self.options = options
  }

  /// Places annotations, in any order.
  mutating func place(_ annotations: [XMLAnnotation]) {
    let fitted = annotations.map { annotation in
      var annotation = annotation
      annotation.source = outside(annotation.source)
      return (annotation, fit(annotation.source).map(aroundTokens))
    }
    let sorted = fitted.enumerated().sorted { one, other in
      let (a, b) = (one.element, other.element)
      let (first, second) = (a.1 ?? a.0.source, b.1 ?? b.0.source)
      if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
      if first.upperBound != second.upperBound { return first.upperBound > second.upperBound }
      if a.0.kind != b.0.kind { return a.0.kind < b.0.kind }
      return one.offset < other.offset
    }
    var open: [Range<Int>] = []
    for (_, (annotation, range)) in sorted {
      guard let range else {
        addMilestones(annotation)
        continue
      }
      while let last = open.last, last.upperBound <= range.lowerBound { open.removeLast() }
      if let last = open.last, range.upperBound > last.upperBound {
        addMilestones(annotation)
      } else {
        open.append(range)
        addElement(annotation, range)
      }
    }
  }

  /// Adds an empty element at `offset`.
  mutating func addPoint(_ text: String, at offset: Int) {
    let offset = outside(offset..<offset).lowerBound
    insertions.append(Insertion(offset: offset, phase: 1, order: insertions.count, text: text))
    elements += 1
  }

  /// Adds an attribute to a start tag.
  mutating func addAttribute(_ name: String, _ value: String, to tag: Range<Int>, of bytes: [UInt8]) {
    let isEmpty = bytes[tag.upperBound - 2] == .slash
    // Without the bracket of the tag that it stands in.
    let text = Self.tag("", [(name, value)]).dropFirst()
    insertions.append(
      Insertion(offset: tag.upperBound - (isEmpty ? 2 : 1), phase: 1, order: insertions.count, text: String(text)))
    attributes += 1
  }

  /// Everything that is put in. A CDATA section with a tag in it becomes text, since a section can hold none.
  func edits(of bytes: [UInt8]) -> ByteEdits {
    var edits = ByteEdits()
    var opened: Set<Range<Int>> = []
    for insertion in insertions.sorted(by: { ($0.offset, $0.phase, $0.order) < ($1.offset, $1.phase, $1.order) }) {
      edits.insert(Array(insertion.text.utf8), at: insertion.offset)
      if let section = section(around: insertion.offset) { opened.insert(section) }
    }
    for section in opened {
      edits.replace(section.lowerBound - Self.sectionStart..<section.lowerBound, with: [])
      for index in section where [.less, .greater, .ampersand].contains(bytes[index]) {
        var escaped: [UInt8] = []
        XMLEscape.append(String(decoding: [bytes[index]], as: UTF8.self), to: &escaped)
        edits.replace(index..<index + 1, with: escaped)
      }
      edits.replace(section.upperBound..<section.upperBound + Self.sectionEnd, with: [])
    }
    return edits
  }

  /// Bytes of `<![CDATA[` and of `]]>`.
  private static let (sectionStart, sectionEnd) = (9, 3)

  /// The content of the CDATA section that has characters before `offset` and behind it; nil for none.
  private func section(around offset: Int) -> Range<Int>? {
    let index = sections.partitioningIndex { $0.upperBound > offset }
    return index < sections.count && sections[index].lowerBound < offset ? sections[index] : nil
  }

  /// A range that takes in the delimiters of a section where it begins or ends with the section's characters.
  private func outside(_ range: Range<Int>) -> Range<Int> {
    func section(_ isIt: (Range<Int>) -> Bool, from offset: Int) -> Bool {
      let index = sections.partitioningIndex { $0.upperBound >= offset }
      return sections[index...].prefix(2).contains(where: isIt)
    }
    let start =
      section({ $0.lowerBound == range.lowerBound }, from: range.lowerBound)
      ? range.lowerBound - Self.sectionStart : range.lowerBound
    guard !range.isEmpty else { return start..<start }
    let end =
      section({ $0.upperBound == range.upperBound }, from: range.upperBound)
      ? range.upperBound + Self.sectionEnd : range.upperBound
    return start..<end
  }

  /// The range that holds whole elements only, next to `range` with nothing but tags in between; nil when there is none.
  private func fit(_ range: Range<Int>) -> Range<Int>? {
    var first = firstMark(from: range.lowerBound)
    var last = first
    var depth = 0
    var lowest = 0
    while last < marks.count, marks[last].range.upperBound <= range.upperBound {
      if marks[last].kind == .start { depth += 1 } else if marks[last].kind == .end { depth -= 1 }
      lowest = min(lowest, depth)
      last += 1
    }
    var fitted = range
    // Elements that end inside: take in their start tags, if these are right before.
    var missing = -lowest
    while missing > 0 {
      while first > 0, marks[first - 1].range.upperBound == fitted.lowerBound, marks[first - 1].kind == .other {
        first -= 1
        fitted = marks[first].range.lowerBound..<fitted.upperBound
      }
      guard first > 0, marks[first - 1].range.upperBound == fitted.lowerBound, marks[first - 1].kind == .start else {
        return nil
      }
      first -= 1
      fitted = marks[first].range.lowerBound..<fitted.upperBound
      missing -= 1
    }
    // Elements that start inside: take in their end tags, if these are right behind.
    var unclosed = depth - lowest
    while unclosed > 0 {
      while last < marks.count, marks[last].range.lowerBound == fitted.upperBound, marks[last].kind == .other {
        fitted = fitted.lowerBound..<marks[last].range.upperBound
        last += 1
      }
      guard last < marks.count, marks[last].range.lowerBound == fitted.upperBound, marks[last].kind == .end else {
        return nil
      }
      fitted = fitted.lowerBound..<marks[last].range.upperBound
      last += 1
      unclosed -= 1
    }
    return fitted
  }

  /// A range without the tags of a token of the file that it covers whole, such as a sentence of one word, with them.
  private func aroundTokens(_ range: Range<Int>) -> Range<Int> {
    var (range, wider) = (range, range)
    var first = firstMark(from: range.lowerBound)
    var last = firstMark(from: range.upperBound)
    while true {
      // Milestones and comments may stand between.
      while first > 0, marks[first - 1].kind == .other, marks[first - 1].range.upperBound == wider.lowerBound {
        first -= 1
        wider = marks[first].range.lowerBound..<wider.upperBound
      }
      while last < marks.count, marks[last].kind == .other, marks[last].range.lowerBound == wider.upperBound {
        wider = wider.lowerBound..<marks[last].range.upperBound
        last += 1
      }
      guard first > 0, last < marks.count, marks[last].kind == .end, marks[last].range.lowerBound == wider.upperBound,
        marks[first - 1].kind == .start, marks[first - 1].range.upperBound == wider.lowerBound,
        tokenTags.contains(marks[first - 1].range)
      else { return range }
      wider = marks[first - 1].range.lowerBound..<marks[last].range.upperBound
      range = wider
      (first, last) = (first - 1, last + 1)
    }
  }

  /// Index of the first mark that starts at or behind `offset`.
  private func firstMark(from offset: Int) -> Int {
    marks.partitioningIndex { $0.range.lowerBound >= offset }
  }

  private mutating func addElement(_ annotation: XMLAnnotation, _ range: Range<Int>) {
    let name: String
    var attributes = annotation.attributes
    switch annotation.kind {
    case .sentence: name = options.sentenceElement
    case .token: name = options.tokenElement
    case .span:
      name = options.spanElement
      attributes = [("type", annotation.layer), ("subtype", annotation.label)] + attributes
    }
    let order = insertions.count
    insertions.append(
      Insertion(
        offset: range.lowerBound, phase: 2, order: order, text: Self.tag(annotation.prefix + name, attributes) + ">"))
    // What starts last ends first.
    insertions.append(
      Insertion(offset: range.upperBound, phase: 0, order: -order, text: "</\(annotation.prefix)\(name)>"))
    elements += 1
  }

  private mutating func addMilestones(_ annotation: XMLAnnotation) {
    identifiers += 1
    let id = "\(identifierPrefix)\(identifiers)"
    let unit: String
    switch annotation.kind {
    case .sentence: unit = options.sentenceElement
    case .token: unit = options.tokenElement
    case .span: unit = annotation.layer
    }
    var attributes = [("unit", unit)]
    if annotation.kind == .span { attributes.append(("n", annotation.label)) }
    attributes += annotation.attributes + [("spanTo", "#\(id)")]
    let order = insertions.count
    insertions.append(
      Insertion(
        offset: annotation.source.lowerBound, phase: 2, order: order,
        text: Self.tag("\(annotation.prefix)milestone", attributes) + "/>"))
    insertions.append(
      Insertion(
        offset: annotation.source.upperBound, phase: 0, order: -order,
        text: Self.tag("\(annotation.prefix)anchor", [("xml:id", id)]) + "/>"))
    milestones += 1
  }

  /// A start tag without its closing bracket.
  static func tag(_ name: String, _ attributes: [(name: String, value: String)]) -> String {
    var bytes = Array("<\(name)".utf8)
    for (name, value) in attributes {
      bytes += Array(" \(name)=\"".utf8)
      XMLEscape.append(value, to: &bytes, quoted: true)
      bytes.append(.quote)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
