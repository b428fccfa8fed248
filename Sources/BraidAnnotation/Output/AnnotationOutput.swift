/// Takes records in the order of the input and writes them.
protocol AnnotationOutput: AnyObject {
  /// Writes one record.
  func write(_ record: Record) throws
  /// Called when nothing more is ready to be written at once.
  func rest() throws
  /// Makes everything safe after a run that was stopped.
  func pause() throws
  /// Puts everything in its place after the last record.
  func finish() throws
  /// Documents written and records rejected, those of an earlier run included.
  var counts: AnnotationCounts { get }
}
