/// Writes everything about the stages above it into one HTML file.
struct ReportStage: Stage {
  static let verb = "report"
  static let about = "writes a report on all stages above it"
  static let output = StageOutputKind.files

  /// Errors that an evaluation keeps of each task, for a report to show.
  static let mostErrors = 50

  var title: String?
  var output: String?
  var samples = 8
  var errors = 8
  var documents = 100_000
  /// The stages above; put here when the pipeline is read.
  var above: [StageReference] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("title", &title, "the report's title; by default the pipeline's name")
    try visitor.field("output", &output, "the HTML file; by default STAGE.html in the run folder")
    try visitor.field("samples", &samples, 0...1000, "documents that are drawn of each annotate stage")
    try visitor.field("errors", &errors, 0...Self.mostErrors, "worst errors that are shown of each task")
    try visitor.field("documents", &documents, 0...Int.max, "documents of a part that are counted for its statistics")
  }

  var references: [StageReference] { above }
  var outputFiles: [String] { output.map { [$0] } ?? [] }
}
