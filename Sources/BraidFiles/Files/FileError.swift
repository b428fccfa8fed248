/// What can be wrong with a file whatever it holds.
public enum FileError: Error, Sendable, Equatable {
  /// The file could not be opened, or is not one that can be read; `reason` is the system's.
  case unreadable(file: String, reason: String)
  /// The system failed to read on in an open file, which says nothing about what the file holds; `reason` is the system's.
  case interrupted(file: String, reason: String)
  /// The file could not be created, written or renamed; `reason` is the system's.
  case unwritable(file: String, reason: String)
  /// The gzip stream ends before its end mark, after `bytes` uncompressed bytes.
  case truncatedGzip(file: String, bytes: Int)
  /// The gzip stream is damaged; `reason` is zlib's.
  case damagedGzip(file: String, reason: String)

  /// Why a folder is not read, nor written as a file.
  package static let folder = "is a folder"
}
