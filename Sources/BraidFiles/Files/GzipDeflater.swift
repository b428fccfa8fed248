import CZlib

/// Packs bytes into a gzip stream of one member, which depends on nothing but the bytes.
///
/// Source: Deutsch 1996, RFC 1952, <https://www.rfc-editor.org/rfc/rfc1952>.
package final class GzipDeflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private var buffer = [UInt8](repeating: 0, count: 256 << 10)

  /// A stream with nothing in it.
  package init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, +16: gzip, without a name and a time.
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "no memory to pack gzip")
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Packs bytes.
  ///
  /// - Parameters:
  ///   - input: the bytes.
  ///   - isLast: whether the stream ends with them; nothing may follow.
  ///   - write: takes what is packed, piece by piece.
  /// - Throws: what `write` throws.
  package func deflate<Failure: Error>(
    _ input: [UInt8], isLast: Bool, _ write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var done = 0
    var isFull = true
    while isFull {
      let taken = done
      let (left, given) = input.withUnsafeBufferPointer { input in
        buffer.withUnsafeMutableBufferPointer { output in
          let rest = UnsafeBufferPointer(rebasing: input[taken...])
          stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.baseAddress)
          stream.pointee.avail_in = UInt32(rest.count)
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          _ = CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          return (Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
        }
      }
      done = input.count - left
      isFull = given == buffer.count
      if given > 0 { try write(Array(buffer[..<given])) }
    }
  }
}
