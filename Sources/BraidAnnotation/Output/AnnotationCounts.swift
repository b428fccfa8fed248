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
