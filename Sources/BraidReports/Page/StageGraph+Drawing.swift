extension StageGraph {
  /// Adds the graph to a page.
  func draw(into html: inout HTML) {
    let size = (Figures.coordinate(width), Figures.coordinate(height))
    html.element(
      "svg",
      [
        "class": "graph", "role": "group", "aria-label": "Graph of stages", "viewBox": "0 0 \(size.0) \(size.1)",
        "width": size.0, "height": size.1,
      ]
    ) { html in
      for edge in edges {
        html.element(
          "path",
          ["class": "edge", "d": Self.path(edge.points), "data-from": "\(edge.from)", "data-to": "\(edge.to)"]
        ) { html in
          html.element("title", "\(nodes[edge.from].stage.name) → \(nodes[edge.to].stage.name)")
        }
      }
      for (index, node) in nodes.enumerated() { draw(node, index, into: &html) }
    }
  }

  private func draw(_ node: Node, _ index: Int, into html: inout HTML) {
    let stage = node.stage
    let label = [stage.name, stage.verb, stage.summary].compactMap { $0 }.joined(separator: " · ")
    html.element("a", ["href": "#stage-\(index)", "data-stage": "\(index)", "aria-label": label]) { html in
      html.element("title", label)
      html.void(
        "rect",
        [
          "class": "node \(stage.verb)", "x": Figures.coordinate(node.x), "y": Figures.coordinate(node.y),
          "width": "\(Int(Self.box.width))", "height": "\(Int(Self.box.height))", "rx": "7",
        ])
      html.element(
        "text",
        ["class": "name", "x": Figures.coordinate(node.x + 12), "y": Figures.coordinate(node.y + 20)],
        Self.shortened(stage.name, to: 15))
      html.element(
        "text",
        ["class": "verb", "x": Figures.coordinate(node.x + 12), "y": Figures.coordinate(node.y + 36)],
        ([stage.verb] + [stage.seconds.map(Figures.duration)].compactMap { $0 }).joined(separator: " · "))
    }
  }

  /// A smooth line through points.
  private static func path(_ points: [(x: Double, y: Double)]) -> String {
    guard let first = points.first else { return "" }
    var path = "M\(Figures.coordinate(first.x)) \(Figures.coordinate(first.y))"
    for (from, to) in zip(points, points.dropFirst()) {
      let middle = Figures.coordinate((from.x + to.x) / 2)
      path +=
        from.y == to.y
        ? "H\(Figures.coordinate(to.x))"
        : "C\(middle) \(Figures.coordinate(from.y)) \(middle) \(Figures.coordinate(to.y)) "
          + "\(Figures.coordinate(to.x)) \(Figures.coordinate(to.y))"
    }
    return path
  }

  /// The beginning of a text that takes no more room than `width` Latin letters.
  static func shortened(_ text: String, to width: Int) -> String {
    var used = 0
    for index in text.indices {
      // Ideographs and their like are twice as wide.
      used += text[index].unicodeScalars.contains { $0.value >= 0x2E80 } ? 2 : 1
      if used > width { return text[..<index] + "…" }
    }
    return text
  }
}
