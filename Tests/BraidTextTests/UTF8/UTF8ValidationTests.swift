import BraidFiles
import BraidText
import Testing

struct UTF8ValidationTests {
  /// Bytes, the offset of the first wrong one, and how many parts the standard replaces (Unicode 15, 3.9,
  /// tables 3-8 to 3-11).
  @Test(arguments: [
    ([0x61, 0xC3, 0xA4, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80], nil, 0),
    ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], 0, 8),
    ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], 0, 8),
    ([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], 0, 7),
    ([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], 0, 4),
    ([0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0xE2, 0x82], 9, 1),
  ])
  func `ill-formed parts are found, each once`(bytes: [UInt8], first: Int?, count: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      #expect(UTF8Validation.firstInvalid(bytes) == first)
      var rest = bytes
      var parts = 0
      while let bad = UTF8Validation.firstInvalid(rest) {
        rest = UnsafeBufferPointer(rebasing: rest[(bad + UTF8Validation.invalidLength(rest, bad))...])
        parts += 1
      }
      #expect(parts == count)
    }
  }

  @Test func `random bytes are judged as Swift judges them`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<20000 {
      let bytes = random.bytes(upTo: 24)
      bytes.withUnsafeBufferPointer { bytes in
        let valid = String(validating: bytes, as: UTF8.self) != nil
        #expect((UTF8Validation.firstInvalid(bytes) == nil) == valid)
      }
    }
  }
}
