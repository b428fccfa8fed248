import BraidCorpora
import BraidReports

extension DocumentStage {
  /// Counts what its documents have.
  func report(into content: inout ReportContent, _ records: [RunEvent], in context: StageContext) throws {
    var corpus = ReportedCorpus(stage: context.stage, statistics: CorpusStatistics())
    let parts = try context.documents(context.stage)
    for part in ["train", "dev", "test"] {
      guard let flow = parts[part] else { continue }
      corpus.statistics.begin(part)
      let next = try flow.start()
      var count = 0
      while let document = try next() {
        guard count < content.limits.documents else {
          corpus.cut.append(part)
          break
        }
        corpus.statistics.add(document)
        count += 1
        try context.advance(to: count)
      }
    }
    content.corpora.append(corpus)
  }
}
