package import BraidCorpora
package import BraidFiles
package import BraidTasks
package import BraidText
import BraidTraining

/// How much of what there is a report shows.
package struct ReportLimits: Configurable {
  /// Errors that an evaluation keeps of each task, for a report to show.
  package static let mostErrors = 50

  /// Documents of each annotate stage.
  package var samples = 8
  /// Worst errors of each task.
  package var errors = 8
  /// Documents of a part that are counted for its statistics.
  package var documents = 100_000

  /// The defaults.
  package init() {}

  /// Every field with its name, range and meaning.
  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("samples", &samples, 0...1000, "documents to show of each annotate stage")
    try visitor.field("errors", &errors, 0...Self.mostErrors, "worst errors to show of each task")
    try visitor.field("documents", &documents, 0...Int.max, "maximum number of documents in the statistics of a part")
  }
}

/// The content of a report, as values; `ReportPage` makes the page of it.
package struct ReportContent {
  /// How far the run is.
  package enum State {
    /// It is under way: the page is loaded again from time to time.
    case running
    /// It was stopped, or failed.
    case stopped
    /// All is done.
    case finished
  }

  /// How far the run is.
  package var state = State.finished
  /// The report's title.
  package var title: String
  /// The pipeline with every default, as YAML.
  package var pipeline: String
  /// Decides everything random.
  package var seed: UInt64
  /// Seconds since 1970 when the report was written.
  package var time: Double
  /// How much of it is shown.
  package var limits = ReportLimits()
  /// The stages in order, the report's own last.
  package var stages: [ReportedStage] = []
  /// What the corpora hold.
  package var corpora: [ReportedCorpus] = []
  /// The layers that some task learns; `roles` for frames.
  package var layers: Set<String> = []
  /// How trainings went.
  package var trainings: [ReportedTraining] = []
  /// Scores with their analyses.
  package var evaluations: [ReportedEvaluation] = []
  /// Annotated documents.
  package var samples: [ReportedSamples] = []

  /// What is known of a run before any of its stages is.
  package init(title: String, pipeline: String, seed: UInt64, time: Double) {
    (self.title, self.pipeline, self.seed, self.time) = (title, pipeline, seed, time)
  }
}

/// One stage of the run that a report is about.
package struct ReportedStage {
  package var name: String
  package var verb: String
  /// Names of the stages that it takes something from.
  package var uses: [String] = []
  /// What it said when it was done; nil while nothing is known of it.
  package var summary: String?
  package var seconds: Double?
  /// Most memory that the process had had when the stage was done, in bytes.
  package var peakMemory: Int?
  /// What its readers dropped, repaired or truncated, by part.
  package var ledgers: [(part: String, ledger: Ledger)] = []

  /// A stage of which nothing is known yet.
  package init(name: String, verb: String, uses: [String]) {
    (self.name, self.verb, self.uses) = (name, verb, uses)
  }
}

/// What one corpus holds, part by part.
package struct ReportedCorpus {
  /// The stage that gives the documents.
  package var stage: String
  package var statistics: CorpusStatistics
  /// Parts of which only the first documents were counted.
  package var cut: [String] = []

  /// A corpus of which nothing is counted yet.
  package init(stage: String, statistics: CorpusStatistics) {
    (self.stage, self.statistics) = (stage, statistics)
  }
}

/// The scores of one evaluate stage.
package struct ReportedEvaluation {
  package var stage: String
  /// The part of the corpora that was scored on.
  package var part: String
  /// Scores by task.
  package var scores: [String: TaskScore] = [:]
  /// The analyses of the scores, by task.
  package var analyses: [String: TaskAnalysis] = [:]

  /// An evaluation that nothing is known of yet.
  package init(stage: String, part: String) { (self.stage, self.part) = (stage, part) }
}

/// The first documents that an annotate stage wrote.
package struct ReportedSamples {
  package var stage: String
  /// The file they are from.
  package var path: String
  package var documents: [Document]
  /// Why there are none.
  package var failure: String?

  /// The samples of a stage.
  package init(stage: String, path: String, documents: [Document]) {
    (self.stage, self.path, self.documents) = (stage, path, documents)
  }
}

extension ReportContent {
  /// Scores by task, in the order in which the pipeline names the tasks; others after them by name.
  func inOrder(_ scores: [String: TaskScore]) -> [(task: String, score: TaskScore)] {
    let order = trainings.flatMap(\.tasks)
    func place(_ task: String) -> Int { order.firstIndex(of: task) ?? order.count }
    return scores.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }.map { ($0.key, $0.value) }
  }

  /// What a reader wants to know first: the scores of the last evaluation, or of the last training if there is none.
  var headlines: [(task: String, score: TaskScore)] {
    if let evaluation = evaluations.last { return inOrder(evaluation.scores) }
    guard let training = trainings.last else { return [] }
    return inOrder(training.evaluations.last { $0.step == training.bestStep }?.scores ?? [:])
  }
}
