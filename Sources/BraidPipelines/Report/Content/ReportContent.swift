/// Everything a report tells, as values; `ReportPage` makes the page of it.
struct ReportContent {
  /// The report's title.
  var title: String
  /// The pipeline with every default, as YAML.
  var pipeline: String
  /// Decides everything random.
  var seed: UInt64
  /// Seconds since 1970 when the report was written.
  var time: Double
  /// The stages in order, the report's own last.
  var stages: [ReportedStage] = []
  /// What the corpora hold.
  var corpora: [ReportedCorpus] = []
  /// The layers that some task learns; `roles` for frames.
  var layers: Set<String> = []
  /// How trainings went.
  var trainings: [ReportedTraining] = []
  /// Scores, with what stands behind them.
  var evaluations: [ReportedEvaluation] = []
  /// Annotated documents.
  var samples: [ReportedSamples] = []
}
