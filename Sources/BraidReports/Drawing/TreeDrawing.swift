import BraidFiles
import BraidText
import Foundation

/// A dependency tree above the words of its sentence, as an SVG: arcs from heads to dependents, each with its label.
struct TreeDrawing {
  /// Longest sentence whose tree is drawn, in words.
  static let mostWords = 80

  private struct Arc {
    /// Places of the words at both ends, from 0; equal for the root's.
    var head: Int
    var dependent: Int
    var label: String
    var score: Double?
    /// How many arcs high it is drawn.
    var level = 1

    var ends: ClosedRange<Int> { min(head, dependent)...max(head, dependent) }
  }

  private let words: [String]
  private var arcs: [Arc]
  private let root: Arc

  /// The tree of the words `range` by the layers `head` and `deprel`; nil when their heads are no tree's, or they are too many.
  init?(_ document: Document, _ range: Range<Int>) {
    guard range.count <= Self.mostWords, let heads = document.tags["head"], heads.count == document.tokens.count else {
      return nil
    }
    var arcs: [Arc] = []
    var roots: [Arc] = []
    for (place, token) in range.enumerated() {
      guard let head = heads[token].flatMap({ Int($0) }), 0...range.count ~= head, head != place + 1 else { return nil }
      func value<Value>(_ layer: [Value?]?) -> Value? { layer.flatMap { token < $0.count ? $0[token] : nil } }
      let arc = Arc(
        head: head == 0 ? place : head - 1, dependent: place, label: value(document.tags["deprel"]) ?? "",
        score: value(document.tagScores["head"]))
      if head == 0 { roots.append(arc) } else { arcs.append(arc) }
    }
    guard roots.count == 1 else { return nil }
    root = roots[0]
    words = range.map(document.form)
    // Short arcs lie below the ones that reach over them.
    arcs.sort { ($0.ends.count, $0.dependent) < ($1.ends.count, $1.dependent) }
    for index in arcs.indices {
      for other in arcs[..<index] where arcs[index].ends.overlapsInside(other.ends) {
        arcs[index].level = max(arcs[index].level, other.level + 1)
      }
    }
    self.arcs = arcs
  }

  private static let letter = 7.6
  private static let small = 5.6
  private static let step = 19.0

  /// Adds the drawing to a page.
  func draw(into html: inout HTML) {
    var centres: [Double] = []
    var width = 8.0
    for (place, word) in words.enumerated() {
      let labels = (arcs + [root]).filter { $0.dependent == place }.map(\.label.count).max() ?? 0
      let own = max(Double(word.count) * Self.letter, Double(labels) * Self.small) + 14
      centres.append(width + own / 2)
      width += own
    }
    let top = Double((arcs.map(\.level).max() ?? 0) + 1) * Self.step + 8
    let height = top + 22
    html.element(
      "svg",
      [
        "class": "tree", "role": "img", "viewBox": "0 0 \(Self.text(width + 8)) \(Self.text(height))",
        "width": Self.text(width + 8), "height": Self.text(height),
      ]
    ) { html in
      html.element("title", "dependency tree")
      for (place, word) in words.enumerated() {
        html.element(
          "text", ["x": Self.text(centres[place]), "y": Self.text(top + 16), "class": "word"], word)
      }
      let rootX = centres[root.dependent]
      draw("M\(Self.text(rootX)) 12V\(Self.text(top))", root, at: rootX, y: 10, tip: (rootX, top), into: &html)
      for arc in arcs {
        // Arcs leave a head beside its middle, where the arc from its own head arrives.
        let toRight = arc.dependent > arc.head
        let from = centres[arc.head] + (toRight ? 5 : -5)
        let to = centres[arc.dependent] + (toRight ? -1 : 1)
        let y = top - Double(arc.level) * Self.step
        let bend = toRight ? 8.0 : -8.0
        let path =
          "M\(Self.text(from)) \(Self.text(top))V\(Self.text(y + 8))Q\(Self.text(from)) \(Self.text(y)) "
          + "\(Self.text(from + bend)) \(Self.text(y))H\(Self.text(to - bend))Q\(Self.text(to)) \(Self.text(y)) "
          + "\(Self.text(to)) \(Self.text(y + 8))V\(Self.text(top))"
        draw(path, arc, at: (from + to) / 2, y: y - 3, tip: (to, top), into: &html)
      }
    }
  }

  private func draw(
    _ path: String, _ arc: Arc, at x: Double, y: Double, tip: (x: Double, y: Double), into html: inout HTML
  ) {
    html.element("g") { html in
      if let score = arc.score { html.element("title", "\(arc.label), \(DocumentDrawing.percent(score)) %") }
      html.element("path", ["d": path], "")
      let (left, right) = (Self.text(tip.x - 3), Self.text(tip.x + 3))
      html.element(
        "path",
        [
          "class": "tip",
          "d":
            "M\(left) \(Self.text(tip.y - 5))L\(right) \(Self.text(tip.y - 5))L\(Self.text(tip.x)) \(Self.text(tip.y))Z",
        ], "")
      html.element("text", ["x": Self.text(x), "y": Self.text(y), "class": "label"], arc.label)
    }
  }

  /// A coordinate with one decimal.
  private static func text(_ value: Double) -> String { value.fixed(1) }
}

extension ClosedRange<Int> {
  /// Whether more than an end is in both.
  fileprivate func overlapsInside(_ other: ClosedRange<Int>) -> Bool {
    Swift.max(lowerBound, other.lowerBound) < Swift.min(upperBound, other.upperBound)
  }
}
