import BraidText

/// Bytes that grow at their end, written straight into memory.
///
/// It is an object: who has it has the same bytes. It belongs to one thread at a time.
package final class ByteBuffer: Sendable {
  // An owner hands the buffer on and has no access of its own any more, so there is none at the same time.
  @exclusivity(unchecked) private nonisolated(unsafe) var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private nonisolated(unsafe) var capacity: Int
  /// How many bytes there are.
  @exclusivity(unchecked) package private(set) nonisolated(unsafe) var count = 0

  /// No bytes, with space for so many.
  package init(capacity: Int = 256) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The bytes, valid until the next change.
  package var bytes: Bytes { Bytes(start: base, count: count) }

  /// Forgets the bytes, keeps their memory.
  package func removeAll() { count = 0 }

  /// Takes the last byte away.
  ///
  /// - Precondition: There is one.
  func removeLast() { count &-= 1 }

  /// Makes space for so many more bytes.
  @inline(__always)
  package func reserve(_ more: Int) { if capacity &- count < more { grow(more) } }

  /// Makes space for so many more bytes, and for no others.
  func reserveExactly(_ more: Int) { if capacity - count < more { grow(to: count + more) } }

  @inline(never)
  private func grow(_ more: Int) { grow(to: max(capacity * 2, count + more)) }

  private func grow(to size: Int) {
    capacity = size
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  /// Appends a byte.
  @inline(__always)
  package func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  /// Appends bytes.
  @inline(__always)
  package func append(_ bytes: Bytes) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: start, count: bytes.count)
    count &+= bytes.count
  }

  /// Appends what `body` writes.
  ///
  /// - Parameters:
  ///   - most: the most bytes that `body` writes.
  ///   - body: writes at a place and moves it behind what it has written.
  @inline(__always)
  func append(most: Int, _ body: (inout UnsafeMutablePointer<UInt8>) -> Void) {
    reserve(most)
    var end = base + count
    body(&end)
    count = end - base
  }
}
