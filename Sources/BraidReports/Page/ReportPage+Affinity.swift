import BraidFiles
import BraidTasks
import BraidTraining

extension ReportPage {
  /// How the tasks of a training help each other, as heat maps, and the groups that follow.
  func drawAffinity(_ training: ReportedTraining, into html: inout HTML) {
    guard let affinity = training.affinity else { return }
    html.element("h4", "Which tasks help each other")
    html.element(
      "p", ["class": "note"],
      "A" + AffinityReport.meaning.joined(separator: " ").dropFirst() + ": \(affinity.measured).")
    drawHeat(
      "Affinities in percent", affinity.tasks, affinity.affinities, full: Self.most(affinity.affinities), decimals: 3,
      into: &html)
    if let linearized = affinity.linearized {
      html.element(
        "p", ["class": "note"],
        "T" + AffinityReport.linearizedMeaning.joined(separator: " ").dropFirst()
          + ", from gradients of up to \(Figures.count(linearized.documents)) documents a task.")
      drawHeat(
        "Linearized estimates in percent", affinity.tasks, linearized.affinities,
        full: Self.most(linearized.affinities), decimals: 3, into: &html)
    }
    html.element("details") { html in
      html.element("summary", "Cosines of the tasks' gradients, by layer")
      for (layer, cosines) in affinity.cosinesByLayer {
        drawHeat("Cosines in \(layer)", affinity.tasks, cosines, full: 1, decimals: 2, into: &html)
      }
    }
    func number(_ value: Double) -> String { Figures.decimal(value, 3) }
    if let budgeted = affinity.budgeted {
      draw("A\(BudgetedGrouping.costTitle.dropFirst())", budgeted.costTable(affinity.tasks, number), into: &html)
    }
    if !affinity.groupings.isEmpty {
      draw("The \(affinity.groupsTitle)", affinity.groupTable(number), into: &html)
      if let text = affinity.budgeted?.text(affinity.tasks, number) {
        html.element("p", text.prefix(1).uppercased() + text.dropFirst() + ".")
      }
    }
    if let text = training.verification { html.element("p", text.prefix(1).uppercased() + text.dropFirst() + ".") }
    drawComparisons("All tasks together, beside each task alone", training.together, into: &html)
    drawComparisons("The groups, beside each task alone", training.grouped, into: &html)
  }

  /// A table of rows behind a heading.
  private func draw(_ caption: String, _ rows: [[String]], into html: inout HTML) {
    let head = (rows.first ?? []).map { $0.prefix(1).uppercased() + $0.dropFirst() }
    html.table(caption, head: head) { html in
      for row in rows.dropFirst() { html.row(row[0], Array(row.dropFirst())) }
    }
  }

  /// The largest size of a mean between two tasks; 1 where there is none.
  private static func most(_ means: [[AffinityMean?]]) -> Double {
    means.indices.flatMap { row in
      means[row].indices.compactMap { row == $0 ? nil : means[row][$0].map { abs($0.mean) } }
    }.max() ?? 1
  }

  /// A table of means whose cells are coloured by their size: `full` and more are coloured in full.
  private func drawHeat(
    _ caption: String, _ tasks: [String], _ means: [[AffinityMean?]], full: Double, decimals: Int,
    into html: inout HTML
  ) {
    html.table(caption, head: [""] + tasks, kind: "confusion heat") { html in
      for (row, task) in tasks.enumerated() {
        html.element("tr") { html in
          html.element("th", ["scope": "row", "dir": "auto"], task)
          for (column, mean) in means[row].enumerated() {
            guard let mean, row != column else {
              html.element("td", mean.map { Figures.decimal($0.mean, decimals) } ?? "–")
              continue
            }
            let share = full > 0 ? Int((100 * min(1, abs(mean.mean) / full)).rounded()) : 0
            html.element(
              "td", ["class": mean.mean < 0 ? "wrong" : "right", "style": "--p: \(share)%"]
            ) { html in
              html.add(Figures.decimal(mean.mean, decimals))
              guard let interval = mean.interval else { return }
              html.element(
                "small", " \(Figures.decimal(interval.low, decimals)) to \(Figures.decimal(interval.high, decimals))")
            }
          }
        }
      }
    }
  }
}
