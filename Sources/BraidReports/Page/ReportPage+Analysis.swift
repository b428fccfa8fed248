import BraidTasks

extension ReportPage {
  /// Labels of a confusion matrix that have a row and a column of their own.
  private static let mostConfused = 20
  /// Labels whose scores are shown one by one.
  private static let mostScored = 30
  /// Characters of an error's text that are shown.
  private static let longestError = 600

  /// The details of a score: confusions, scores of each label, the worst errors.
  func draw(_ analysis: TaskAnalysis, of task: String, into html: inout HTML) {
    html.element("h4", ["dir": "auto"], task)
    if analysis.confusion != nil || !analysis.labels.isEmpty {
      html.element("div", ["class": "side"]) { html in
        if let confusion = analysis.confusion { draw(confusion, of: task, into: &html) }
        drawLabels(analysis, of: task, into: &html)
      }
    }
    html.element("div", ["class": "side"]) { html in
      if let slices = analysis.slices, !slices.isEmpty {
        html.table(
          "\(task) by sorts of documents", head: ["", "Documents", analysis.score.metric, "95 % interval"]
        ) { html in
          for slice in slices {
            html.row(
              slice.name,
              [
                Figures.count(slice.documents), Figures.decimal(slice.score.value, 1),
                slice.score.interval.map(Figures.range) ?? "",
              ])
          }
        }
      }
      if let calibration = analysis.calibration {
        let interval = calibration.interval.map { " [\(Figures.range($0))]" } ?? ""
        html.table(
          "Probabilities of \(task): expected calibration error \(Figures.decimal(calibration.error, 1))\(interval)",
          head: ["Probability", "Mean", "Came true", "Predictions"]
        ) { html in
          for bin in calibration.bins {
            html.row(
              "\(Figures.decimal(bin.low, 1))–\(Figures.decimal(bin.high, 1))",
              [
                Figures.decimal(bin.confidence, 1), Figures.decimal(bin.accuracy, 1), Figures.count(bin.count),
              ])
          }
        }
      }
    }
    drawErrors(analysis.errors, of: task, into: &html)
  }

  private func draw(_ confusion: ConfusionMatrix, of task: String, into html: inout HTML) {
    let nothing = confusion.labels.count
    // Of many labels those that were confused most often; "nothing" only where it occurs.
    var shown = Array(confusion.labels.indices)
    if shown.count > Self.mostConfused {
      let wrong = shown.map { label in
        confusion.counts[label].reduce(0, +) + confusion.counts.reduce(0) { $0 + $1[label] }
          - 2 * confusion.counts[label][label]
      }
      shown = Array(shown.sorted { (wrong[$1], $0) < (wrong[$0], $1) }.prefix(Self.mostConfused)).sorted()
    }
    let isCut = shown.count < confusion.labels.count
    let used = shown.contains { confusion.counts[$0][nothing] > 0 || confusion.counts[nothing][$0] > 0 }
    let places = used ? shown + [nothing] : shown
    let names = places.map { $0 == nothing ? "nothing" : confusion.labels[$0] }
    let cut = isCut ? ", the \(shown.count) of \(nothing) labels most often confused" : ""
    let caption = "Confusions of \(task): rows are gold, columns are predictions\(cut)"
    html.element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption]) { html in
      html.element("table", ["class": "confusion"]) { html in
        html.element("caption", ["dir": "auto"], caption)
        html.element("thead") { html in
          html.element("tr") { html in
            html.element("td", "")
            for name in names {
              html.element("th", ["scope": "col"]) { $0.element("span", ["dir": "auto"], name) }
            }
          }
        }
        html.element("tbody") { html in
          for (gold, name) in zip(places, names) {
            let total = max(1, confusion.counts[gold].reduce(0, +))
            html.element("tr") { html in
              html.element("th", ["scope": "row", "dir": "auto"], name)
              for predicted in places {
                let count = confusion.counts[gold][predicted]
                let isNothing = gold == nothing && predicted == nothing
                let share = isNothing ? 0 : 100 * count / total
                html.element(
                  "td",
                  [
                    "class": gold == predicted ? "right" : "wrong",
                    "style": count > 0 ? "--p:\(max(gold == predicted ? 6 : 30, share))%" : nil,
                  ], count > 0 ? Figures.count(count) : "")
              }
            }
          }
        }
      }
    }
  }

  private func drawLabels(_ analysis: TaskAnalysis, of task: String, into html: inout HTML) {
    guard !analysis.labels.isEmpty else { return }
    let more =
      analysis.labels.count > Self.mostScored ? ", the first \(Self.mostScored) of \(analysis.labels.count)" : ""
    html.table("Labels of \(task)\(more)", head: ["", "Gold", "Precision", "Recall", "F1"]) { html in
      func figure(_ value: Double, _ interval: ScoreInterval?) -> String {
        Figures.decimal(value, 1) + (interval.map { " [\(Figures.range($0))]" } ?? "")
      }
      func row(_ name: String, _ score: LabelScore) {
        html.row(
          name,
          [
            Figures.count(score.gold), figure(score.precision, score.intervals?.precision),
            figure(score.recall, score.intervals?.recall), figure(score.f1, score.intervals?.f1),
          ])
      }
      for score in analysis.labels.prefix(Self.mostScored) { row(score.label, score) }
      if analysis.labels.count > 1 {
        if let micro = analysis.micro { row("all together", micro) }
        if let macro = analysis.macro { row("mean of labels", macro) }
      }
    }
  }

  private func drawErrors(_ errors: [DocumentError], of task: String, into html: inout HTML) {
    guard !errors.isEmpty else { return }
    html.element("details", ["open": ""]) { html in
      html.element("summary", "Worst errors of \(task)")
      html.element("ol", ["class": "errors"]) { html in
        for error in errors {
          html.element("li") { html in
            let name = error.id.isEmpty ? "document \(error.index + 1)" : error.id
            html.element(
              "p", ["class": "facts", "dir": "auto"], "\(name) · \(Figures.percent(error.severity)) wrong")
            html.element("p", ["class": "quote", "dir": "auto"], Self.shortened(error.text))
            html.element("dl") { html in
              html.element("dt", "gold")
              html.element("dd", ["dir": "auto"], Self.shortened(error.gold))
              html.element("dt", "model")
              html.element("dd", ["dir": "auto"], Self.shortened(error.predicted))
            }
          }
        }
      }
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count > longestError ? text.prefix(longestError) + "…" : text
  }
}
