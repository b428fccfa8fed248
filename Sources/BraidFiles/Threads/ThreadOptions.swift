import Foundation

/// How many threads work at once.
public struct ThreadOptions: Configurable, Sendable, Equatable {
  /// The number; 0 for one per core.
  public var threads = 0

  /// One per core.
  public init() {}

  /// The number, with its range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("threads", &threads, 0...256, "number of threads; 0 for one per core")
  }

  /// A number of threads, one per core for 0.
  package static func number(_ threads: Int) -> Int {
    threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
  }
}
