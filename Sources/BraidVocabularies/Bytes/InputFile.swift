import CZlib

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, unpacked when it is gzip; `-` is standard input.
final class InputFile {
  /// The file as it was given.
  let path: String
  private let file: gzFile

  /// Opens a file.
  ///
  /// - Throws: `VocabularyError.unreadable`.
  init(_ path: String) throws(VocabularyError) {
    self.path = path
    var status = stat()
    if path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .unreadable(file: path, reason: "is a folder")
    }
    guard let file = path == "-" ? gzdopen(dup(0), "rb") : gzopen(path, "rb") else {
      throw .unreadable(file: path, reason: String(cString: strerror(errno)))
    }
    gzbuffer(file, 256 << 10)
    self.file = file
  }

  deinit { gzclose(file) }

  /// Reads the next bytes.
  ///
  /// - Parameter buffer: Where they go; at most 2 GB of it are filled.
  /// - Returns: How many there are; 0 at the end.
  /// - Throws: `VocabularyError.unreadable`, for a damaged or truncated gzip file too.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(VocabularyError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let count = gzread(file, base, UInt32(min(buffer.count, 1 << 30)))
    var code: Int32 = 0
    let text = gzerror(file, &code)
    if count < 0 || code != Z_OK && code != Z_STREAM_END {
      let reason = code == Z_ERRNO ? String(cString: strerror(errno)) : text.map { String(cString: $0) } ?? "damaged"
      throw .unreadable(file: path, reason: reason)
    }
    return Int(count)
  }

  /// All bytes up to the end.
  ///
  /// - Throws: As `read(into:)`.
  func readAll() throws(VocabularyError) -> [UInt8] {
    var all: [UInt8] = []
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return all }
      all.append(contentsOf: buffer[..<count])
    }
  }
}
