/// A growing list of bytes in blocks, so that growing never copies what is there.
struct ByteList {
  private static let blockSize = 1 << 20
  private var blocks: [[UInt8]] = []
  /// Number of bytes.
  private(set) var count = 0

  /// Adds a byte at the end.
  mutating func append(_ byte: UInt8) {
    if count == blocks.count * Self.blockSize {
      blocks.append([])
      blocks[blocks.count - 1].reserveCapacity(Self.blockSize)
    }
    blocks[blocks.count - 1].append(byte)
    count += 1
  }

  /// The byte at a position.
  subscript(position: Int) -> UInt8 {
    get { blocks[position / Self.blockSize][position % Self.blockSize] }
    set { blocks[position / Self.blockSize][position % Self.blockSize] = newValue }
  }

  /// Calls `body` with the bytes of each block.
  func forEachBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    for block in blocks { try block.withUnsafeBytes(body) }
  }
}
