extension StringProtocol {
  /// Calls `body` with the UTF-8 bytes, without a copy when they lie in one piece, as a native string's do.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(utf8).withUnsafeBufferPointer(body)
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Calls `body` with the byte range of each Unicode scalar of UTF-8.
  @inline(__always)
  func forEachScalar(_ body: (Range<Int>) -> Void) {
    var start = 0
    while start < count {
      let end = scalarEnd(start)
      body(start..<end)
      start = end
    }
  }

  /// Where the scalar that starts at `start` ends.
  @inline(__always)
  func scalarEnd(_ start: Int) -> Int {
    var end = start + 1
    while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
