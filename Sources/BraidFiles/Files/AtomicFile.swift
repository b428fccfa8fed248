package import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside its final place and appears there, complete, on `commit()`.
///
/// The temporary file has a fixed name beside the target and is locked while in use, so one left over by a killed process
/// is replaced and one in use is an error; what is not a regular file of this user is left alone, and is an error too. The
/// mode, owner and group of a file that is replaced stay, as far as the system permits. A link is followed. What cannot be
/// replaced (a device, a pipe, `-` for standard output) is written as it comes.
package final class AtomicFile {
  /// The path as it was given; `-` is standard output.
  package let path: String
  /// The file that is replaced, links followed; nil when what is written goes straight to its place.
  private let target: String?
  /// Whether what is written goes straight to its place.
  package var isStream: Bool { target == nil }
  private var descriptor: Int32
  private var isComplete = false
  /// Whether it waits beside its place, complete and closed.
  private var isWaiting = false

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
    // A loop has no end that could be replaced.
    if let reason = FileSystem.loop(path) { throw .unwritable(file: path, reason: reason) }
    guard !FileList.isFolder(target) else { throw .unwritable(file: path, reason: FileError.folder) }
    self.target = target
    descriptor = try TemporaryFile.make(Self.temporary(target), isPrivate: FileSystem.exists(target), for: path)
  }

  deinit {
    if isWaiting, let target { unlink(Self.temporary(target)) }
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

  /// Writes the bytes of values over the first ones.
  ///
  /// - Throws: `FileError.unwritable`, also for what can't be taken back.
  package func overwriteStart(_ values: [some BitwiseCopyable]) throws(FileError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
    try write(values)
    guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
  }

  /// Syncs the file to disk, still beside its place. Nothing may be written afterwards.
  ///
  /// - Throws: `FileError.unwritable`.
  package func complete() throws(FileError) {
    guard descriptor > 2, let target, !isComplete else { return }
    FileSystem.keepAttributes(of: target, on: descriptor)
    guard fsync(descriptor) == 0 else { throw .unwritable(file: path, reason: FileSystem.lastError) }
    isComplete = true
  }

  /// Syncs the file to disk and closes it, still beside its place, so that many files can wait for each other. Nothing may be
  /// written afterwards.
  ///
  /// - Throws: `FileError.unwritable`.
  package func wait() throws(FileError) {
    try complete()
    guard descriptor > 2, target != nil else { return }
    close(descriptor)
    descriptor = -1
    isWaiting = true
  }

  /// Syncs the file to disk and renames it into place; the folder is synced too. Nothing may be written afterwards.
  ///
  /// - Throws: `FileError.unwritable`; the older file is as it was then.
  package func commit() throws(FileError) {
    try complete()
    guard descriptor > 2 || isWaiting, let target else { return }
    guard rename(Self.temporary(target), target) == 0 else {
      throw .unwritable(file: path, reason: FileSystem.lastError)
    }
    isWaiting = false
    if descriptor > 2 { close(descriptor) }
    descriptor = -1
    FileSystem.synchronizeFolder(of: target)
  }

  private static func temporary(_ target: String) -> String { neighbour(target, "braid-temporary") }

  private static func neighbour(_ target: String, _ ending: String) -> String {
    Paths.sibling(of: target, named: ".\(Paths.name(target)).\(ending)")
  }
}

extension AtomicFile {
  /// Puts several files in their places, all of them or none: the first is renamed when all are on disk, and when one can't
  /// be renamed those before it are put back.
  ///
  /// - Throws: `FileError.unwritable`; the older files are as they were then, where the file system has hard links.
  package static func commit(_ files: [AtomicFile]) throws(FileError) {
    for file in files { try file.complete() }
    guard files.count > 1 else {
      for file in files { try file.commit() }
      return
    }
    let replaced = files.map { $0.target.map(FileSystem.exists) ?? false }
    for file in files { file.keepOld() }
    var done: [AtomicFile] = []
    do throws(FileError) {
      for file in files {
        try file.commit()
        done.append(file)
      }
    } catch {
      for (file, wasThere) in zip(done, replaced) { file.putBack(wasThere: wasThere) }
      for file in files { file.forgetOld() }
      throw error
    }
    for file in files { file.forgetOld() }
  }

  /// Another name for the file that is about to be replaced, where the file system has such.
  private var old: String? { target.map { Self.neighbour($0, "braid-previous") } }

  private func keepOld() {
    guard let target, let old else { return }
    unlink(old)
    link(target, old)
  }

  /// Where the file system has no second name for a file, the new one stays in the place of an older one.
  private func putBack(wasThere: Bool) {
    guard let target, let old, rename(old, target) != 0, !wasThere else { return }
    unlink(target)
  }

  private func forgetOld() { if let old { unlink(old) } }

  /// Replaces a file by text as a whole.
  ///
  /// - Throws: `FileError.unwritable`; the older file is as it was then.
  package static func write(_ path: String, text: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  /// Replaces a file by bytes as a whole.
  ///
  /// - Throws: `FileError.unwritable`; the older file is as it was then.
  package static func write(_ path: String, data: Data) throws(FileError) {
    let file = try AtomicFile(path)
    let result: Result<Void, FileError> = data.withUnsafeBytes { bytes in
      do throws(FileError) { return .success(try file.write(bytes)) } catch { return .failure(error) }
    }
    try result.get()
    try file.commit()
  }

  /// Deletes what a process that was killed while it wrote `path` has left beside it; a writer that still runs keeps it, and
  /// so does another user.
  package static func removeLeftover(of path: String) {
    do { try TemporaryFile.clear(temporary(FileSystem.resolvingLinks(path)), for: path) } catch {}
  }
}
