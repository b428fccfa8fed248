#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside its final place and appears there, complete, on `commit()`.
///
/// The temporary file has a fixed name beside the target and is locked while in use, so one left over by a killed process
/// is taken over and one in use is an error. A link is followed. What cannot be replaced (a device, a pipe, `-` for
/// standard output) is written as it comes.
package final class AtomicFile {
  /// The path as it was given; `-` is standard output.
  package let path: String
  /// The file that is replaced, links followed; nil when what is written goes straight to its place.
  private let target: String?
  private var descriptor: Int32

  /// Creates the temporary file.
  ///
  /// - Throws: `FileError.unwritable`.
  package init(_ path: String) throws(FileError) {
    self.path = path
    guard path != "-" else {
      (target, descriptor) = (nil, 1)
      return
    }
    if FileSystem.isSpecial(path) {
      (target, descriptor) = (nil, open(path, O_WRONLY | O_CLOEXEC))
      guard descriptor >= 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
      return
    }
    let target = FileSystem.resolvingLinks(path)
    self.target = target
    descriptor = open(Self.temporary(target), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      descriptor = -1
      throw .unwritable(file: path, reason: "another process is writing it")
    }
    guard ftruncate(descriptor, 0) == 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
  }

  deinit {
    guard descriptor > 2 else { return }
    if let target { unlink(Self.temporary(target)) }
    close(descriptor)
  }

  /// Appends the bytes of values as they are in memory, unbuffered.
  ///
  /// - Throws: `FileError.unwritable`.
  package func write(_ values: [some BitwiseCopyable]) throws(FileError) {
    guard values.withUnsafeBytes({ FileSystem.write(descriptor, $0) }) else {
      throw .unwritable(file: path, reason: FileSystem.lastError)
    }
  }

  /// Appends bytes, unbuffered.
  ///
  /// - Throws: `FileError.unwritable`.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard FileSystem.write(descriptor, bytes) else { throw .unwritable(file: path, reason: FileSystem.lastError) }
  }

  /// Syncs the file to disk and renames it into place; the folder is synced too. Nothing may be written afterwards.
  ///
  /// - Throws: `FileError.unwritable`; the older file is as it was then.
  package func commit() throws(FileError) {
    guard descriptor > 2, let target else { return }
    guard fsync(descriptor) == 0, rename(Self.temporary(target), target) == 0 else {
      throw .unwritable(file: path, reason: FileSystem.lastError)
    }
    close(descriptor)
    descriptor = -1
    FileSystem.synchronizeFolder(of: target)
  }

  private static func temporary(_ target: String) -> String {
    Paths.sibling(of: target, named: ".\(Paths.name(target)).braid-temporary")
  }
}

extension AtomicFile {
  /// Replaces a file by text as a whole.
  ///
  /// - Throws: `FileError.unwritable`; the older file is as it was then.
  package static func write(_ path: String, text: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  /// Deletes what a process that was killed while it wrote `path` has left beside it; a writer that still runs keeps it.
  package static func removeLeftover(of path: String) {
    let left = temporary(FileSystem.resolvingLinks(path))
    let descriptor = open(left, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(left) }
    close(descriptor)
  }
}
