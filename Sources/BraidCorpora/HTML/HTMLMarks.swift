import BraidText

/// Spans on their way into a page: `mark` elements, cut wherever other mark-up or another span crosses them.
struct HTMLMarks {
  private struct Span {
    var range: Range<Int>
    var tag: String
    /// Its number, when it consists of several parts.
    var number: Int
  }

  private var spans: [Span] = []

  /// Adds the spans of a document.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - layers: Its spans, or some of them.
  ///   - place: The bytes of the page that bytes of the text stand for; nil when no tag can stand there.
  /// - Returns: How many have no place, by layer.
  @discardableResult
  mutating func add(
    _ document: Document, to layers: [String: [LabeledSpan]], place: (Range<Int>) -> Range<Int>?
  ) -> [String: Int] {
    var unplaced: [String: Int] = [:]
    for (layer, items) in layers.sorted(by: { $0.key < $1.key }) {
      for item in items where !item.tokens.isEmpty {
        let (first, last) = (document.tokens[item.tokens.lowerBound], document.tokens[item.tokens.upperBound - 1])
        guard let range = place(Int(first.start)..<Int(last.end)), !range.isEmpty else {
          unplaced[AnnotationLayer.spans(layer).code, default: 0] += 1
          continue
        }
        let attributes =
          [("data-layer", layer), ("data-label", item.label)] + (item.score.map { [("data-score", "\($0)")] } ?? [])
        spans.append(Span(range: range, tag: XMLPlacer.tag("mark", attributes), number: spans.count + 1))
      }
    }
    return unplaced
  }

  /// How many there are.
  var count: Int { spans.count }

  /// Tags to insert in a page, by the byte before which they stand; those of one byte in order.
  ///
  /// - Parameter pieces: The parts of the page that hold text and no tags, in order; a mark never leaves one.
  /// - Returns: The tags.
  func insertions(pieces: [Range<Int>]) -> [(offset: Int, text: String)] {
    var parts: [(range: Range<Int>, span: Int)] = []
    var counts = [Int](repeating: 0, count: spans.count)
    let sorted = spans.indices.sorted {
      (spans[$0].range.lowerBound, -spans[$0].range.upperBound, $0)
        < (spans[$1].range.lowerBound, -spans[$1].range.upperBound, $1)
    }
    for index in sorted {
      let range = spans[index].range
      var piece = pieces.partitioningIndex { $0.upperBound > range.lowerBound }
      while piece < pieces.count, pieces[piece].lowerBound < range.upperBound {
        let part = pieces[piece].clamped(to: range)
        if !part.isEmpty {
          parts.append((part, index))
          counts[index] += 1
        }
        piece += 1
      }
    }
    // In text order, what ends last outside.
    parts.sort { ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound) }
    var result: [(Int, String)] = []
    var open: [(end: Int, span: Int)] = []
    var crossed = Set<Int>()
    // Parts that another one crosses are cut in two, which takes a number; found out first.
    var ends: [Int] = []
    for part in parts {
      while let last = ends.last, last <= part.range.lowerBound { ends.removeLast() }
      if let last = ends.last, part.range.upperBound > last { crossed.insert(part.span) }
      ends.append(min(part.range.upperBound, ends.last ?? .max))
    }
    func tag(_ span: Int) -> String {
      let number = counts[span] > 1 || crossed.contains(span) ? " data-span=\"\(spans[span].number)\"" : ""
      return spans[span].tag + number + ">"
    }
    func close(upTo offset: Int) {
      while let last = open.last, last.end <= offset {
        result.append((last.end, "</mark>"))
        open.removeLast()
      }
    }
    // What is left of a part that was cut begins where the one that cut it ends.
    var todo = parts.reversed().map { $0 }
    while let part = todo.popLast() {
      close(upTo: part.range.lowerBound)
      result.append((part.range.lowerBound, tag(part.span)))
      guard let last = open.last, part.range.upperBound > last.end else {
        open.append((part.range.upperBound, part.span))
        continue
      }
      open.append((last.end, part.span))
      let rest = (range: last.end..<part.range.upperBound, span: part.span)
      // Among the parts that begin where it does, in their order.
      var index = todo.count
      while index > 0,
        (todo[index - 1].range.lowerBound, -todo[index - 1].range.upperBound)
          < (rest.range.lowerBound, -rest.range.upperBound)
      { index -= 1 }
      todo.insert(rest, at: index)
    }
    close(upTo: .max)
    return result
  }

  /// Writes text with the marks in it.
  func write(_ text: [UInt8], pieces: [Range<Int>], to xml: inout XMLBuffer) {
    var position = 0
    for (offset, tag) in insertions(pieces: pieces) {
      xml.text(String(decoding: text[position..<offset], as: UTF8.self))
      xml.markup(tag)
      position = offset
    }
    xml.text(String(decoding: text[position...], as: UTF8.self))
  }
}
