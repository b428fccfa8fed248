import CZlib

/// The linked zlib.
package enum Zlib {
  /// Its version, such as `1.2.13`.
  package static var version: String { String(cString: zlibVersion()) }
}

/// Unpacks a gzip stream of any number of members.
final class GzipInflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var produced = 0
  /// Whether the last member has ended, so that the input may end here.
  private var betweenMembers = false
  private let file: String

  init(file: String) throws(FileError) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, +16: gzip only.
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .damagedGzip(file: file, reason: "zlib does not start")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Unpacks from `input` into `output`.
  ///
  /// - Returns: How many bytes were taken and given.
  /// - Throws: `damagedGzip` with zlib's reason.
  func inflate(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileError) -> (taken: Int, given: Int) {
    var skipped = 0
    if betweenMembers {
      // Members may be padded with zeros, as on tapes.
      while skipped < input.count, input[skipped] == 0 { skipped += 1 }
      guard skipped < input.count else { return (skipped, 0) }
      inflateReset(stream)
      betweenMembers = false
    }
    let rest = UnsafeBufferPointer(rebasing: input[skipped...])
    stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.baseAddress)
    stream.pointee.avail_in = UInt32(rest.count)
    stream.pointee.next_out = output.baseAddress
    stream.pointee.avail_out = UInt32(output.count)
    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    let taken = skipped + rest.count - Int(stream.pointee.avail_in)
    let given = output.count - Int(stream.pointee.avail_out)
    produced += given
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: betweenMembers = true
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
      throw .damagedGzip(file: file, reason: reason)
    }
    return (taken, given)
  }

  /// Checks that the input may end here.
  ///
  /// - Throws: `truncatedGzip` with the bytes unpacked so far.
  func finish() throws(FileError) {
    guard betweenMembers else { throw .truncatedGzip(file: file, bytes: produced) }
  }
}
