import BraidTasks

extension ReportPage {
  /// Scores with their intervals.
  func drawScores(into html: inout HTML) {
    for evaluation in content.evaluations {
      html.element("h3", ["dir": "auto"], evaluation.stage)
      html.table(
        "Scores on the \(evaluation.part) part, with 95 % bootstrap intervals",
        head: ["Task", "Metric", "Score", "Interval", "0 to 100", "Items", "Other scores"], kind: "scores"
      ) { html in
        for (task, score) in content.inOrder(evaluation.scores) {
          html.element("tr") { html in
            html.element("th", ["scope": "row", "dir": "auto"], task)
            html.element("td", score.metric)
            html.element("td") { $0.element("strong", Figures.decimal(score.value)) }
            html.element(
              "td", score.interval.map { "\(Figures.decimal($0.low, 1))–\(Figures.decimal($0.high, 1))" } ?? "")
            html.element("td") { draw(score, into: &$0) }
            html.element("td", Figures.count(score.items))
            let rest = score.secondary.sorted { $0.key < $1.key }.map { name, value in
              "\(name) \(Figures.decimal(value))" + (score.intervals?[name].map { " [\(Figures.range($0))]" } ?? "")
            }
            html.element("td", ["class": "text"], rest.joined(separator: ", "))
          }
        }
      }
      if let chosenOn = evaluation.scores.chosenOn(Figures.count) {
        html.element(
          "p", ["class": "warning"],
          "The model's weights and thresholds were chosen on \(chosenOn); other documents tell how "
            + "good it is.")
      }
      for (task, _) in content.inOrder(evaluation.scores) {
        if let analysis = evaluation.analyses[task] { draw(analysis, of: task, into: &html) }
      }
    }
  }

  /// The score as a dot on a line from 0 to 100, the interval as a bar; nothing for one on another scale.
  private func draw(_ score: TaskScore, into html: inout HTML) {
    guard score.lowerIsBetter != true else { return html.add("lower is better") }
    html.element("svg", ["class": "interval", "viewBox": "0 0 140 16", "aria-hidden": "true"]) { html in
      func place(_ value: Double) -> Double { 5 + 1.3 * min(100, max(0, value)) }
      html.void("line", ["class": "grid", "x1": "5", "x2": "135", "y1": "8", "y2": "8"])
      if let interval = score.interval {
        html.void(
          "rect",
          [
            "x": Figures.coordinate(place(interval.low)), "y": "4", "height": "8", "rx": "2",
            "width": Figures.coordinate(max(1, place(interval.high) - place(interval.low))),
          ])
      }
      html.void("circle", ["cx": Figures.coordinate(place(score.value)), "cy": "8", "r": "3.5"])
    }
  }
}
