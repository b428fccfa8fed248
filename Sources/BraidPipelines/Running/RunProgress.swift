import BraidFiles

/// A stage was asked to stop before its end.
struct StageStopped: Error {}

/// How far the stages of a run are, and whether the run is to stop.
final class RunProgress {
  /// Smaller files are read in so few pieces that the bytes read say nothing about how far a stage is.
  private static let leastBytes = 4 << 20

  /// Counts the bytes that readers take.
  let meter = ReadMeter()
  /// Whether the run is to stop.
  let shouldStop: () -> Bool
  private let onEvent: (RunEvent) -> Void
  /// What the meter read, and how many bytes it will count, when the present pass began.
  private var expected = (from: 0, bytes: 0)
  private var lastTold = ContinuousClock.now

  /// Progress reported to `onEvent`.
  init(shouldStop: @escaping () -> Bool, onEvent: @escaping (RunEvent) -> Void) {
    self.shouldStop = shouldStop
    self.onEvent = onEvent
  }

  /// Files of `bytes` bytes are about to be read by readers that count on `meter`.
  func expect(bytes: Int) { expected = (from: meter.bytes, bytes: bytes) }

  /// Reports now and then how many documents a stage has handled.
  ///
  /// - Throws: `StageStopped` when the run is asked to stop.
  func advance(_ stage: String, to documents: Int) throws {
    guard documents & 15 == 0 else { return }
    if shouldStop() { throw StageStopped() }
    tell(stage, documents: documents)
  }

  /// Reports how many documents a stage has handled, unless it did so a moment ago.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - documents: those that are done.
  ///   - shareOfRead: the share, 0 to 1, of the text that has been read that they are.
  func tell(_ stage: String, documents: Int, shareOfRead: Double = 1) {
    let now = ContinuousClock.now
    guard now - lastTold > .milliseconds(100) else { return }
    lastTold = now
    let isLarge = expected.bytes > Self.leastBytes
    let share = isLarge ? min(1, Double(meter.bytes - expected.from) * shareOfRead / Double(expected.bytes)) : nil
    onEvent(RunEvent(stage, .progress(documents: documents, share: share)))
  }
}
