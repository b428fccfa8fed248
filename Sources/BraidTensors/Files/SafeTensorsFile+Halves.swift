package import BraidFiles
package import Foundation

extension SafeTensorsFile {
  /// The tensors' names and shapes, in the order of their bytes.
  package var names: [(name: String, shape: [Int])] { tensors.map { ($0.name, $0.shape) } }

  /// Adds all of its bytes to a hash.
  package func add(to hash: inout SHA256) { data.withUnsafeBytes { hash.update($0) } }

  /// A number of a tensor that 16 bits can't hold.
  package struct BadNumber: Error, Equatable {
    /// The number: too large, infinite, or none at all.
    package let value: Float
    /// Which of the tensor's numbers it is, from 0.
    package let index: Int

    /// Whether the two are the same, also where neither is a number.
    package static func == (first: Self, second: Self) -> Bool {
      first.index == second.index && first.value.bitPattern == second.value.bitPattern
    }
  }

  /// The numbers of a tensor in 16 bits, rounded to the nearest where they have more, as the processor has them.
  ///
  /// - Throws: `BadNumber` with the first one that is too large, infinite or none.
  package func halves(_ tensor: Int) throws(BadNumber) -> Data {
    let entry = tensors[tensor]
    var bad: BadNumber?
    let halves: [UInt16]
    if entry.element == .half {
      let bytes = data[data.startIndex + start + entry.start..<data.startIndex + start + entry.end]
      halves = bytes.withUnsafeBytes { bytes in
        (0..<entry.count).map { UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)) }
      }
      // The exponent of infinity and of what is no number.
      if let index = halves.firstIndex(where: { $0 & 0x7c00 == 0x7c00 }) {
        bad = BadNumber(value: HalfFloat.number(halves[index]), index: index)
      }
    } else {
      let numbers = floats(entry)
      halves = [UInt16](unsafeUninitializedCapacity: entry.count) { halves, count in
        for (index, number) in numbers.enumerated() {
          let bits = HalfFloat.bits(number)
          if bits == nil, bad == nil { bad = BadNumber(value: number, index: index) }
          halves[index] = bits ?? 0
        }
        count = entry.count
      }
    }
    if let bad { throw bad }
    return halves.withUnsafeBytes { Data($0) }
  }
}
