import BraidFiles
import BraidReports

/// Writes everything about the stages above it into one HTML file.
struct ReportStage: Stage {
  static let verb = "report"
  static let about = "writes a report on the stages above it"
  static let output = StageOutputKind.files

  var title: String?
  var output: String?
  var limits = ReportLimits()
  /// The stages above it.
  private(set) var above: [PipelineStage] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("title", &title, "title of the report (default: the pipeline's name)")
    try visitor.field("output", &output, "HTML file (default: STAGE.html in the run folder)")
    try limits.fields(&visitor)
  }

  var references: [StageReference] {
    above.map { StageReference("above", name: $0.name, kind: type(of: $0.options).output) }
  }
  var runNames: [String] { output == nil ? [".html"] : [] }
  var outputFiles: [String] { output.map { [$0] } ?? [] }
  var writtenFiles: [WrittenFile] { outputFiles.map { WrittenFile($0, .report) } }

  mutating func placed(below stages: [PipelineStage]) { above = stages }
}
