import BraidFiles
import BraidText

/// What an earlier run has put into a file.
extension XMLRewriter {
  /// The rewriter of the file without spans and labels of an earlier run that the documents have not any more, or with other
  /// scores, in layers that they have, and how many those were; nil when there are none.
  ///
  /// A span or label of an earlier run is one with a score and no other attributes than those that were written.
  func withoutOldPredictions(
    _ annotated: [Document], _ options: RewriteOptions
  ) throws(CorpusError) -> (rewriter: XMLRewriter, count: Int)? {
    var old: Set<Range<Int>> = []
    var count = 0
    for (index, document) in annotated.enumerated() {
      for (layer, spans) in chosen(document.spans, options.spans) where documents[index].spans[layer] != spans {
        for span in sources[index].predictedSpans where span.layer.isExactly(layer) {
          let same = spans.first {
            span.label.isExactly($0.label) && document.bytes(of: $0.tokens) == span.bytes
          }
          if let same, same.score == nil || same.score == span.score { continue }
          old.formUnion(span.tags)
          count += 1
        }
      }
      guard let start = SourceMap(runs: sources[index].runs).start else { continue }
      let prefix = prefix(at: start)
      let points = document.labels.isEmpty ? [] : emptyElements(before: start)
      for (layer, labels) in chosen(document.labels, options.labels) where documents[index].labels[layer] == nil {
        let opening = Array(XMLPlacer.tag("\(prefix)milestone", [("unit", layer), ("n", "")]).dropLast().utf8)
        let new = Set(labels.map { Array(point(layer, $0, prefix).utf8) })
        for mark in points where bytes[mark.range].starts(with: opening) && !new.contains(Array(bytes[mark.range])) {
          let rest = text(of: mark.range).utf8.dropFirst(opening.count).split(
            separator: .quote, omittingEmptySubsequences: false)
          // The label, the name of the score, the score, the end.
          if rest.count == 4, rest[1].elementsEqual(" cert=".utf8), rest[3].elementsEqual("/>".utf8) {
            old.insert(mark.range)
            count += 1
          }
        }
      }
    }
    guard !old.isEmpty else { return nil }
    var edits = ByteEdits()
    for tag in old { edits.replace(tag, with: []) }
    return (try XMLRewriter(bytes: moved(edits).bytes, file: file, options: readOptions), count)
  }
}

/// Elements of an earlier run in a file that is no TEI, where only a map says what elements mean.
extension XMLRewriter {
  /// The milestones of an earlier run, the first of each unit, by their tags up to the unit.
  var earlierMilestones: [[UInt8]: XMLMark] {
    var found: [[UInt8]: XMLMark] = [:]
    for mark in marks where mark.kind == .other {
      let name = XMLTagText(bytes, mark.range).name
      guard name.utf8.reversed().starts(with: "milestone".utf8.reversed()),
        bytes[mark.range].firstRange(of: Array(" spanTo=\"#braid".utf8)) != nil
      else { continue }
      let quotes = bytes[mark.range].indices.filter { bytes[$0] == .quote }.prefix(2)
      guard quotes.count == 2, let end = quotes.last else { continue }
      let opening = Array(bytes[mark.range.lowerBound...end])
      if found[opening] == nil { found[opening] = mark }
    }
    return found
  }

  /// Refuses a word in a word, a sentence in a sentence, and a span in one of the same layer, that the map does not read; also
  /// where milestones stand for some, which no map reads.
  ///
  /// - Throws: `unexpected` for elements as they are written.
  func refuse(
    _ annotation: XMLAnnotation, of index: Int, _ options: RewriteOptions, _ milestones: [[UInt8]: XMLMark]
  ) throws(CorpusError) {
    var opening: String?
    let unit: String
    switch annotation.kind {
    case .token: (opening, unit) = ("<\(annotation.prefix)\(options.tokenElement)", options.tokenElement)
    // One with attributes is the file's own.
    case .sentence: (opening, unit) = ("<\(annotation.prefix)\(options.sentenceElement)>", options.sentenceElement)
    case .span:
      if documents[index].spans[annotation.layer] == nil {
        let name = annotation.prefix + options.spanElement
        opening = String(XMLPlacer.tag(name, [("type", annotation.layer), ("subtype", "")]).dropLast())
      }
      unit = annotation.layer
    }
    let before = "the file as it was before"
    if let mark = milestones[Array(XMLPlacer.tag("\(annotation.prefix)milestone", [("unit", unit)]).utf8)] {
      throw refusal(of: mark, expected: before)
    }
    guard let opening else { return }
    var end = annotation.source.lowerBound
    var next = marks.partitioningIndex { $0.range.upperBound > end } - 1
    while next >= 0, marks[next].range.upperBound == end, marks[next].kind == .start {
      let tag = bytes[marks[next].range]
      let rest = tag.dropFirst(opening.utf8.count)
      let isWhole = annotation.kind != .token || rest.first == .greater || rest.first.map(XMLText.isSpace) == true
      if tag.starts(with: opening.utf8), isWhole {
        throw refusal(
          of: marks[next],
          expected: "\(before), or a map that reads such elements: token=\(options.tokenElement), "
            + "sentence=\(options.sentenceElement), spans.LAYER=\(options.spanElement)/@subtype")
      }
      end = marks[next].range.lowerBound
      next -= 1
    }
  }

