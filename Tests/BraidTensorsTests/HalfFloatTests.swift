import BraidTensors
import Testing

/// Numbers of 16 bits.
@Suite struct HalfFloatTests {
  @Test(
    arguments: [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03ff, 0x3ffp-24), (0x0400, 0x1p-14), (0x3c00, 1), (0x3c01, 0x1.004p0),
      (0x7bff, 65504), (0xc000, -2), (0x8001, -0x1p-24),
    ] as [(UInt16, Float)])
  func `bits are numbers as IEEE 754 says`(bits: UInt16, number: Float) {
    #expect(HalfFloat.number(bits) == number)
    #expect(HalfFloat.bits(number) == bits)
  }

  @Test func `every number of 16 bits comes back, and what lies between two becomes the nearer one, or the even one`() {
    for bits in UInt16(0)..<0x7c00 {
      let number = HalfFloat.number(bits)
      #expect(HalfFloat.bits(number) == bits && HalfFloat.bits(-number) == bits | 0x8000, "\(bits)")
      guard bits < 0x7bff else { continue }
      let next = HalfFloat.number(bits + 1)
      let middle = number + (next - number) / 2
      #expect(HalfFloat.bits(middle) == (bits % 2 == 0 ? bits : bits + 1), "\(middle)")
      #expect(HalfFloat.bits(middle.nextDown) == bits && HalfFloat.bits(middle.nextUp) == bits + 1, "\(middle)")
    }
    #expect(HalfFloat.bits(Float.leastNonzeroMagnitude) == 0)
    #expect(HalfFloat.bits(Float(65520).nextDown) == 0x7bff)
  }

  @Test(arguments: [65520, .infinity, -.infinity, .nan, -1e30] as [Float])
  func `what 16 bits cannot hold has none`(number: Float) { #expect(HalfFloat.bits(number) == nil) }

  @Test func `infinities and what is no number stay that`() {
    #expect(HalfFloat.number(0x7c00) == .infinity && HalfFloat.number(0xfc00) == -.infinity)
    #expect(HalfFloat.number(0x7e00).isNaN)
  }
}
