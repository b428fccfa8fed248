import BraidFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Counted byte strings on disk, in the order of their bytes; the file is nameless and goes with the value.
final class CountRun: Sendable {
  private let descriptor: Int32

  /// Writes the entries of `table` in the order of `order`.
  ///
  /// - Throws: `VocabularyError.file`.
  init(_ table: ByteTable, counts: [Int], order: [Int], folder: String) throws(VocabularyError) {
    // mkstemp puts a free name in the place of the X.
    var path = Array("\(folder)/braid-counts-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else {
      throw .file(.unwritable(file: folder, reason: String(cString: strerror(errno))))
    }
    unlink(path)
    var buffer: [UInt8] = []
    let size = 256 << 10
    buffer.reserveCapacity(size + 4096)
    for (position, index) in order.enumerated() {
      table.withBytes(of: index) { bytes in
        Self.append(bytes.count, to: &buffer)
        Self.append(counts[index], to: &buffer)
        buffer.append(contentsOf: bytes)
      }
      if buffer.count >= size || position == order.count - 1 {
        guard buffer.withUnsafeBytes({ FileSystem.write(descriptor, $0) }) else {
          throw .file(.unwritable(file: folder, reason: String(cString: strerror(errno))))
        }
        buffer.removeAll(keepingCapacity: true)
      }
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Seven bits a byte, the lowest first, the last byte below 128.
  private static func append(_ number: Int, to buffer: inout [UInt8]) {
    var rest = number
    while rest >= 128 {
      buffer.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    buffer.append(UInt8(rest))
  }

  /// Reads a run from its start.
  struct Reader {
    private let run: CountRun
    private var offset = 0
    private var buffer: [UInt8] = []
    private var position = 0
    /// The current entry.
    private(set) var bytes: [UInt8] = []
    /// How often the current entry was seen in this run.
    private(set) var count = 0

    /// A reader before the first entry.
    init(_ run: CountRun) { self.run = run }

    /// Goes to the next entry.
    ///
    /// - Returns: Whether there is one.
    /// - Throws: `VocabularyError.file`.
    mutating func advance() throws(VocabularyError) -> Bool {
      guard try fill(1) else { return false }
      let length = try number()
      count = try number()
      guard try fill(length) else { throw .file(.unreadable(file: "temporary counts", reason: "truncated")) }
      bytes.removeAll(keepingCapacity: true)
      bytes.append(contentsOf: buffer[position..<position + length])
      position += length
      return true
    }

    private mutating func number() throws(VocabularyError) -> Int {
      var value = 0
      var shift = 0
      while true {
        guard try fill(1) else { throw .file(.unreadable(file: "temporary counts", reason: "truncated")) }
        let byte = buffer[position]
        position += 1
        value |= Int(byte & 127) << shift
        if byte < 128 { return value }
        shift += 7
      }
    }

    /// Makes `needed` bytes available from `position`.
    private mutating func fill(_ needed: Int) throws(VocabularyError) -> Bool {
      while buffer.count - position < needed {
        buffer.removeFirst(position)
        position = 0
        let size = max(64 << 10, needed)
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: size))
        let descriptor = run.descriptor
        let at = offset
        let count = buffer.withUnsafeMutableBytes { all in
          while true {
            let count = pread(descriptor, all.baseAddress.map { $0 + start }, size, off_t(at))
            if count >= 0 || errno != EINTR { return count }
          }
        }
        guard count >= 0 else {
          throw .file(.unreadable(file: "temporary counts", reason: String(cString: strerror(errno))))
        }
        offset += count
        buffer.removeLast(size - count)
        if count == 0 { return buffer.count - position >= needed }
      }
      return true
    }
  }
}
