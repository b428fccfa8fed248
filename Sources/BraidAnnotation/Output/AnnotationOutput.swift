import BraidCorpora

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

/// How far a run is.
public struct AnnotationProgress: Sendable, Equatable {
  /// What became of the records that are done.
  public var counts: AnnotationCounts
  /// The share, 0 to 1, of the text that has been read whose annotation is done: reading is ahead of it.
  public var shareOfRead: Double

  /// Records that are done.
  public var records: Int { counts.records }
  /// Documents that are done.
  public var documents: Int { counts.documents }
}

/// Takes records in the order of the input and writes them.
protocol AnnotationOutput: AnyObject {
  /// Writes one record.
  func write(_ record: Record) throws
  /// Syncs the output to disk if a sync is due; called when no more records are ready to be written.
  func syncIfDue() throws
  /// Syncs the output to disk after an interrupted run.
  func sync() throws
  /// Moves the output to its place after the last record.
  func finish() throws
  /// Lets go of all documents, so that what was in their place stays.
  ///
  /// - Parameter keepsLetters: whether the dead letters are moved to their place.
  /// - Throws: what writing these throws.
  func discard(keepsLetters: Bool) throws
  /// Documents written and records rejected, those of an earlier run included.
  var counts: AnnotationCounts { get }
  /// Layers of the documents that the format has no place for, once `finish` is done.
  var leftOut: LeftOut { get }
  /// The files that are written, once `finish` is done; nil where an earlier run has written them.
  var files: [String]? { get }
}