  private func refusal(of mark: XMLMark, expected: String) -> CorpusError {
    let line = 1 + bytes[..<mark.range.lowerBound].count { $0 == .lineFeed }
    return .unexpected(
      SourceLocation(file: file, line: line), found: "\(text(of: mark.range)), as an earlier run puts it in",
      expected: expected)
  }
}

/// Standoff of an earlier run.
extension XMLRewriter {
  /// A number in standoff that says where a byte of the file is.
  private struct Pointer {
    var digits: Range<Int>
    var byte: Int
    var isEnd: Bool
  }

  private var standoffPrefix: String { prefix(at: bytes.count) }

  /// The elements that hold standoff.
  private var blocks: [Range<Int>] {
    let start = Array("\(XMLPlacer.tag("\(standoffPrefix)standOff", [("type", "braid")]))>".utf8)
    return elements("standOff", in: 0..<bytes.count) { $0.elementsEqual(start) }
  }

  /// The elements of a name in a part of the file whose start tag is one that is looked for, up to the next end tag.
  private func elements(
    _ name: String, in range: Range<Int>, where isWanted: (ArraySlice<UInt8>) -> Bool
  ) -> [Range<Int>] {
    let end = Array("</\(standoffPrefix)\(name)".utf8)
    var found: [Range<Int>] = []
    var start: Int?
    for mark in marks(in: range) {
      let tag = bytes[mark.range]
      if mark.kind == .start, start == nil, isWanted(tag) { start = mark.range.lowerBound }
      if mark.kind == .end, let first = start, tag.starts(with: end),
        tag.dropFirst(end.count).first.map({ $0 == .greater || XMLText.isSpace($0) }) == true
      {
        found.append(first..<mark.range.upperBound)
        start = nil
      }
    }
    return found
  }

  private func marks(in range: Range<Int>) -> ArraySlice<XMLMark> {
    let start = marks.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
    let end = marks.partitioningIndex { $0.range.upperBound > range.upperBound }
    return marks[start..<max(start, end)]
  }

  /// The annotations in a group, with the line ends behind them: elements as they are written, and nothing else.
  private func items(in group: Range<Int>) -> [(range: Range<Int>, content: String)] {
    let start = Array("<\(standoffPrefix)span from=\"#byte(".utf8)
    let marks = marks(in: group)
    return zip(marks, marks.dropFirst()).compactMap { mark, next in
      guard mark.kind == .start, next.kind == .end, bytes[mark.range].starts(with: start) else { return nil }
      let values = bytes[mark.range].split(separator: .quote, omittingEmptySubsequences: false)
      let names = stride(from: 2, to: values.count - 1, by: 2).map { values[$0] }
      guard names.first?.elementsEqual(" to=".utf8) == true,
        names.dropFirst().allSatisfy({ $0.elementsEqual(" cert=".utf8) || $0.elementsEqual(" ana=".utf8) })
      else { return nil }
      let content = mark.range.upperBound..<next.range.lowerBound
      return (mark.range.lowerBound..<lineEnd(next.range.upperBound), text(of: content))
    }
  }

  /// A place, or the one behind the line end that is there.
  private func lineEnd(_ offset: Int) -> Int {
    offset < bytes.count && bytes[offset] == .lineFeed ? offset + 1 : offset
  }

  /// Whether one of some ranges in order has a byte of another.
  private static func holds(_ ranges: [Range<Int>], _ other: Range<Int>) -> Bool {
    let index = ranges.partitioningIndex { $0.upperBound > other.lowerBound }
    return index < ranges.count && ranges[index].lowerBound < other.upperBound
  }

  /// Whether an element has nothing in it but what is removed.
  private func isBlank(_ element: Range<Int>, but removed: [Range<Int>]) -> Bool {
    let inner = marks(in: element).dropFirst().dropLast()
    guard let start = marks(in: element).first, let end = marks(in: element).last else { return false }
    guard inner.allSatisfy({ Self.holds(removed, $0.range) }) else { return false }
    var position = start.range.upperBound
    for range in removed {
      guard bytes[position..<max(position, range.lowerBound)].allSatisfy(XMLText.isSpace) else { return false }
      position = range.upperBound
    }
    return bytes[position..<max(position, end.range.lowerBound)].allSatisfy(XMLText.isSpace)
  }

