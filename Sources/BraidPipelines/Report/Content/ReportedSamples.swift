import BraidText

/// The first documents that an annotate stage wrote.
struct ReportedSamples {
  var stage: String
  /// The file they are from.
  var path: String
  var documents: [Document]
  /// Why there are none.
  var failure: String?
}
