import BraidFiles
import BraidText

/// Texts in which some must not be translated, and some in or beside that may be.
extension HTMLRewriter {
  /// The mark-up of such a text.
  ///
  /// - Parameters:
  ///   - range: Where the text stands in the page.
  ///   - index: Which document it is.
  ///   - ancestors: The elements that this part of the page begins in.
  /// - Returns: The mark-up, and where it stands with the ends of elements that begin in it; nil when elements that must not be
  ///   translated are so as a whole.
  func mixedContent(
    of range: Range<Int>, _ index: Int, in ancestors: [HTMLReader.Ancestor]
  ) -> (range: Range<Int>, content: InlineContent)? {
    var range = range
    guard var made = inlineContent(of: range, index, in: ancestors) else { return nil }
    while let name = made.open.last, let end = HTMLTags.endTag(bytes, of: name, at: range.upperBound) {
      range = range.lowerBound..<end
      guard let longer = inlineContent(of: range, index, in: ancestors) else { break }
      made = longer
    }
    made.content.endProtection(of: Array(documents[index].text.utf8), before: range.upperBound)
    return (range, made.content)
  }

  /// The mark-up of a part of the page, and the names of elements that are open at its end and not before it.
  private func inlineContent(
    of range: Range<Int>, _ index: Int, in ancestors: [HTMLReader.Ancestor]
  ) -> (content: InlineContent, open: [String])? {
    func position(_ byte: Int) -> Int {
      let next = runs[index].partitioningIndex { $0.source.lowerBound >= byte }
      return next < runs[index].count ? runs[index][next].text.lowerBound : documents[index].text.utf8.count
    }
    var content = InlineContent(range.lowerBound..<range.lowerBound, space: nil)
    var (open, outer) = (ancestors, ancestors.count)
    var isMixed = open.last?.isProtected ?? false
    content.setProtected(isMixed, at: range.lowerBound, position: 0)
    var end = range.lowerBound
    for tag in HTMLTags(bytes, in: range, keepsProtected: false).all {
      content.text(bytes[end..<tag.range.lowerBound])
      end = tag.range.upperBound
      let place = position(tag.range.lowerBound)..<position(tag.range.lowerBound)
      // The translation has line breaks of its own.
      if tag.isLineBreak { continue }
      if tag.isStart, !tag.name.isEmpty, !HTMLTags.void.contains(tag.name) {
        let isProtected = open.last?.isProtected ?? false
        let own = HTMLTags.protects(bytes[tag.range]) ?? isProtected
        if isProtected, !own { isMixed = true }
        open.append(HTMLReader.Ancestor(name: tag.name, isProtected: own))
        content.setProtected(own, at: tag.range.lowerBound, position: place.lowerBound)
        content.start(.transparent, tag.range, id: nil, at: place)
      } else if !tag.isStart, let ended = open.lastIndex(where: { $0.name == tag.name }) {
        // What is open in an element ends with it.
        for _ in max(ended + 1, outer)..<max(open.count, outer) { content.endWithoutTag() }
        if ended < outer {
          content.start(.code, tag.range, id: nil, at: place)
          outer = ended
        }
        content.end(tag.range, at: place)
        open.removeSubrange(ended...)
        content.setProtected(open.last?.isProtected ?? false, at: tag.range.upperBound, position: place.lowerBound)
      } else {
        content.start(.code, tag.range, id: nil, at: place)
        content.end(tag.range, at: place)
      }
    }
    guard isMixed else { return nil }
    content.text(bytes[end..<range.upperBound])
    return (content, open.dropFirst(outer).map(\.name))
  }
}
