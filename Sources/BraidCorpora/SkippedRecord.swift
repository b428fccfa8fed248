/// What a reader went past after an error.
public struct SkippedRecord: Sendable, Equatable {
  /// The line at which reading failed, as far as it is text; nil when nobody knows it.
  public var line: String?
  /// Whether everything from there to the end of the file is lost.
  public var isRestOfFile: Bool
}
