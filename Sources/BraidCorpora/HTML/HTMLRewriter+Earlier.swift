import BraidFiles
import BraidText

/// What an earlier run has put into a page.
extension HTMLRewriter {
  /// A span or label as it is written with a score.
  private struct Scored {
    /// Its start tag; of a label all of it.
    var start: Range<Int>
    var end: Range<Int>
  }

  /// The rewriter of the page without spans and labels of an earlier run in layers that the documents have otherwise now, and how
  /// many those were; nil when there are none.
  ///
  /// A span or label of an earlier run is one with a score and no other attributes than those that are written.
  func withoutOldPredictions(
    _ annotated: [Document], _ options: RewriteOptions
  ) throws(CorpusError) -> (rewriter: HTMLRewriter, count: Int)? {
    let scored = scored
    guard !scored.isEmpty else { return nil }
    var edits = ByteEdits()
    var count = 0
    // In the order of the page, so that each is looked at once.
    var next = 0
    for (index, document) in annotated.enumerated() {
      guard let first = runs[index].first?.source.lowerBound, let end = runs[index].last?.source.upperBound else {
        continue
      }
      let spans = document.spans.filter { layer, spans in
        documents[index].spans[layer] != spans && options.spans?.contains(layer) ?? true
      }
      let labels = document.labels.filter { layer, labels in
        documents[index].labels[layer] != labels && options.labels?.contains(layer) ?? true
      }
      let openings =
        spans.keys.map { XMLPlacer.tag("mark", [("data-layer", $0), ("data-label", "")]) }
        + labels.keys.map { XMLPlacer.tag("data", [("data-braid", "label"), ("data-layer", $0), ("value", "")]) }
      var numbers: Set<[UInt8]> = []
      while next < scored.count, scored[next].start.lowerBound < end {
        let item = scored[next]
        next += 1
        let isIn = item.end.lowerBound > first || item.start == item.end
        guard isIn, openings.contains(where: { bytes[item.start].starts(with: $0.utf8.dropLast()) }) else { continue }
        edits.replace(item.start, with: [])
        guard item.end != item.start else {
          count += 1
          continue
        }
        edits.replace(item.end, with: [])
        // The parts of one span have one number.
        let number = bytes[item.start].split(separator: .quote, omittingEmptySubsequences: false).dropFirst(7).first
        if number.map({ numbers.insert(Array($0)).inserted }) ?? true { count += 1 }
      }
    }
    guard count > 0 else { return nil }
    if let encodingName { edits.replace(encodingName, with: Array("utf-8".utf8)) }
    var reading = readOptions
    reading.encoding = .utf8
    let page = (isMarked ? TextEncoding.utf8Mark : []) + edits.applied(to: bytes)
    return (try HTMLRewriter(bytes: page, file: file, options: reading), count)
  }

  /// The spans and labels with a score as they are written, in the order of the page.
  private var scored: [Scored] {
    var found: [Scored] = []
    var open: [Range<Int>] = []
    var index = 0
    while let start = bytes[index...].firstIndex(of: .less) {
      let mark = HTMLMarkup.mark(bytes, at: start, isForeign: false)
      index = mark.end
      guard mark.kind == .start || mark.kind == .end else { continue }
      let name = HTMLMarkup.name(bytes, at: start)
      if mark.kind == .start, HTMLMarkup.isRaw(name) {
        index = HTMLMarkup.endOfText(bytes, in: name, index..<bytes.count) ?? index
      } else if name == "mark" {
        if mark.kind == .start {
          open.append(start..<mark.end)
        } else if let tag = open.popLast(), isScored(tag, ["<mark data-layer=", " data-label="]) {
          found.append(Scored(start: tag, end: start..<mark.end))
        }
      } else if name == "data", mark.kind == .start {
        let end = "</data>".utf8
        guard isScored(start..<mark.end, ["<data data-braid=", " data-layer=", " value="]),
          bytes[mark.end...].starts(with: end)
        else { continue }
        index = mark.end + end.count
        found.append(Scored(start: start..<index, end: start..<index))
      }
    }
    return found.sorted { $0.start.lowerBound < $1.start.lowerBound }
  }

  /// Whether a tag has the attributes that are named, then a score, perhaps the number of the span, and no others.
  private func isScored(_ tag: Range<Int>, _ names: [String]) -> Bool {
    let parts = bytes[tag].split(separator: .quote, omittingEmptySubsequences: false)
    let found = stride(from: 0, to: parts.count, by: 2).map { String(decoding: parts[$0], as: UTF8.self) }
    let expected = names + [" data-score="]
    return found == expected + [">"] || found == expected + [" data-span=", ">"]
  }
}