  /// What new annotations replace in a block: those of the same types; of words, the tags with the same names.
  private func replaced(
    in block: Range<Int>, types: Set<ExactString>, tags: Set<ExactString>, words: String
  ) -> [Range<Int>] {
    func start(_ type: String) -> [UInt8] {
      Array("\(XMLPlacer.tag("\(standoffPrefix)spanGrp", [("type", type)]))>".utf8)
    }
    let wanted = Set(types.map { start($0.string) })
    let tagged = start(words)
    return elements("spanGrp", in: block) { wanted.contains(Array($0)) }.flatMap { group -> [Range<Int>] in
      let areWords = bytes[group].starts(with: tagged)
      let old = items(in: group).filter { item in
        guard areWords, let end = item.content.utf8.firstIndex(of: .equals) else { return true }
        return tags.contains(ExactString(String(item.content[..<end])))
      }.map(\.range)
      return isBlank(group, but: old) ? [group.lowerBound..<lineEnd(group.upperBound)] : old
    }
  }

  /// The file with the annotations in its last standoff, or as the last child of its root, in the place of those of the same
  /// layers that stand there from an earlier run.
  func embedded(_ standoff: XMLStandoff, _ annotated: [Document], _ options: RewriteOptions) -> [UInt8] {
    guard let root = marks.last(where: { $0.kind == .end }) else { return bytes }
    var types = Set(standoff.types.map(ExactString.init))
    var tags: Set<ExactString> = []
    for (document, original) in zip(annotated, documents) {
      types.formUnion(chosen(document.spans, options.spans).map { ExactString($0.key) })
      types.formUnion(chosen(document.labels, options.labels).map { ExactString($0.key) })
      for (layer, values) in chosen(document.tags, options.tags) where original.tags[layer] != values {
        tags.insert(ExactString(Self.attribute(layer)))
      }
    }
    if !tags.isEmpty { types.insert(ExactString(options.tokenElement)) }
    // What stands before a text would move what points at it.
    let textEnd = sources.compactMap { $0.runs.last?.source.upperBound }.max() ?? 0
    let blocks = blocks
    let block = standoff.count > 0 ? blocks.last { $0.lowerBound >= textEnd } : nil
    var edits = ByteEdits()
    for old in blocks {
      let removed = replaced(in: old, types: types, tags: tags, words: options.tokenElement)
      guard !removed.isEmpty else { continue }
      if old != block, isBlank(old, but: removed) {
        edits.replace(old.lowerBound..<lineEnd(old.upperBound), with: [])
      } else {
        for range in removed { edits.replace(range, with: []) }
      }
    }
    let (changed, shift) = moved(edits)
    guard standoff.count > 0 else { return changed }
    var body = standoff.body(prefix: standoffPrefix, shift)
    let end = block.flatMap { marks(in: $0).last?.range.lowerBound } ?? root.range.lowerBound
    if block == nil {
      let start = XMLPlacer.tag("\(standoffPrefix)standOff", [("type", "braid")])
      body = "\(start)>\n\(body)</\(standoffPrefix)standOff>\n"
    }
    let place = shift.start(end)
    return Array(changed[..<place]) + Array(body.utf8) + changed[place...]
  }

  /// The numbers in the file's standoff.
  private var pointers: [Pointer] {
    let names = [(Array("from=\"#byte(".utf8), false), (Array("to=\"#byte(".utf8), true)]
    var found: [Pointer] = []
    for block in blocks {
      for mark in marks(in: block) where mark.kind != .end {
        for (name, isEnd) in names {
          guard let place = bytes[mark.range].firstRange(of: name) else { continue }
          let digits = bytes[place.upperBound..<mark.range.upperBound].prefix { 48...57 ~= $0 }
          guard let byte = Int(String(decoding: digits, as: UTF8.self)), byte <= bytes.count else { continue }
          found.append(Pointer(digits: digits.startIndex..<digits.endIndex, byte: byte, isEnd: isEnd))
        }
      }
    }
    return found
  }

  /// The file with changes, its standoff pointing at the same characters as before.
  func moved(_ edits: ByteEdits) -> (bytes: [UInt8], shift: ByteShift) {
    let replaced = edits.replaced
    let pointers = edits.isEmpty ? [] : pointers.filter { !Self.holds(replaced, $0.digits) }
    // More digits move what stands behind them, so that some pointers may need more of them again.
    var numbers = pointers.map { _ in 0 }
    while true {
      var all = edits
      for (pointer, number) in zip(pointers, numbers) { all.replace(pointer.digits, with: Array("\(number)".utf8)) }
      let shift = all.shift
      let next = pointers.map { $0.isEnd ? shift.end($0.byte) : shift.start($0.byte) }
      guard next != numbers else { return (all.applied(to: bytes), shift) }
      numbers = next
    }
  }
}
