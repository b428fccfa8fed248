#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file or of standard input, unpacked when they start as gzip does.
package final class ByteSource {
  /// The file as it was given; `-` is standard input.
  package let file: String
  private let descriptor: Int32
  private let meter: ReadMeter?
  private var inflater: GzipInflater?
  private let packed: UnsafeMutableBufferPointer<UInt8>
  /// The part of `packed` that has not been delivered.
  private var rest = 0..<0
  private var ended = false
  /// Whether reading may wait for another program: not for a regular file.
  private var isLive = true

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - file: A path; `-` is standard input.
  ///   - chunk: Bytes read at a time.
  ///   - meter: Where the bytes that were read are counted.
  /// - Throws: `FileError.unreadable`, or what reading its first bytes throws.
  package init(_ file: String, chunk: Int = 256 << 10, meter: ReadMeter? = nil) throws(FileError) {
    self.file = file
    self.meter = meter
    packed = .allocate(capacity: max(chunk, 16))
    if file == "-" {
      descriptor = 0
    } else {
      descriptor = open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .unreadable(file: file, reason: FileSystem.lastError) }
    }
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      guard file == "-" || status.st_mode & S_IFMT != S_IFDIR else {
        throw .unreadable(file: file, reason: FileError.folder)
      }
      isLive = status.st_mode & S_IFMT != S_IFREG
    }
    // Two bytes tell gzip; a pipe may deliver one at a time.
    while rest.count < 2, !ended { try fill() }
    if rest.count >= 2, packed[0] == 0x1F, packed[1] == 0x8B {
      inflater = try GzipInflater(file: file)
    }
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
    packed.deallocate()
  }

  /// Reads the next bytes.
  ///
  /// - Parameter buffer: Where they go; not empty.
  /// - Returns: How many there are; 0 at the end of the file.
  /// - Throws: `interrupted`, `truncatedGzip` or `damagedGzip`.
  package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(FileError) -> Int {
    while true {
      if rest.isEmpty, !ended {
        if inflater == nil, let base = buffer.baseAddress {
          try wait()
          let count = FileSystem.read(descriptor, base, buffer.count)
          guard count >= 0 else { throw .interrupted(file: file, reason: FileSystem.lastError) }
          if count == 0 { ended = true }
          meter?.add(count)
          return count
        }
        try fill()
      }
      guard let inflater else {
        let count = min(rest.count, buffer.count)
        _ = buffer.update(fromContentsOf: packed[rest.lowerBound..<rest.lowerBound + count])
        rest = rest.lowerBound + count..<rest.upperBound
        return count
      }
      if rest.isEmpty {
        try inflater.finish()
        return 0
      }
      let step = try inflater.inflate(UnsafeBufferPointer(rebasing: packed[rest]), into: buffer)
      rest = rest.lowerBound + step.taken..<rest.upperBound
      if step.given > 0 { return step.given }
    }
  }

  /// All bytes up to the end.
  ///
  /// - Throws: As `read(into:)`.
  package func readAll() throws(FileError) -> [UInt8] {
    var all: [UInt8] = []
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return all }
      all.append(contentsOf: buffer[..<count])
    }
  }

  /// Waits until there is something to read from a pipe, so that who is asked to stop need not wait for the other end.
  ///
  /// - Throws: `interrupted` when the process was asked to stop.
  private func wait() throws(FileError) {
    guard isLive else { return }
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, 100) == 0 {
      if StopSignals.isAnyRaised { throw .interrupted(file: file, reason: "stopped while it waited for more") }
    }
  }

  /// Appends what the file has next to `packed`; only called while that is not full.
  private func fill() throws(FileError) {
    let start = rest.isEmpty ? 0 : rest.upperBound
    guard let base = packed.baseAddress else { return }
    try wait()
    let count = FileSystem.read(descriptor, base + start, packed.count - start)
    guard count >= 0 else { throw .interrupted(file: file, reason: FileSystem.lastError) }
    if count == 0 { ended = true }
    meter?.add(count)
    rest = (rest.isEmpty ? 0 : rest.lowerBound)..<start + count
  }
}
