#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file with a foreseeable name that belongs to one process at a time, by a lock.
enum TemporaryFile {
  /// Tries after which others are taken to have it.
  private static let attempts = 100

  /// Creates the file, in the place of one left over, and locks it.
  ///
  /// - Parameters:
  ///   - name: its path; no link there is followed.
  ///   - isPrivate: whether only this user may read it.
  ///   - path: the file that it will replace, for messages.
  /// - Returns: its descriptor.
  /// - Throws: `FileError.unwritable`, also when another process has it or it is not this user's.
  static func make(_ name: String, isPrivate: Bool, for path: String) throws(FileError) -> Int32 {
    for _ in 0..<attempts {
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o666)
      if descriptor >= 0 {
        // Until it is locked another process may take it for one that was left.
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileSystem.leads(name, to: descriptor) { return descriptor }
        close(descriptor)
        continue
      }
      guard errno == EEXIST else { throw .unwritable(file: path, reason: FileSystem.lastError) }
      try clear(name, for: path)
    }
    throw .unwritable(file: path, reason: "another process is writing it")
  }

  /// Deletes a file that a killed process left.
  ///
  /// - Throws: `FileError.unwritable` when another process has it or it is not this user's.
  static func clear(_ name: String, for path: String) throws(FileError) {
    let descriptor = open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { return }
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, FileSystem.isOwnFile(descriptor) else {
      throw .unwritable(file: path, reason: "\(name) is in the way, which is not a regular file of this user")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw .unwritable(file: path, reason: "another process is writing it")
    }
    // Its process may have put it in its place meanwhile.
    if FileSystem.leads(name, to: descriptor) { unlink(name) }
  }
}
