import BraidVocabularies

/// Out-of-vocabulary rates, in words.
enum CoverageReport {
  /// A table with a column a corpus, then the most frequent unknown words of each.
  static func lines(_ reports: [Coverage]) -> [String] {
    guard let first = reports.first else { return [] }
    var rows = [
      [""] + reports.map(\.name), ["tokens"] + reports.map { Console.number($0.tokens) },
      ["types"] + reports.map { Console.number($0.types) },
      ["unknown tokens"] + reports.map { Console.percent($0.unknownTokenShare) },
      ["unknown types"] + reports.map { Console.percent($0.unknownTypeShare) },
    ]
    for (index, band) in first.bands.enumerated() {
      let range = band.to.map { $0 == band.from ? "\(band.from)" : "\(band.from) to \($0)" } ?? "\(band.from) and more"
      rows.append(
        ["seen \(range)"]
          + reports.map {
            Console.percent($0.tokens == 0 ? 0 : Double($0.bands[index].tokens) / Double($0.tokens))
          })
    }
    var lines = Console.table(rows)
    for report in reports where !report.unknown.isEmpty {
      let words = report.unknown.map { "\($0.word) \(Console.number($0.count))" }
      lines.append("unknown in \(report.name): " + words.joined(separator: ", "))
    }
    return lines
  }
}
