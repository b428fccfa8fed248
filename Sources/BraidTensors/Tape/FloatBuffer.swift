import Foundation

/// Floats at a fixed place in memory, aligned to a cache line.
final class FloatBuffer {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private let block: UnsafeMutableRawPointer

  /// Memory from here on is asked for in large pages: products walk over many rows at once, and each is another page.
  private static let large = 4 << 20

  /// `count` zeros; pages that nothing is written to take no memory.
  init(_ count: Int) {
    self.count = count
    let bytes = max(count, 16) * MemoryLayout<Float>.stride
    guard let block = calloc(bytes + 64, 1) else {
      preconditionFailure("no memory for \(bytes) bytes of numbers")
    }
    self.block = block
    let start = block.alignedUp(toMultipleOf: 64)
    #if os(Linux)
      if bytes >= Self.large {
        let page = start.alignedUp(toMultipleOf: 4096)
        madvise(page, bytes - (page - start), MADV_HUGEPAGE)
      }
    #endif
    pointer = start.bindMemory(to: Float.self, capacity: count)
  }

  deinit { free(block) }
}
