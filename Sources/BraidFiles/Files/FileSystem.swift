#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few calls of the operating system that reading and writing need, with errors as values.
package enum FileSystem {
  /// The text of the last error of the calling thread.
  package static var lastError: String { String(cString: strerror(errno)) }

  /// Reads up to `count` bytes, again when interrupted.
  ///
  /// - Returns: The number of bytes read, 0 at the end, negative on an error, which is in `errno`.
  package static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    while true {
      #if canImport(Glibc)
        let result = Glibc.read(descriptor, bytes, count)
      #else
        let result = Darwin.read(descriptor, bytes, count)
      #endif
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// Writes all of `bytes`.
  ///
  /// - Returns: Whether all could be written; the reason is in `errno` otherwise.
  package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      #if canImport(Glibc)
        let result = Glibc.write(descriptor, start, rest.count)
      #else
        let result = Darwin.write(descriptor, start, rest.count)
      #endif
      if result > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[result...])
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// `path`, or `path.gz` when only that exists.
  package static func packedOrNot(_ path: String) -> String {
    access(path, F_OK) != 0 && access(path + ".gz", F_OK) == 0 ? path + ".gz" : path
  }

  /// Syncs the folder that a file is in, as far as the file system does that.
  package static func synchronizeFolder(of path: String) {
    let name = Paths.folder(path)
    let folder = open(name.isEmpty ? "." : name, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Makes a folder unless it is there.
  ///
  /// - Throws: `FileError.unwritable`.
  package static func makeFolder(_ path: String) throws(FileError) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .unwritable(file: path, reason: lastError) }
  }

  /// Makes a folder and those it is in, unless they are there.
  ///
  /// - Throws: `FileError.unwritable` with the folder that can't be made.
  package static func makeFolders(_ path: String) throws(FileError) {
    guard !path.isEmpty, mkdir(path, 0o755) != 0 else { return }
    let error = errno
    switch error {
    case ENOENT, ENOTDIR:
      try makeFolders(Paths.folder(path))
      try makeFolder(path)
    case EEXIST, EISDIR, EROFS:
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw .unwritable(
          file: path, reason: error == EEXIST ? loop(path) ?? "is no folder" : String(cString: strerror(error)))
      }
    default: throw .unwritable(file: path, reason: String(cString: strerror(error)))
    }
  }

  /// Whether a path leads to the regular file that standard output goes to.
  package static func isStandardOutput(_ path: String) -> Bool {
    var (output, file) = (stat(), stat())
    guard fstat(1, &output) == 0, stat(path, &file) == 0, output.st_mode & S_IFMT == S_IFREG else { return false }
    return output.st_dev == file.st_dev && output.st_ino == file.st_ino
  }

  /// Whether there is something at `path`, links followed.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether the system says that there is nothing at `path`; what can't be looked at may be there, and is not to be replaced as
  /// if it were not.
  package static func isAbsent(_ path: String) -> Bool {
    access(path, F_OK) != 0 && [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno)
  }

  /// Whether `path` itself, no link followed, is the file that is open.
  package static func leads(_ path: String, to descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    guard lstat(path, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
  }

  /// Whether an open file is a regular one of this user, by one name only.
  package static func isOwnFile(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1 else {
      return false
    }
    return status.st_uid == geteuid() || geteuid() == 0
  }

  /// Whether `path` itself, no link followed, is a folder of this user.
  package static func isOwnFolder(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    return status.st_uid == geteuid() || geteuid() == 0
  }

  /// Gives an open file the mode, owner and group of the one that it will replace, as far as the system permits.
  package static func keepAttributes(of path: String, on descriptor: Int32) {
    var (old, new) = (stat(), stat())
    guard stat(path, &old) == 0, old.st_mode & S_IFMT == S_IFREG, fstat(descriptor, &new) == 0 else { return }
    var mode = old.st_mode & 0o777
    let isOther = old.st_uid != new.st_uid || old.st_gid != new.st_gid
    if isOther, fchown(descriptor, old.st_uid, old.st_gid) != 0, fchown(descriptor, new.st_uid, old.st_gid) != 0 {
      // Another group may do what everybody may.
      mode = mode & 0o707 | (mode & 0o007) << 3
    }
    fchmod(descriptor, mode)
  }

  /// Whether what is written to `path` can't be taken back: standard output, a pipe, a terminal, a device.
  package static func isStream(_ path: String) -> Bool { path == "-" || isSpecial(path) }

  /// Whether `path` is there and is something that no file may take the place of: a device, a pipe, a socket.
  package static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// The file that `path` leads to when it is a link, else `path`; the file itself need not be there.
  package static func resolvingLinks(_ path: String) -> String {
    if let target = linkTarget(path) {
      if let real = realpath(path, nil) {
        defer { free(real) }
        return String(cString: real)
      }
      var (last, next) = (path, Optional(target))
      for _ in 0..<mostLinks {
        guard let target = next else { return last }
        last = Paths.sibling(of: last, named: target)
        next = linkTarget(last)
      }
    }
    return path
  }

  /// What the system says of a path whose links lead to each other; nil for any other.
  package static func loop(_ path: String) -> String? { access(path, F_OK) != 0 && errno == ELOOP ? lastError : nil }

  /// Links in a row after which the system gives up, too.
  private static let mostLinks = 40

  /// What a link says; nil for anything that is no link.
  private static func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }
}
