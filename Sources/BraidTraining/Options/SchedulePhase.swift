/// One phase of a sequential schedule.
public struct SchedulePhase: Sendable, Equatable, Codable {
  /// The corpora that hand out batches.
  public var corpora: [String]
  /// How many epochs the phase lasts.
  public var epochs: Int

  /// A phase of `epochs` over `corpora`.
  public init(corpora: [String], epochs: Int) {
    self.corpora = corpora
    self.epochs = epochs
  }
}
