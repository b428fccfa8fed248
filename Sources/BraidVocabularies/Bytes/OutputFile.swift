#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that appear complete or not at all.
enum OutputFile {
  /// Writes a temporary file beside `path`, syncs it and renames it into place; `-` is standard output.
  ///
  /// - Throws: `VocabularyError.unwritable`.
  static func replace(_ path: String, with bytes: [UInt8]) throws(VocabularyError) {
    guard path != "-" else {
      guard write(1, bytes) else { throw unwritable(path) }
      return
    }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.popLast() ?? ""
    let folder = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
    let temporary = "\(folder)/.\(name).braid-temporary"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw unwritable(path) }
    let written = write(descriptor, bytes) && fsync(descriptor) == 0
    let problem = unwritable(path)
    close(descriptor)
    guard written else {
      unlink(temporary)
      throw problem
    }
    guard rename(temporary, path) == 0 else {
      let problem = unwritable(path)
      unlink(temporary)
      throw problem
    }
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private static func unwritable(_ path: String) -> VocabularyError {
    .unwritable(file: path, reason: String(cString: strerror(errno)))
  }

  /// Writes all bytes, again when interrupted.
  static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { all in
      var rest = all
      while let start = rest.baseAddress, !rest.isEmpty {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, start, rest.count)
        #else
          let count = Darwin.write(descriptor, start, rest.count)
        #endif
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
