/// Bytes read at a time.
final class ChunkBuffer {
  /// The memory.
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(capacity: Int) { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }
}
