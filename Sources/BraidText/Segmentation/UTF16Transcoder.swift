/// UTF-8 to UTF-16 that remembers where each code unit came from.
enum UTF16Transcoder {
  /// Transcodes `range` of well-formed UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - range: What to transcode.
  ///   - units: Becomes the code units.
  ///   - offsets: Becomes the byte offset of each code unit from the start of `range`, and of the end.
  static func transcode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, units: inout [UInt16], offsets: inout [Int32]
  ) {
    units.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    units.reserveCapacity(range.count)
    offsets.reserveCapacity(range.count + 1)
    var position = range.lowerBound
    while position < range.upperBound {
      let (scalar, length) = BreakMachine.decode(bytes, position)
      let offset = Int32(truncatingIfNeeded: position - range.lowerBound)
      if scalar < 0x10000 {
        units.append(UInt16(truncatingIfNeeded: scalar))
        offsets.append(offset)
      } else {
        let rest = scalar - 0x10000
        units.append(UInt16(truncatingIfNeeded: 0xD800 + (rest >> 10)))
        units.append(UInt16(truncatingIfNeeded: 0xDC00 + (rest & 0x3FF)))
        offsets.append(offset)
        offsets.append(offset)
      }
      position += length
    }
    offsets.append(Int32(truncatingIfNeeded: range.count))
  }
}
