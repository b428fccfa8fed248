/// What became of the records of a run.
public struct AnnotationCounts: Sendable, Equatable {
  /// Documents in the output.
  public var documents = 0
  /// Records among the dead letters.
  public var rejected = 0

  /// Records read.
  public var records: Int { documents + rejected }
}
