import BraidCorpora
import BraidFiles

/// Statistics of a corpus in words.
enum StatisticsReport {
  /// A table of sizes, then labels, then what is wrong.
  static func lines(_ statistics: CorpusStatistics, top: Int) -> [String] {
    let splits = statistics.splits
    var lines = Console.table([[""] + splits.map(\.name)] + sizes(splits))
    for (kind, layers) in [
      ("labels", \SplitStatistics.labels), ("spans", \.spans), ("tags", \.tags),
    ] as [(String, KeyPath<SplitStatistics, [String: ExactDictionary<Int>]>)] {
      for layer in Set(splits.flatMap { $0[keyPath: layers].keys }).sorted() where layer != "head" {
        lines += counts("\(kind) \(layer)", splits.map { $0[keyPath: layers][layer] ?? [:] }, top: top)
      }
    }
    if splits.contains(where: { !$0.roles.isEmpty }) { lines += counts("roles", splits.map(\.roles), top: top) }
    lines += problems(statistics)
    return lines
  }

  private static func sizes(_ splits: [SplitStatistics]) -> [[String]] {
    func row(_ name: String, _ value: (SplitStatistics) -> Int) -> [String]? {
      let values = splits.map(value)
      return values.allSatisfy { $0 == 0 } ? nil : [name] + values.map { Console.number($0) }
    }
    func lengths(_ name: String, _ value: (SplitStatistics) -> LengthStatistics) -> [[String]] {
      guard splits.contains(where: { value($0).count > 0 }) else { return [] }
      return [
        [name + ", mean"] + splits.map { Console.number(value($0).mean, decimals: 1) },
        [name + ", median"] + splits.map { Console.number(value($0).quantile(0.5)) },
        [name + ", 95 %"] + splits.map { Console.number(value($0).quantile(0.95)) },
        [name + ", longest"] + splits.map { Console.number(value($0).quantile(1)) },
      ]
    }
    var rows = [
      // A file without any has this row alone.
      ["documents"] + splits.map { Console.number($0.documents) }, row("sentences") { $0.sentences },
      row("tokens") { $0.tokens },
      row("distinct tokens") { $0.distinctTokens }, row("bytes of text") { $0.bytes }, row("predicates") { $0.frames },
      row("arguments") { $0.roles.sum },
    ].compactMap { $0 }
    for task in Set(splits.flatMap(\.predictions.keys)).sorted() {
      rows += [row("predictions \(task)") { $0.predictions[task] ?? 0 }].compactMap { $0 }
    }
    for name in Set(splits.flatMap(\.translations.keys)).sorted() {
      rows += [row("translations \(name)") { $0.translations[name] ?? 0 }].compactMap { $0 }
    }
    for layer in Set(splits.flatMap(\.missingLabels.keys)).sorted() {
      rows += [row("without \(layer)") { $0.missingLabels[layer] ?? 0 }].compactMap { $0 }
    }
    rows += [row("duplicates") { $0.duplicates }].compactMap { $0 }
    rows += lengths("tokens a sentence") { $0.sentenceLengths }
    let unit = splits.contains { $0.tokens > 0 } ? "tokens a document" : "bytes a document"
    return rows + lengths(unit) { $0.documentLengths }
  }

  private static func counts(_ title: String, _ splits: [ExactDictionary<Int>], top: Int) -> [String] {
    var sums = ExactDictionary<Int>()
    for split in splits { sums.merge(split, uniquingKeysWith: +) }
    // Lemmas, features and the like have too many values to show.
    if sums["*"] != nil { return [] }
    let totals = splits.map(\.sum)
    let order = sums.mostFrequentFirst
    let rows = order.prefix(top).map { name, _ in
      [name.isEmpty ? "(empty)" : name]
        + zip(splits, totals).map { split, total in
          let count = split[name] ?? 0
          return
            "\(Console.number(count))  \(Console.number(total == 0 ? 0 : Double(count) / Double(total) * 100, decimals: 1)) %"
        }
    }
    let more = order.count > top ? ["  … \(order.count - top) more; --top \(order.count) shows all"] : []
    return ["", "\(Console.name(title)): \(order.count) distinct"] + Console.table(rows, headings: false, indent: 2)
      + more
  }

  private static func problems(_ statistics: CorpusStatistics) -> [String] {
    var lines: [String] = []
    for leak in statistics.leaks {
      lines += [
        "",
        "leak: \(Console.count(leak.documents, "document")) of \(leak.second) \(leak.documents == 1 ? "is" : "are") "
          + "also in \(leak.first), such as",
      ]
      lines += leak.samples.map { "  " + $0.replacing("\n", with: " ") }
    }
    let unseen = statistics.unseenLabels
    if !unseen.isEmpty, let first = statistics.splits.first {
      lines += ["", "missing from \(first.name):"]
      lines += unseen.prefix(20).map {
        "  \($0.layer) \(Console.name($0.label)): \(Console.number($0.count)) in \($0.split), first in document \($0.document)"
      }
      if unseen.count > 20 { lines.append("  … \(unseen.count - 20) more") }
    }
    for split in statistics.splits where !split.ledger.entries.isEmpty {
      lines += ["", "\(split.name): " + LedgerReport.lines(split.ledger).joined(separator: "\n")]
    }
    return lines
  }
}
