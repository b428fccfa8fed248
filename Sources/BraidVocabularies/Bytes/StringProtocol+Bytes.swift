extension StringProtocol {
  /// Calls `body` with the UTF-8 bytes, without a copy when they lie in one piece, as a native string's do.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(utf8).withUnsafeBufferPointer(body)
  }
}
