import CICU

extension ICU {
  /// What text that looks alike has in common, as UTF-8; the text itself where ICU has none.
  ///
  /// Source: UTS 39, section 4.
  package static func skeleton(_ text: [UInt8]) -> [UInt8] {
    guard text.count < 1 << 16 else { return text }
    // A character has at most 18 in its place.
    var output = [UInt8](repeating: 0, count: 18 * 4 * text.count + 16)
    let length = text.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        braid_icu_skeleton(input.baseAddress, Int32(input.count), output.baseAddress, Int32(output.count))
      }
    }
    return length < 0 ? text : Array(output[..<Int(length)])
  }
}
