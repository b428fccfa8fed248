import BraidCorpora

/// One stage of the run that a report is about.
struct ReportedStage {
  var name: String
  var verb: String
  /// Names of the stages that it takes something from.
  var uses: [String] = []
  /// What it said when it was done; nil while nothing is known of it.
  var summary: String?
  var seconds: Double?
  /// Most memory that the process had had when the stage was done, in bytes.
  var peakMemory: Int?
  /// What its readers dropped, repaired or truncated, by part.
  var ledgers: [(part: String, ledger: Ledger)] = []
}
