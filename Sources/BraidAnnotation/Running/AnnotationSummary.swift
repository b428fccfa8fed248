public import BraidCorpora

/// What a run did.
public struct AnnotationSummary: Sendable, Equatable {
  /// What became of the records, those of earlier runs included.
  public var counts: AnnotationCounts
  /// Records that an earlier run had done; nil when there was none.
  public var resumedAt: Int?
  /// What was read and repaired; nil when nothing was read or the run was stopped.
  public var ledger: Ledger?
  /// Whether the run was stopped before its end.
  public var wasStopped = false
}
