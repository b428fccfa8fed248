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

  /// The name of an encoding in standards, in small letters; nil when ICU does not know the encoding.
  ///
  /// - Parameter encoding: Any name of it.
  /// - Returns: The name.
  package static func standardName(_ encoding: String) -> String? {
    // ICU takes options behind a comma, and an empty name for the system's own encoding.
    let marks = Set("-_.:+".utf8)
    guard 1...64 ~= encoding.utf8.count,
      encoding.utf8.allSatisfy({ 48...57 ~= $0 || 97...122 ~= $0 | 0x20 || marks.contains($0) })
    else { return nil }
    let name = [UInt8](unsafeUninitializedCapacity: 128) { name, count in
      name.withMemoryRebound(to: CChar.self) {
        count = Int(braid_icu_converter_name(encoding, $0.baseAddress, Int32($0.count)))
      }
    }
    return name.isEmpty ? nil : String(decoding: name.map { 65...90 ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
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
