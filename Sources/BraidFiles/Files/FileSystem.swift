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

  /// Whether what is written to `path` can't be taken back: standard output, a pipe, a terminal, a device.
  package static func isStream(_ path: String) -> Bool { path == "-" || isSpecial(path) }

  /// Whether `path` is there and is something that no file may take the place of: a device, a pipe, a socket.
  package static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// The file that `path` leads to when it is a link, else `path`.
  package static func resolvingLinks(_ path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let real = realpath(path, nil) else {
      return path
    }
    defer { free(real) }
    return String(cString: real)
  }
}
