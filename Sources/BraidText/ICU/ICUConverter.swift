import CICU

/// ICU's converter from an encoding to UTF-8, piece by piece; one thread at a time.
package final class ICUConverter {
  private let handle: OpaquePointer

  /// Opens the converter; nil when ICU does not know the encoding.
  package init?(_ encoding: String) {
    var status: Int32 = 0
    guard let handle = braid_icu_converter_open(encoding, &status) else { return nil }
    self.handle = handle
  }

  deinit { braid_icu_converter_close(handle) }

  /// Converts as much as fits.
  ///
  /// - Parameters:
  ///   - input: Bytes of the encoding.
  ///   - isLast: Whether nothing follows them.
  ///   - output: Where the UTF-8 goes.
  /// - Returns: How many bytes were taken, how many were written, and how many malformed sequences became U+FFFD; nil for
  ///   what ICU can't convert at all.
  package func convert(
    _ input: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (read: Int, written: Int, malformed: Int)? {
    var (read, written): (Int32, Int32) = (0, 0)
    let malformed = braid_icu_converter_convert(
      handle, input.baseAddress, Int32(input.count), isLast ? 1 : 0, output.baseAddress,
      Int32(min(output.count, 1 << 30)), &read, &written)
    return malformed < 0 ? nil : (Int(read), Int(written), Int(malformed))
  }
}
