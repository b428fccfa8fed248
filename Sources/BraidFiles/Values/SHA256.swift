import CKernels

/// The hash SHA-256, fed piece by piece.
///
/// Source: NIST 2015, FIPS 180-4, sections 5 and 6.2, <https://doi.org/10.6028/NIST.FIPS.180-4>.
package struct SHA256 {
  private static let blockBytes = 64

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var rest: [UInt8] = []
  private var total = 0

  /// The hash of nothing so far.
  package init() {}

  /// The hash of `text` as UTF-8, in hexadecimal.
  package static func hexadecimal(_ text: String) -> String {
    var hash = SHA256()
    var text = text
    text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
    return hash.hexadecimal()
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    total += bytes.count
    var bytes = bytes
    if !rest.isEmpty {
      let taken = min(Self.blockBytes - rest.count, bytes.count)
      rest.append(contentsOf: bytes[..<taken])
      bytes = UnsafeRawBufferPointer(rebasing: bytes[taken...])
      guard rest.count == Self.blockBytes else { return }
      let block = rest
      block.withUnsafeBytes { compress($0) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = bytes.count / Self.blockBytes * Self.blockBytes
    if whole > 0 { compress(UnsafeRawBufferPointer(rebasing: bytes[..<whole])) }
    rest.append(contentsOf: bytes[whole...])
  }

  /// The hash of everything added, in hexadecimal.
  package func hexadecimal() -> String {
    var last = self
    var padding = [UInt8](repeating: 0, count: (rest.count < 56 ? 56 : 120) - rest.count)
    padding[0] = 0x80
    withUnsafeBytes(of: UInt64(total * 8).bigEndian) { padding.append(contentsOf: $0) }
    padding.withUnsafeBytes { last.update($0) }
    let digits = Array("0123456789abcdef".utf8)
    let text = last.state.flatMap { word in
      stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes whole blocks in.
  private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    blocks.withMemoryRebound(to: UInt8.self) { bytes in
      state.withUnsafeMutableBufferPointer {
        bk_sha256($0.baseAddress, bytes.baseAddress, bytes.count / Self.blockBytes)
      }
    }
  }
}
