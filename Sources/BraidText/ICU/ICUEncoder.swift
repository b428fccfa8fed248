import CICU

/// ICU's converter from UTF-8 to another encoding, of a text as a whole.
package enum ICUEncoder {
  /// The text in an encoding.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - encoding: What ICU calls the encoding.
  ///   - references: Whether a character that the encoding lacks becomes a reference of XML, such as `&#x20AC;`.
  /// - Returns: the bytes; nil for a character that the encoding lacks, and for one that ICU does not know.
  package static func encoded(_ text: [UInt8], as encoding: String, references: Bool) -> [UInt8]? {
    guard let length = Int32(exactly: text.count) else { return nil }
    var capacity = Int(length) + 1024
    while true {
      var count: Int32 = -1
      let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { output, filled in
        text.withUnsafeBufferPointer { text in
          count = braid_icu_encode(
            encoding, text.baseAddress, length, references ? 1 : 0, output.baseAddress, Int32(clamping: capacity))
        }
        filled = max(0, min(Int(count), capacity))
      }
      guard count >= 0 else { return nil }
      if Int(count) <= capacity { return bytes }
      capacity = Int(count)
    }
  }
}
