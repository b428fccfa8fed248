/// The lines of a file as they are, whatever their length, with a digest of all of them.
package struct ByteLines {
  private let source: ByteSource
  private var buffer: [UInt8] = []
  private var start = 0
  private var ended = false
  /// Digest of the lines so far, ends included.
  package private(set) var hash = StableHash()
  private static let chunk = 256 << 10
  private static let lineFeed = UInt8(ascii: "\n")

  /// Opens a file, packed or not.
  ///
  /// - Throws: `FileError.unreadable`, or what is wrong with its packing.
  package init(_ file: String) throws(FileError) { source = try ByteSource(file) }

  /// Digest of the lines so far, in hexadecimal.
  package var digest: String { String(hash.value, radix: 16) }

  /// The next line with its end; nil after the last.
  ///
  /// - Throws: what reading throws.
  package mutating func next() throws(FileError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: Self.lineFeed) { return take(end + 1) }
      if ended { return start < buffer.count ? take(buffer.count) : nil }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      try fill()
    }
  }

  private mutating func take(_ end: Int) -> ArraySlice<UInt8> {
    let line = buffer[start..<end]
    hash.add(bytes: line)
    start = end
    return line
  }

  private mutating func fill() throws(FileError) {
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.chunk)
    defer { chunk.deallocate() }
    let count = try source.read(into: chunk)
    buffer.append(contentsOf: chunk[..<count])
    ended = count == 0
  }
}
