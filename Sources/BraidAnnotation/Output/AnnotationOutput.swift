/// What became of the records of a run.
public struct AnnotationCounts: Sendable, Equatable {
  /// Documents in the output.
  public var documents = 0
  /// Records among the dead letters.
  public var rejected = 0

  /// Counts of documents and rejected records.
  public init(documents: Int = 0, rejected: Int = 0) {
    self.documents = documents
    self.rejected = rejected
  }

  /// Records read.
  public var records: Int { documents + rejected }
}

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
