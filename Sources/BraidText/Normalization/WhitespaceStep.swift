/// Collapses white space.
enum WhitespaceStep {
  /// One space for each run of white space inside the text, nothing for those at its ends.
  static func collapse(_ bytes: UnsafeBufferPointer<UInt8>, into builder: inout NormalizationBuilder) {
    var position = 0
    while position < bytes.count {
      let run = position
      while position < bytes.count, whitespace(bytes, position) == 0 { position += 1 }
      builder.copy(run..<position)
      let gap = position
      while position < bytes.count {
        let length = whitespace(bytes, position)
        if length == 0 { break }
        position += length
      }
      guard position > gap else { continue }
      builder.replace(gap..<position, with: gap == 0 || position == bytes.count ? [] : [0x20])
    }
  }

  /// The length of the white space character at `index` (Unicode's White_Space), or 0.
  @inline(__always)
  static func whitespace(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 { return byte.isASCIIWhitespace ? 1 : 0 }
    guard byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3 else { return 0 }
    let (scalar, length) = BreakMachine.decode(bytes, index)
    switch scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return length
    default: return 0
    }
  }
}
