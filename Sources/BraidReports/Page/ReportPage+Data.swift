import BraidFiles
import BraidCorpora

extension ReportPage {
  /// Labels of a layer that are shown one by one.
  private static let mostLabels = 12

  /// What each corpus holds: sizes, labels, and what may be wrong with it.
  func drawData(into html: inout HTML) {
    for corpus in content.corpora {
      html.element("h3", ["dir": "auto"], corpus.stage)
      drawProblems(corpus, into: &html)
      html.element("div", ["class": "side"]) { html in
        drawSizes(corpus, into: &html)
        drawLayers(corpus.statistics.splits, learned: true, into: &html)
      }
      var others = HTML()
      drawLayers(corpus.statistics.splits, learned: false, into: &others)
      guard !others.text.isEmpty else { continue }
      html.element("details") { html in
        html.element("summary", "Layers of \(corpus.stage) that no task learns from")
        html.element("div", ["class": "side"]) { $0.addRaw(others.text) }
      }
    }
  }

  /// The labels of those layers that some task learns, or of the others; of all when there is no training.
  private func drawLayers(_ splits: [SplitStatistics], learned: Bool, into html: inout HTML) {
    func isShown(_ layer: String) -> Bool { (content.trainings.isEmpty || content.layers.contains(layer)) == learned }
    for (kind, layers) in [
      ("Labels", splits.map(\.labels)), ("Spans", splits.map(\.spans)), ("Tags", splits.map(\.tags)),
    ] {
      for layer in Set(layers.flatMap(\.keys)).sorted() where isShown(layer) {
        drawCounts("\(kind) of \(layer)", splits, layers.map { $0[layer] ?? [:] }, into: &html)
      }
    }
    if isShown("roles") { drawCounts("Roles", splits, splits.map(\.roles), into: &html) }
  }

  private func drawSizes(_ corpus: ReportedCorpus, into html: inout HTML) {
    let splits = corpus.statistics.splits
    html.table("Sizes of \(corpus.stage)", head: [""] + splits.map(\.name)) { html in
      func row(_ name: String, _ value: (SplitStatistics) -> Int) {
        let values = splits.map(value)
        if values.contains(where: { $0 != 0 }) { html.row(name, values.map(Figures.count)) }
      }
      func lengths(_ name: String, _ value: (SplitStatistics) -> LengthStatistics) {
        guard splits.contains(where: { value($0).count > 0 }) else { return }
        html.row("\(name): mean", splits.map { Figures.decimal(value($0).mean, 1) })
        html.row("median", splits.map { Figures.count(value($0).quantile(0.5)) })
        html.row("95 % are at most", splits.map { Figures.count(value($0).quantile(0.95)) })
        html.row("longest", splits.map { Figures.count(value($0).quantile(1)) })
      }
      row("documents") { $0.documents }
      row("sentences") { $0.sentences }
      row("tokens") { $0.tokens }
      row("different tokens") { $0.distinctTokens }
      row("bytes of text") { $0.bytes }
      row("predicates") { $0.frames }
      for task in Set(splits.flatMap(\.predictions.keys)).sorted() {
        row("predictions of \(task)") { $0.predictions[task] ?? 0 }
      }
      for name in Set(splits.flatMap(\.translations.keys)).sorted() {
        row("texts in \(name)") { $0.translations[name] ?? 0 }
      }
      for layer in Set(splits.flatMap(\.missingLabels.keys)).sorted() {
        row("without \(layer)") { $0.missingLabels[layer] ?? 0 }
      }
      row("duplicates") { $0.duplicates }
      if splits.contains(where: { $0.sentenceLengths.count > 0 }) {
        lengths("tokens a sentence") { $0.sentenceLengths }
      } else {
        lengths(splits.contains { $0.tokens > 0 } ? "tokens a document" : "bytes a document") { $0.documentLengths }
      }
    }
  }

  /// How often each label of a layer occurs in each part, with a bar for its share of the first.
  private func drawCounts(
    _ title: String, _ splits: [SplitStatistics], _ counts: [ExactDictionary<Int>], into html: inout HTML
  ) {
    var sums = ExactDictionary<Int>()
    for split in counts { sums.merge(split, uniquingKeysWith: +) }
    // Lemmas, features and the like have too many values to show.
    guard !sums.isEmpty, sums["*"] == nil else { return }
    let order = sums.mostFrequentFirst
    let totals = counts.map { max(1, $0.sum) }
    let most = order.map { Double(counts[0][$0.key] ?? 0) / Double(totals[0]) }.max() ?? 1
    let more = order.count > Self.mostLabels ? ", the first \(Self.mostLabels) of \(order.count)" : ""
    html.table(title + more, head: ["", "share"] + splits.map(\.name), kind: "counts") { html in
      for (label, _) in order.prefix(Self.mostLabels) {
        let share = Double(counts[0][label] ?? 0) / Double(totals[0])
        html.element("tr") { html in
          html.element("th", ["scope": "row", "dir": "auto"], label.isEmpty ? "(empty)" : label)
          html.element("td") { html in
            html.element(
              "span",
              [
                "class": "share",
                "style": "--w:\(Figures.coordinate(56 * share / max(most, 1e-9)))%;--h:\(LabelHue.hue(label))",
              ], Figures.percent(share))
          }
          for split in counts { html.element("td", Figures.count(split[label] ?? 0)) }
        }
      }
    }
  }

  private func drawProblems(_ corpus: ReportedCorpus, into html: inout HTML) {
    let statistics = corpus.statistics
    var problems = corpus.cut.map { "Only the first documents of \($0) were counted." }
    for leak in statistics.leaks {
      let samples = leak.samples.map { "“\($0)”" }.joined(separator: ", ")
      problems.append(
        "\(leak.documents.counted("document")) of \(leak.second) \(leak.documents == 1 ? "is" : "are") in "
          + "\(leak.first) too, such as \(samples).")
    }
    for unseen in statistics.unseenLabels.prefix(10) {
      problems.append(
        "\(unseen.layer) \(unseen.label) occurs \(unseen.count.counted("time")) in \(unseen.split), "
          + "but not in \(statistics.splits.first?.name ?? "").")
    }
    if statistics.unseenLabels.count > 10 {
      problems.append("\(statistics.unseenLabels.count - 10) more labels are not in the first part.")
    }
    guard !problems.isEmpty else { return }
    html.element("ul", ["class": "warning"]) { html in
      for problem in problems { html.element("li", ["dir": "auto"], problem) }
    }
  }
}
