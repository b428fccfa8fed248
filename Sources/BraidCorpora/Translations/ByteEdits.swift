/// Changes to the bytes of a file: ranges that give way to other bytes; all else stays as it is.
struct ByteEdits {
  private var edits: [(range: Range<Int>, bytes: [UInt8])] = []

  /// Puts text in at `offset`, behind what was put there before.
  mutating func insert(_ text: [UInt8], at offset: Int) { edits.append((offset..<offset, text)) }

  /// Puts bytes in the place of a range that no other change touches.
  mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) { edits.append((range, bytes)) }

  /// Where the bytes of the file stand after all changes.
  var shift: ByteShift { ByteShift(edits.map { ($0.range, $0.bytes.count) }) }

  /// Whether there is no change.
  var isEmpty: Bool { edits.isEmpty }

  /// The ranges that give way, in order.
  var replaced: [Range<Int>] { edits.map(\.range).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound } }

  /// The file with all changes.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.bytes.count })
    var position = 0
    let order = edits.indices.sorted { (edits[$0].range.lowerBound, $0) < (edits[$1].range.lowerBound, $1) }
    for index in order {
      result += bytes[position..<edits[index].range.lowerBound]
      result += edits[index].bytes
      position = edits[index].range.upperBound
    }
    return result + bytes[position...]
  }
}
