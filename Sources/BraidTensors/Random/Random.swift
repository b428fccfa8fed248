public import BraidFiles

/// A counter-based source of random numbers with named streams.
///
/// A number depends on the seed, the stream's name, its two indices and its position only: never on which thread asks
/// or what was drawn before from another stream.
public struct Random: Sendable, Equatable {
  /// What everything follows from.
  public let seed: UInt64

  /// The source of `seed`.
  public init(seed: UInt64) { self.seed = seed }

  /// The stream `name`, with two indices such as a step and a shard.
  public func stream(_ name: String, _ first: UInt64 = 0, _ second: UInt64 = 0) -> SplitMix64 {
    var key = SplitMix64.mix(seed &+ 0x9e37_79b9_7f4a_7c15)
    for part in [StableHash(name.utf8).value, first, second] {
      key = SplitMix64.mix(key ^ part &* 0xd6e8_feb8_6659_fd93)
    }
    return SplitMix64(seed: key)
  }
}
