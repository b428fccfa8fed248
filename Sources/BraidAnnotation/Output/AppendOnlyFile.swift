import BraidCorpora
import BraidFiles
import BraidText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is only appended to and can be synced at any time.
final class AppendOnlyFile {
  /// Its path; `-` is standard output.
  let path: String
  /// Bytes that were appended, those included that were there before.
  private(set) var length: Int
  /// The digest of the bytes that were appended, and of those that were there before where it is known.
  private(set) var digest = StableHash()
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let flushSize = 256 << 10

  /// Opens what text is streamed to.
  ///
  /// - Parameter path: a pipe or device; `-` is standard output.
  /// - Throws: `AnnotationError.unwritable`.
  init(stream path: String) throws(AnnotationError) {
    self.path = path
    length = 0
    descriptor = path == "-" ? 1 : open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unwritable(path: path, reason: FileSystem.lastError) }
  }

  /// Opens a file of a run, made if there is none, and cuts it to `length` bytes.
  ///
  /// - Parameters:
  ///   - path: the file; no link there is followed.
  ///   - length: bytes that stay.
  ///   - digest: their digest; nil where it is not known.
  ///   - locks: whether no other process may have it.
  /// - Throws: `AnnotationError.unwritable`, also for what is not a regular file of this user, `.damagedRun` when it is
  ///   shorter than `length` or has another digest, or `.busy`.
  init(
    _ path: String, length: Int = 0, digest: UInt64? = nil, locks: Bool = false
  ) throws(AnnotationError) {
    self.path = path
    self.length = length
    descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritable(path: path, reason: FileSystem.lastError) }
    // The process that had the lock may have deleted the file meanwhile.
    if locks, flock(descriptor, LOCK_EX | LOCK_NB) != 0 || !FileSystem.leads(path, to: descriptor) {
      throw .busy(path: path)
    }
    var status = stat()
    guard FileSystem.isOwnFile(descriptor), fstat(descriptor, &status) == 0 else {
      throw .unwritable(path: path, reason: "it is not a regular file of this user")
    }
    guard status.st_size >= off_t(length) else {
      throw .damagedRun(folder: path, reason: "it has \(status.st_size) bytes, the journal says \(length)")
    }
    if let digest, length > 0 {
      self.digest = try Self.digest(of: path, length: length)
      guard self.digest.value == digest else {
        throw .damagedRun(folder: path, reason: "it is not as it was written")
      }
    }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw .unwritable(path: path, reason: FileSystem.lastError)
    }
  }

  /// The digest of the first bytes of a file.
  private static func digest(of path: String, length: Int) throws(AnnotationError) -> StableHash {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw .damagedRun(folder: path, reason: FileSystem.lastError) }
    defer { close(file) }
    var digest = StableHash()
    var buffer = [UInt8](repeating: 0, count: flushSize)
    var rest = length
    while rest > 0 {
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { FileSystem.read(file, $0, min(rest, bytes.count)) } ?? 0
      }
      guard count > 0 else { throw .damagedRun(folder: path, reason: "it can't be read: \(FileSystem.lastError)") }
      digest.add(bytes: buffer[..<count])
      rest -= count
    }
    return digest
  }

  deinit { if descriptor > 2 { close(descriptor) } }

  /// Appends bytes.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func append(_ bytes: [UInt8]) throws(AnnotationError) {
    length += bytes.count
    digest.add(bytes: bytes)
    if bytes.count >= Self.flushSize {
      try flush()
      try write(bytes)
      return
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushSize { try flush() }
  }

  /// Appends a document as a line of Braid's JSON, piece by piece.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - offsets: what its offsets count.
  /// - Throws: `AnnotationError.unwritable`.
  func append(_ document: Document, offsets: OffsetUnit = .bytes) throws(AnnotationError) {
    var failure: AnnotationError?
    var output = JSONOutput(limit: Self.flushSize) { [self] piece in
      guard failure == nil else { return }
      do throws(AnnotationError) { try append(piece) } catch { failure = error }
    }
    output.append(document, offsets: offsets)
    output.endLine()
    if let failure { throw failure }
    try append(output.bytes)
  }

  /// Hands everything to the system.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func flush() throws(AnnotationError) {
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands everything to the disk.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func synchronize() throws(AnnotationError) {
    try flush()
    // Pipes and devices can't be synchronized, and needn't.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS else {
      throw .unwritable(path: path, reason: FileSystem.lastError)
    }
  }

  /// Puts the file in the place of another, whose mode, owner and group stay as far as the system permits.
  ///
  /// - Throws: `AnnotationError.unwritable`.
  func replace(_ path: String) throws(AnnotationError) {
    let target = FileSystem.resolvingLinks(path)
    FileSystem.keepAttributes(of: target, on: descriptor)
    try synchronize()
    guard rename(self.path, target) == 0 else { throw .unwritable(path: path, reason: FileSystem.lastError) }
    FileSystem.synchronizeFolder(of: target)
  }

  private func write(_ bytes: [UInt8]) throws(AnnotationError) {
    guard !bytes.isEmpty else { return }
    guard bytes.withUnsafeBytes({ FileSystem.write(descriptor, $0) }) else {
      throw .unwritable(path: path, reason: FileSystem.lastError)
    }
  }
}
