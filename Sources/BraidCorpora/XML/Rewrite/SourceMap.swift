import BraidText

/// From bytes of a document's text to bytes of the file it was read from.
struct SourceMap {
  private let runs: [XMLText.Run]

  init(runs: [XMLText.Run]) { self.runs = runs }

  /// Where the text starts in the file; nil for a text that is not from the file.
  var start: Int? { runs.first?.source.lowerBound }

  /// Where the text ends in the file.
  var end: Int? { runs.last?.source.upperBound }

  /// The bytes of the file from the first to the last byte of a part of the text; nil when one of its ends lies inside a
  /// reference, so that no tag can stand there.
  func source(of range: Range<Int>) -> Range<Int>? {
    guard !range.isEmpty, let firstIndex = run(of: range.lowerBound), let lastIndex = run(of: range.upperBound - 1)
    else { return nil }
    let (first, last) = (runs[firstIndex], runs[lastIndex])
    // An entity of several words is a run for each of them.
    if firstIndex > 0, runs[firstIndex - 1].source == first.source { return nil }
    if lastIndex + 1 < runs.count, runs[lastIndex + 1].source == last.source { return nil }
    let start: Int
    if first.isLiteral {
      start = first.source.lowerBound + range.lowerBound - first.text.lowerBound
    } else if first.text.lowerBound == range.lowerBound {
      start = first.source.lowerBound
    } else {
      return nil
    }
    if last.isLiteral {
      return start..<last.source.lowerBound + range.upperBound - last.text.lowerBound
    }
    return last.text.upperBound == range.upperBound ? start..<last.source.upperBound : nil
  }

  private func run(of byte: Int) -> Int? {
    let index = runs.partitioningIndex { $0.text.upperBound > byte }
    return index < runs.count && runs[index].text.contains(byte) ? index : nil
  }
}
