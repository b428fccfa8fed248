/// A fast hash of bytes that is the same on every machine.
enum ByteHash {
  private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// The hash of `bytes`, all 64 bits well mixed.
  @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let count = bytes.count
    guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return first }
    var state = first ^ UInt64(count)
    var index = 0
    while index + 8 <= count {
      state = mix(state, base.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
      index += 8
    }
    var tail: UInt64 = 0
    if count & 4 != 0 {
      tail = UInt64(base.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian)
      index += 4
    }
    while index < count {
      tail = tail << 8 | UInt64(base.load(fromByteOffset: index, as: UInt8.self))
      index += 1
    }
    return mix(state ^ second, tail)
  }

  /// Both halves of a 128-bit product, folded: every bit of the arguments reaches every bit of the result.
  @inline(__always)
  static func mix(_ state: UInt64, _ value: UInt64) -> UInt64 {
    let product = (state ^ value).multipliedFullWidth(by: first | 1)
    let folded = (product.high ^ product.low) &+ (value << 32 | value >> 32)
    let spread = folded.multipliedFullWidth(by: second)
    return spread.high ^ spread.low ^ state >> 29
  }
}
