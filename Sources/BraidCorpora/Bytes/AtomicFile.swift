#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside its final place and appears there, complete, on `commit()`.
///
/// The temporary file has a fixed name beside the target and is locked while in use, so one left over by a killed process
/// is taken over and one in use is an error. `-` is standard output, which is only flushed.
package final class AtomicFile {
  /// The final path; `-` is standard output.
  package let path: String
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private static let flushSize = 256 << 10

  /// Creates the temporary file.
  ///
  /// - Throws: `CorpusError.unwritable`.
  package init(_ path: String) throws(CorpusError) {
    self.path = path
    buffer.reserveCapacity(Self.flushSize + 4096)
    guard path != "-" else {
      temporary = ""
      descriptor = 1
      return
    }
    let (folder, name) = Self.split(path)
    temporary = folder + "/." + name + ".braid-temporary"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(file: path, reason: System.lastError) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      descriptor = -1
      throw .unwritable(file: path, reason: "another process is writing it")
    }
    guard ftruncate(descriptor, 0) == 0 else { throw .unwritable(file: path, reason: System.lastError) }
  }

  deinit {
    if descriptor > 2 {
      unlink(temporary)
      close(descriptor)
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: `CorpusError.unwritable`.
  package func append(_ bytes: some Sequence<UInt8>) throws(CorpusError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushSize { try flush() }
  }

  /// Appends text as UTF-8.
  ///
  /// - Throws: `CorpusError.unwritable`.
  package func append(_ text: String) throws(CorpusError) { try append(text.utf8) }

  /// Writes the rest, syncs it to disk and renames the file into place; the folder is synced too.
  ///
  /// - Throws: `CorpusError.unwritable`.
  package func commit() throws(CorpusError) {
    try flush()
    guard descriptor > 2 else { return }
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      throw .unwritable(file: path, reason: System.lastError)
    }
    close(descriptor)
    descriptor = -1
    System.synchronizeFolder(Self.split(path).folder)
  }

  private func flush() throws(CorpusError) {
    guard !buffer.isEmpty else { return }
    let written = buffer.withUnsafeBytes { System.write(descriptor, $0) }
    guard written else { throw .unwritable(file: path, reason: System.lastError) }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
  }
}

extension AtomicFile {
  /// Appends text as one line, line ends in it turned into spaces.
  ///
  /// - Throws: `CorpusError.unwritable`.
  package func appendLine(_ text: String) throws(CorpusError) {
    try append(text.utf8.lazy.map { $0 == 10 || $0 == 13 ? 32 : $0 })
    try append(CollectionOfOne(10))
  }
}
