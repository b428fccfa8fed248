/// Floats at a fixed place in memory, aligned to a cache line.
final class FloatBuffer {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  /// `count` zeros.
  init(_ count: Int) {
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 16) * 4, alignment: 64)
    pointer = bytes.bindMemory(to: Float.self, capacity: count)
    pointer.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}
