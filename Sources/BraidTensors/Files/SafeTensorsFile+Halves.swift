package import BraidFiles
package import Foundation

extension SafeTensorsFile {
  /// The tensors' names and shapes, in the order of their bytes.
  package var names: [(name: String, shape: [Int])] { tensors.map { ($0.name, $0.shape) } }

  /// Adds all of its bytes to a hash.
  package func add(to hash: inout SHA256) { data.withUnsafeBytes { hash.update($0) } }

  /// The numbers of a tensor in 16 bits, rounded to the nearest where they have 32, as the processor has them; nil when one is
  /// too large, or none, and for a tensor in 8 bits.
  package func halves(_ tensor: Int) -> Data? {
    let entry = tensors[tensor]
    guard entry.element != .byte else { return nil }
    let bytes = data[data.startIndex + start + entry.start..<data.startIndex + start + entry.end]
    return bytes.withUnsafeBytes { bytes in
      var isWhole = true
      let halves = [UInt16](unsafeUninitializedCapacity: entry.count) { halves, count in
        for index in 0..<entry.count {
          let bits: UInt16?
          if entry.element == .half {
            let half = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            // The exponent of infinity and of what is no number.
            bits = half & 0x7c00 == 0x7c00 ? nil : half
          } else {
            let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
            bits = HalfFloat.bits(Float(bitPattern: word))
          }
          if bits == nil { isWhole = false }
          halves[index] = bits ?? 0
        }
        count = entry.count
      }
      return isWhole ? halves.withUnsafeBytes { Data($0) } : nil
    }
  }
}
