import BraidCorpora

/// What one corpus holds, part by part.
struct ReportedCorpus {
  /// The stage that gives the documents.
  var stage: String
  var statistics: CorpusStatistics
  /// Parts of which only the first documents were counted.
  var cut: [String] = []
}
