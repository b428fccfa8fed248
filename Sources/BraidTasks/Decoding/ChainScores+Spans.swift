package import BraidLayers
import BraidText

extension ChainScores {
  /// Scores that forbid whatever IOB2 forbids: an `I-X` at the start or after another tag than `B-X` and `I-X`.
  package init(iob2 tags: [String]) {
    self.init(tags: tags.count)
    for (tag, name) in tags.enumerated() where name.hasPrefix("I-") {
      start[tag] = -.infinity
      let label = name.dropFirst(2)
      for (before, other) in tags.enumerated() where other != "B-\(label)" && other != name {
        transitions[before * tags.count + tag] = -.infinity
      }
    }
  }
}
