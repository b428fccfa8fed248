import Synchronization

/// How many bytes of its files a reader has taken, for showing progress.
///
/// Packed bytes are counted as they are on disk.
public final class ReadMeter: Sendable {
  private let count = Atomic<Int>(0)

  /// A meter at 0.
  public init() {}

  /// Bytes taken so far.
  public var bytes: Int { count.load(ordering: .relaxed) }

  /// Counts bytes.
  func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}

extension ReadMeter: Equatable {
  /// Whether both are the same meter.
  public static func == (first: ReadMeter, second: ReadMeter) -> Bool { first === second }
}
