import Foundation

/// A stream of random numbers that depends on its seed only.
///
/// Source: Steele, Lea & Flood 2014, SplitMix64, <https://doi.org/10.1145/2714064.2660195>.
public struct SplitMix64: Sendable, RandomNumberGenerator {
  @usableFromInline var state: UInt64

  /// The stream of a seed.
  public init(seed: UInt64) { state = seed }

  /// The finalizer: every bit of `value` reaches every bit of the result.
  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// A number drawn evenly from 0..<1.
  @inlinable
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from the normal distribution (Box & Muller 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// An integer drawn from `0..<bound`, without bias that matters (multiply and shift).
  @inlinable
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts the elements in a random order (Durstenfeld 1964).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, index(below: last + 1)) }
  }
}
