package import BraidLayers
package import BraidText

extension ChainScores {
  /// Scores that forbid whatever a span encoding forbids: steps between tags, first tags and last tags.
  ///
  /// A name that is no tag of any encoding may stand anywhere.
  package init(_ encoding: SpanEncoding, tags names: [String]) {
    self.init(tags: names.count)
    let tags = names.map { SpanTag($0) ?? .outside }
    for (tag, parsed) in tags.enumerated() {
      if !encoding.allows(parsed, after: .outside) { start[tag] = -.infinity }
      if !encoding.allowsEnd(after: parsed) { end[tag] = -.infinity }
      for (before, previous) in tags.enumerated() where !encoding.allows(parsed, after: previous) {
        transitions[before * tags.count + tag] = -.infinity
      }
    }
  }
}
