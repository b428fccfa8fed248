import BraidFiles
import BraidReports

/// Writes everything about the stages above it into one HTML file.
struct ReportStage: Stage {
  static let verb = "report"
  static let about = "writes a report on all stages above it"
  static let output = StageOutputKind.files

  var title: String?
  var output: String?
  var limits = ReportLimits()
  /// The stages above it.
  private(set) var above: [PipelineStage] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("title", &title, "the report's title; by default the pipeline's name")
    try visitor.field("output", &output, "the HTML file; by default STAGE.html in the run folder")
    try visitor.field("samples", &limits.samples, 0...1000, "documents that are drawn of each annotate stage")
    try visitor.field("errors", &limits.errors, 0...ReportLimits.mostErrors, "worst errors that are shown of each task")
    try visitor.field(
      "documents", &limits.documents, 0...Int.max, "documents of a part that are counted for its statistics")
  }

  var references: [StageReference] {
    above.map { StageReference(option: "above", name: $0.name, kind: type(of: $0.options).output) }
  }
  var outputFiles: [String] { output.map { [$0] } ?? [] }

  mutating func placed(below stages: [PipelineStage]) { above = stages }
}
